#!/bin/sh
# A student and an instructor, played with the smallest stage: a package is released, built in a fresh place with the
# two commands of its README, and judges what is not begun, wrong and right; then it is released again over the
# student's work. What is built holds no solution, mistake or hidden test either.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
course=$scratch/course package=$scratch/package stage=01-gradcheck
. "$DESCENT_ROOT/harness/tests/expect.sh"
. "$DESCENT_ROOT/harness/tests/copied_course.sh"

export NO_COLOR=1
program=$DESCENT_BUILD/bin/author
author() { DESCENT_ROOT=$course DESCENT_BUILD=$scratch/none "$program" "$@"; }
copy_course "$DESCENT_ROOT" "$course"
compile_once "$package"
unset DESCENT_ROOT DESCENT_BUILD DESCENT_CURRENT NINJA_STATUS 2>/dev/null || :

# holds NAME FILE TEXT, or with "no" before it: the file has the text, or has it not.
holds() {
  if [ "$1" = no ]; then shift; if ! grep -qF -- "$3" "$2"; then echo "ok      $1"; return; fi
  elif grep -qF -- "$3" "$2"; then echo "ok      $1"; return; fi
  failed=1
  echo "FAILED  $1: $2"
}

run author release --out "$package" --stages 1
expect 'it is released' 0 'Released 1 stage' "$stage"
(cd "$package" && find . -type f -exec sha256sum {} + | sort) >"$scratch/first"
run author release --out "$scratch/twin" --stages 01-gradcheck
(cd "$scratch/twin" && find . -type f -exec sha256sum {} + | sort) >"$scratch/second"
cmp "$scratch/first" "$scratch/second" && echo 'ok      the same course gives the same bytes' || failed=1

# A student, in a place where nothing but the package is.
cd "$package"
file=assignments/$stage/gradcheck.cpp
run ./descent --yes check
expect 'the first check says what to write' 1 'not started' '0 of 100 points' 'Next: write ' "in $file:"
run ./descent --help
expect 'there are no commands for others' 0 'check'
for command in grade gradebook release verify stub new-stage test; do
  if printf '%s' "$output" | grep -qE "^  $command "; then failed=1; echo "FAILED  students have the command $command"; fi
done

# write BODY: relative_error, in the untouched stub.
write() {
  awk -v body="$1" '/throw NotImplemented\("relative_error"\);/ { print body; next } { print }' \
    "assignments/$stage/.stub/gradcheck.cpp" >"$file"
}
write '  return arma::abs(analytic - numeric);'
run ./descent check relative_error
expect 'a wrong answer fails, and says why' 1 'relative_error' 'expected' 'yours' 'Next: mend '
run cmake --preset student
expect 'plain CMake configures it' 0
run ctest --preset student -L "$stage" -R 'relative_error$'
expect 'and CTest judges it' 8 'expected' 'yours'
cp "$course/solutions/$stage/gradcheck.cpp" "$file"
run ./descent check
expect 'a right answer passes, and it is said that there are more tests' 0 '100 of 100 points' \
  'Public tests only: your instructor grades with more.'
run ctest --preset student -L "$stage"
expect 'and passes with CTest' 0 '100% tests passed'

# What was built: no part of any solution, known mistake or hidden suite.
grep -ohE 'DESCENT_(MISTAKE|ALTERNATIVE)\(\w+, *\w+' "$course"/solutions/$stage/*.cpp | sed 's/.*[ ,]//' >"$scratch/secrets"
grep -ohE 'TEST\(\w+, \w+' "$course"/harness/suites/$stage/*.cpp | sed 's/.* //' | sort -u >"$scratch/hidden"
grep -ohE 'TEST\(\w+, \w+' assignments/$stage/*tests.cpp | sed 's/.* //' | sort -u >"$scratch/public"
comm -23 "$scratch/hidden" "$scratch/public" >>"$scratch/secrets"
[ "$(wc -l <"$scratch/secrets")" -gt 100 ] || { failed=1; echo 'FAILED  hardly any secrets to look for'; }
found=$(grep -rlawFf "$scratch/secrets" . || :)
[ -z "$found" ] && echo 'ok      what was built gives nothing away' || { failed=1; echo "FAILED  secrets in: $found"; }
grep -rqlawF "$(head -n 1 "$scratch/public")" build || { failed=1; echo 'FAILED  not even public tests are found in the build'; }

# The course changes while the student works: the stub's first comment, a header, the task sheet, a chapter.
write '  return arma::abs(analytic - numeric);  // mine'
echo 'My notes.' >>"assignments/$stage/README.md"
rm "docs/stages/$stage.md"
sed -i 's|^#include "gradcheck.hpp"|// Term two.\n&|' "$course/solutions/$stage/gradcheck.cpp"
echo '// Term two.' >>"$course/assignments/$stage/inputs.hpp"
sed -i '1s/$/ (term two)/' "$course/assignments/$stage/README.md" "$course/docs/stages/$stage.md"
run author release --out "$package" --stages 1
expect 'it is released again' 0 'the changes of both are in them now' "$file" 'the changes clash: left alone' \
  "assignments/$stage/README.md; the new version is assignments/$stage/README.md.new" 'deleted there: they stay away'
holds 'the stub has the edit' "$file" '// mine'
holds 'and what is new' "$file" '// Term two.'
holds 'a header that nobody had edited is new' "assignments/$stage/inputs.hpp" '// Term two.'
holds 'an edited text stays' "assignments/$stage/README.md" 'My notes.'
holds no 'as it was' "assignments/$stage/README.md" 'term two'
holds 'beside its new version' "assignments/$stage/README.md.new" 'term two'
[ ! -e "docs/stages/$stage.md" ] && echo 'ok      what was deleted stays away' || { failed=1; echo 'FAILED  it is back'; }
find . -path ./build -prune -o -type f -exec sha256sum {} + | sort >"$scratch/before"
run author release --out "$package" --stages 1
find . -path ./build -prune -o -type f -exec sha256sum {} + | sort >"$scratch/after"
cmp "$scratch/before" "$scratch/after" && echo 'ok      once more changes nothing' || failed=1
run ./descent check relative_error
expect 'and it still judges' 1 'relative_error' 'Next: mend '
run ./descent reset --yes 1
expect 'a stage can be begun anew' 0 'as it was at first'
holds no 'then the edit is gone' "$file" '// mine'

exit "$failed"
