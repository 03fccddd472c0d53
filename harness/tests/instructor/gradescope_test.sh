#!/bin/sh
# The autograder's zip in a folder laid out like Gradescope's: unpacked to source/, prepared, and run on a
# submission; the results must have Gradescope's fields, and the points of the example class. To be quick it uses
# the programs that are built already instead of building the unpacked course.
set -eu

command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

stage=$(sed -n 's/.*"stage": *"\([^"]*\)".*/\1/p' "$DESCENT_ROOT/examples/class.json" | head -n 1)
"$DESCENT_BUILD/bin/instructor" grade --stage "$stage" --make-gradescope "$folder/autograder.zip"
mkdir "$folder/source" "$folder/submission" "$folder/results"
python3 -m zipfile -e "$folder/autograder.zip" "$folder/source"

course=$folder/source/course
for file in descent packages.txt "assignments/$stage/stage.json" "harness/suites/$stage" "solutions/$stage"; do
  [ -e "$course/$file" ] || fail "the zip has no $file"
done
for entry in "$course"/* "$course"/.[!.]*; do
  [ -e "$entry" ] || continue
  case ${entry##*/} in
    CMakeLists.txt|CMakePresets.json|LICENSE|README.md|descent|packages.txt) ;;
    assignments|cmake|datasets|docs|examples|harness|solutions|templates) ;;
    *) fail "the zip holds ${entry##*/}, which is no part of what grading needs" ;;
  esac
done

# In place of the launcher, which would build for minutes: the program that it would build.
cat >"$course/descent" <<SCRIPT
#!/bin/sh
exec env DESCENT_ROOT='$DESCENT_ROOT' DESCENT_BUILD='$DESCENT_BUILD' '$DESCENT_BUILD/bin/instructor' "\$@" --built
SCRIPT
chmod +x "$course/descent"
AUTOGRADER=$folder
XDG_CONFIG_HOME=$folder/config
export AUTOGRADER XDG_CONFIG_HOME
sh "$folder/source/setup.sh"

points() {
  cp "$DESCENT_ROOT/examples/submissions/$1"/*.cpp "$folder/submission/"
  sed 's/ --built / /' "$folder/source/run_autograder" >"$folder/run"
  sh "$folder/run" >"$folder/log" 2>&1 || fail "run_autograder: $(cat "$folder/log")"
  python3 - "$folder/results/results.json" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1]))
for test in results["tests"]:
    assert isinstance(test["name"], str) and 0 <= test["score"] <= test["max_score"], test
    assert test["visibility"] in ("visible", "hidden", "after_due_date", "after_published"), test
assert abs(results["score"] - sum(test["score"] for test in results["tests"])) < 1e-9, results["score"]
print(round(results["score"]))
PYTHON
}
[ "$(points ada)" = 100 ] || fail "ada must have full points"
[ "$(points grace)" = 0 ] || fail "grace must have none"
echo "the zip grades ada and grace as the class does"
