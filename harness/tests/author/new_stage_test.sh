#!/bin/sh
# A new stage in a copy of the course: made by one command, proven by the next, with a chapter that has all its parts.
# Only this stage is built.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
course=$DESCENT_ROOT
if [ "${1:-}" != inside ]; then
  . "$course/harness/tests/copied_course.sh"
  inside_copy "$scratch/course" "$course/harness/tests/author/new_stage_test.sh" inside
  exit
fi
fail() { echo "FAILED: $*"; exit 1; }
author=$DESCENT_BUILD/bin/author

"$author" new-stage 98-weight-decay --title 'Weight decay' >"$scratch/log" || fail "new-stage: $(cat "$scratch/log")"
for path in assignments/98-weight-decay/weight_decay.cpp solutions/98-weight-decay/mistakes.cpp \
  harness/suites/98-weight-decay docs/stages/98-weight-decay.md; do
  [ -e "$course/$path" ] || fail "there is no $path"
done
if "$author" new-stage 98-other >"$scratch/log" 2>&1; then fail 'a number was given twice'; fi
grep -q 'there is a stage 98 already' "$scratch/log" || fail "$(cat "$scratch/log")"

if command -v python3 >/dev/null; then
  python3 -B "$course/harness/tests/docs/chapters.py" "$course" | grep 98-weight && fail 'its chapter lacks something'
fi

cmake -S "$course" --preset student >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
ninja -C "$DESCENT_BUILD" 98-weight-decay.verify 98-weight-decay.check 98-weight-decay.experiment >"$scratch/log" 2>&1 ||
  fail "$(grep -vE '^\[' "$scratch/log")"
grep -q 'warning:' "$scratch/log" && grep -A 5 '98-weight.*warning:' "$scratch/log" && fail 'it does not build without warnings'
"$DESCENT_BUILD/bin/author" verify 98 --built >"$scratch/log" || fail "verify: $(cat "$scratch/log")"
cat "$scratch/log"
grep -q 'not started .*full points .*1 of 1 named .*1 of 1 pass' "$scratch/log" || fail 'something is not proven'
"$DESCENT_BUILD/bin/author" stub --check | grep -q '98-weight-decay *current' || fail 'its stub is not current'
