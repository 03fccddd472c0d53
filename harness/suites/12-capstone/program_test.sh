#!/bin/sh
# The capstone's program, with the reference linked in: the sanity checks come first and in order, it
# learns the digits, and prints one line for the leaderboard. Bounds are far from what it reaches, since a
# test machine may have other kernels, and so other rounding.
set -eu

program=$DESCENT_BUILD/stages/12-capstone.program.reference
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset DESCENT_DATA

fail() { printf 'program_test: %s\n' "$*" >&2; cat "$folder"/out* >&2; exit 1; }

"$program" --data digits --quick --seed 3 > "$folder/out" || fail "it did not come to its end"
checks=$(grep -c ': passed$' "$folder/out") || true
[ "$checks" = 4 ] || fail "expected four sanity checks that pass, got $checks"
order=$(grep -n -e 'gradient check' -e 'at the start' -e 'rise of the loss' -e 'by heart' -e '^Training' "$folder/out" |
  cut -d: -f1 | tr '\n' ' ')
[ "$order" = "$(printf '%s' "$order" | tr ' ' '\n' | sort -n | tr '\n' ' ')" ] || fail "the order is wrong: $order"
line=$(grep '^capstone ' "$folder/out") || fail "there is no line for the leaderboard"
printf '%s\n' "$line" | grep -Eq \
  '^capstone data=digits accuracy=0\.9[0-9]{3} parameters=17418 seconds=[0-9]+\.[0-9] seed=3$' || fail "a strange line: $line"

# The same seed, the same network.
"$program" --data digits --quick --seed 3 > "$folder/out2" || fail "it did not come to its end"
[ "$(sed 's/ seconds=[^ ]*//' "$folder/out" | grep '^capstone')" = \
  "$(sed 's/ seconds=[^ ]*//' "$folder/out2" | grep '^capstone')" ] || fail "the same seed gave another result"

# Without the data it says so, and how to get them.
if "$program" --data cifar10 > "$folder/out3" 2>&1; then fail "it trained on what is not there"; fi
grep -q 'download_cifar10' "$folder/out3" || fail "it does not say where CIFAR-10 comes from"
