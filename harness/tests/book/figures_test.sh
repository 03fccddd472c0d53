#!/bin/sh
# The figures of the book are what the reference solutions draw: drawn anew, they are compared with docs/figures. On one
# machine they are the same to the byte; elsewhere, where sums may differ in their last digits, almost.
set -eu

command -v gnuplot >/dev/null || { echo "skipped: gnuplot is not installed (apt-get install gnuplot-nox)"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "FAILED: $*"; exit 1; }
compare() { python3 "$DESCENT_ROOT/harness/tests/book/compare_figures.py" "$@"; }

for file in "$DESCENT_ROOT"/docs/figures/[0-9]*; do
  name=$(basename "$file")
  [ -d "$DESCENT_ROOT/assignments/${name%.*}" ] || fail "docs/figures/$name belongs to no stage"
done
# shellcheck disable=SC2046  # one word a stage
"$DESCENT_BUILD/bin/descent" book --figures --out "$folder/once" $(cat "$DESCENT_ROOT/harness/tests/book/quick_figures.txt")
for file in "$folder"/once/*; do
  name=$(basename "$file")
  [ -e "$DESCENT_ROOT/docs/figures/$name" ] || fail "docs/figures has no $name: ./descent book --figures draws it"
  compare "$DESCENT_ROOT/docs/figures/$name" "$file" || fail "$name has changed: ./descent book --figures ${name%.*}, and look"
done

# What must not pass as the same.
cp "$DESCENT_ROOT/docs/figures/07-losses.svg" "$folder/moved.svg"
sed -i 's/L\([0-9]\)\([0-9][0-9]\)\./L\1\2\1./g' "$folder/moved.svg"
if compare "$DESCENT_ROOT/docs/figures/07-losses.svg" "$folder/moved.svg"; then fail "curves elsewhere pass"; fi
sed 's/hinge/binge/' "$DESCENT_ROOT/docs/figures/07-losses.svg" >"$folder/other.svg"
if compare "$DESCENT_ROOT/docs/figures/07-losses.svg" "$folder/other.svg"; then fail "another legend passes"; fi
if compare "$DESCENT_ROOT/docs/figures/02-activations.png" "$DESCENT_ROOT/docs/figures/06-dropout.png"; then
  fail "another picture passes"
fi
echo "the figures are those of the book"
