#!/bin/sh
# A newcomer's first hours, played on a fresh copy of the course with a build folder of its own: stages
# untouched, wrong versions of a function through plain CTest and through check, files that do not compile,
# that crash, that never end, right ones; and that none of it disturbs the project's own tests.
#
# newcomer_test.sh COURSE [STAGE ...]: COURSE is the folder of the course. Nothing in it is changed. The stages are those
# that are played; all of them unless named.
set -eu

course=$1
shift
here=$course/harness/tests/newcomer
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
trap 'exit 1' HUP INT TERM

export NO_COLOR=1
unset DESCENT_ROOT DESCENT_BUILD DESCENT_CURRENT NINJA_STATUS 2>/dev/null || :

. "$course/harness/tests/copied_course.sh"
copy_course "$course" "$copy"
compile_once "$copy"
cd "$copy"
stages=${*:-$(for folder in harness/suites/*/newcomer; do basename "$(dirname "$folder")"; done)}

. "$copy/harness/tests/expect.sh"
lacks() {
  if printf '%s' "$output" | grep -qF -- "$2"; then
    failed=1
    printf 'FAILED  %s: the output has: %s\n' "$1" "$2"
  fi
}
# field NAME: of the scenario, one line for each time it is there.
field() { sed -n "/^---$/q;s/^$1: //p" "$scenario"; }
# The stage's stub with one function written: the body stands behind the scenario's line of dashes.
write() {
  ./descent stub --from "solutions/$stage/$source" --to "$file" >/dev/null
  awk -v task="$(field task)" -v body="$scenario" '
    $0 ~ "throw NotImplemented\\(\"" task "\"\\);" {
      while ((getline line < body) > 0) { if (begun) print line; if (line == "---") begun = 1 }
      next
    }
    { print }' "$file" >"$file.new"
  mv "$file.new" "$file"
}
# judge COMMAND: ctest, or check with options.
judge() {
  case $1 in
    ctest) run ctest --preset student -L "$stage" -R "^$stage\.$(field task)\$" ;;
    check*) run ./descent $1 "$(field task)" ;;
  esac
}
# untouched: the stage is not started, and the next step is named.
untouched() {
  run ./descent check "$stage"
  expect "$stage, untouched" 1 'not started' '0 of 100 points' "Next: write " "in $file:"
}

# The first check. (A copy of a course that somebody works on: begin with the stubs.)
run ./descent --yes list
expect 'the launcher builds what it needs' 0 '100 points'
./descent stub --overwrite >/dev/null

# Every scenario: a way in which a student writes one function, in a style of the student's own, how it is
# judged, and what must be said about it. They stand beside the suites of the stages.
for stage in $stages; do
  folder=harness/suites/$stage/newcomer
  [ -d "$folder" ] || { echo "FAILED  $stage has no scenarios of newcomers, or is no stage"; exit 1; }
  source=$(sed -n 's/^ *"source": "\(.*\)",*$/\1/p' "assignments/$stage/stage.json")
  file=assignments/$stage/$source
  untouched
  for scenario in "$folder"/*; do
    write
    judge "$(field command)"
    code_wanted=$(field exit)
    set --
    while IFS= read -r text; do set -- "$@" "$text"; done <<END
$(field says)
END
    expect "$stage, $(basename "$scenario")" "$code_wanted" "$@"
  done
  # Where the last of them is right, there is something to time.
  if [ "$code_wanted" = 0 ] && [ -f "assignments/$stage/speed.cpp" ]; then
    run ./descent speed "$stage"
    expect "$stage, how fast it is" 0 "$(field task)" 'the reference'
  fi
  run ./descent report
  expect "$stage, a page to keep" 0 'pictures/report.html'
  grep -qF "$(field task)" pictures/report.html || { failed=1; echo "FAILED  $stage: the report has no $(field task)"; }
done

# What a student's edit must not break.
run ./descent stub --check
expect 'an edited stub is fine' 0 'edited by hand'
before=$(cksum <"$file")
run ./descent stub
expect 'an edited stub is left alone' 0 'left alone'
[ "$before" = "$(cksum <"$file")" ] || { failed=1; echo 'FAILED  the edited file was overwritten'; }

# Wrong words.
run ./descent check 99-nothing
expect 'an unknown stage' 2 "there is no stage '99-nothing'" "$stage"
run ./descent check "$stage.nothing"
expect 'an unknown task' 2 "has no task 'nothing'" "$(field task)"
run ./descent chekc
expect 'an unknown command' 2 'chekc'
lacks 'an unknown command' 'terminate'

[ "$failed" = 0 ] && echo 'The newcomer got through.'
exit "$failed"
