#!/bin/sh
# A newcomer's first hour, played on a fresh copy of the course with a build folder of its own: untouched,
# three wrong versions of one function through plain CTest, a file that does not compile, one that crashes,
# one that never ends, the right one; and that none of it disturbs the project's own tests.
#
# newcomer_test.sh COURSE: COURSE is the folder of the course. Nothing in it is changed.
set -eu

course=$1
here=$course/harness/tests/newcomer
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' HUP INT TERM

export NO_COLOR=1
unset DESCENT_ROOT DESCENT_BUILD DESCENT_CURRENT NINJA_STATUS 2>/dev/null || :

tar -C "$course" --exclude=./build --exclude=./.git --exclude=./pictures -cf - . | tar -C "$copy" -xf -
cd "$copy"
stage=07-losses
file=assignments/$stage/losses.cpp

failed=0
# expect NAME EXIT-CODE TEXT...: what the last command did, in $code and $output.
expect() {
  name=$1 wanted=$2
  shift 2
  problem=''
  [ "$code" = "$wanted" ] || problem="the exit code is $code, not $wanted"
  for text; do
    printf '%s' "$output" | tr '\n' ' ' | tr -s ' ' | grep -qF -- "$text" || problem="the output lacks: $text"
  done
  if [ -n "$problem" ]; then
    failed=1
    printf 'FAILED  %s: %s\n----\n%s\n----\n' "$name" "$problem" "$output"
  else
    printf 'ok      %s\n' "$name"
  fi
}
lacks() {
  if printf '%s' "$output" | grep -qF -- "$2"; then
    failed=1
    printf 'FAILED  %s: the output has: %s\n' "$1" "$2"
  fi
}
run() {
  code=0
  output=$("$@" 2>&1) || code=$?
}
# write FUNCTION BODY: the stub with one function written. The body stands in bodies/BODY.
write() {
  ./descent stub --from "solutions/$stage/losses.cpp" --to "$file" >/dev/null
  awk -v task="$1" -v body="$here/bodies/$2" '
    $0 ~ "throw NotImplemented\\(\"" task "\"\\);" { while ((getline line < body) > 0) print line; next }
    { print }' "$file" >"$file.new"
  mv "$file.new" "$file"
}
plain_ctest() { run ctest --preset student -L "$stage" -R "$1"; }

# The first check. (A copy of a course that somebody works on: begin with the stubs.)
run ./descent --yes list
expect 'the launcher builds what it needs' 0 "$stage"
./descent stub --overwrite >/dev/null
run ./descent check
expect 'an untouched stage is not started, and the next step is named' 1 \
  'not started' '0 of 11 tasks, 0 of 100 points' "Next: write svm_loss in $file:"
run ./descent check
expect 'again' 1 '0 of 100 points'

# Three wrong ways, three diagnoses, through plain CTest.
write softmax_loss softmax_without_shift
plain_ctest softmax_loss
expect 'no shift' 8 'You exponentiate the raw scores' 'docs/stages/07-losses.md#shift-by-the-maximum'
write softmax_loss softmax_without_mean
plain_ctest softmax_loss
expect 'no mean' 8 'You return the sum over the examples' 'docs/stages/07-losses.md#a-loss-is-a-mean'
write softmax_loss softmax_of_columns
plain_ctest softmax_loss
expect 'columns' 8 'You normalize the columns' 'docs/stages/07-losses.md#rows-not-columns'
plain_ctest logistic_loss
expect 'the others are not started' 8 'LogisticLoss.SumsOverTheAttributes not started yet'

# A file that does not compile is one failed test with the compiler's message; the rest is not run.
write softmax_loss does_not_compile
plain_ctest 'softmax_loss|logistic_loss'
expect 'a compile error is the failed test' 8 "$stage.build" 'undeclared' 'Not Run'
run ./descent check
expect 'a compile error, told short' 1 "$file does not compile" 'undeclared' 'Nothing was judged'

# Crashes and loops cost one test each.
write softmax_loss reads_beyond_the_end
run ./descent check --sanitize softmax_loss
expect 'a sanitizer names the line' 1 'AddressSanitizer: heap-buffer-overflow' 'losses.cpp:'
write softmax_loss never_ends
run ./descent check softmax_loss
expect 'an endless loop' 1 'did not return within' 'softmax_loss('
write softmax_loss leaves
run ./descent check softmax_loss
expect 'exit(0)' 1 'exit(0)'

# The right one, and what a student's edit must not break.
write softmax_loss softmax_right
run ./descent check softmax_loss
expect 'the right one passes the full suite' 0 'full suite' '1 of 1 tasks, 16 of 16 points'
plain_ctest "$stage.softmax_loss"
expect 'and plain CTest' 0 '100% tests passed'
run ./descent stub --check
expect 'an edited stub is fine' 0 'edited by hand'
before=$(cksum <"$file")
run ./descent stub
expect 'an edited stub is left alone' 0 'left alone'
[ "$before" = "$(cksum <"$file")" ] || { failed=1; echo 'FAILED  the edited file was overwritten'; }

# Wrong words.
run ./descent check 99-nothing
expect 'an unknown stage' 2 "there is no stage '99-nothing'" "$stage"
run ./descent check 07.nothing
expect 'an unknown task' 2 "has no task 'nothing'" 'softmax_loss'
run ./descent chekc
expect 'an unknown command' 2 'chekc'
lacks 'an unknown command' 'terminate'

[ "$failed" = 0 ] && echo 'The newcomer got through.'
exit "$failed"
