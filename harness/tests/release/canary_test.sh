#!/bin/sh
# Nothing that students are to find out gets out. In a scratch copy of the course every file of solutions and hidden
# suites, and names of files beside them, carry a mark of their own; stages are released from there; no mark may be
# in any file or any name of the package. Then marks are put where they do get out, to see that they would be found.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
course=$scratch/course
failed=0
fail() { failed=1; echo "FAILED  $*"; }
ok() { echo "ok      $*"; }

. "$DESCENT_ROOT/harness/tests/copied_course.sh"
copy_course "$DESCENT_ROOT" "$course"
cd "$course"
export DESCENT_ROOT="$course"
author() { "$DESCENT_BUILD/bin/author" "$@"; }

# The marks: one a file, as a comment between the marks of the solution where there are any, and a file whose name is
# one. In the history of git, too.
number=0
git init -q .
for file in $(find solutions harness/suites -type f | sort); do
  number=$((number + 1))
  mark=CANARY_$number
  echo "$mark" >>"$scratch/marks"
  case $file in
    *.cpp | *.hpp)
      if grep -q '// solution begin' "$file"; then
        sed -i "s|^\( *\)// solution begin.*|&\n\1// ${mark}_inside|" "$file"
      else
        printf '// %s\n' "$mark" >>"$file"
      fi ;;
    *) printf '# %s\n' "$mark" >>"$file" ;;
  esac
done
for folder in solutions/* harness/suites/* harness/tests harness/grader harness/release harness/author assignments/*; do
  number=$((number + 1))
  echo "CANARY_$number" >"$folder/CANARY_$number.txt"
done
mkdir results docs/secret && echo CANARY_results >results/records.txt && echo CANARY_docs >docs/secret/page.md
echo CANARY_text >>harness/tests/release/canary_test.sh
ln -s ../../solutions/07-losses/losses.cpp assignments/07-losses/CANARY_link.hpp
for stub in assignments/*/*.cpp; do case $stub in *tests.cpp | *experiment.cpp | *program.cpp) ;; *)
  echo '// CANARY_worked_here' >>"$stub" ;; esac
done
git add -A && git -c user.name=n -c user.email=e commit -q -m CANARY_history
[ "$(wc -l <"$scratch/marks")" -gt 150 ] || fail "only $(wc -l <"$scratch/marks") marks were planted"

# leaks FOLDER: files that hold a mark, and names that are one; also packed in objects of git.
leaks() {
  find "$1" -name '*CANARY*'
  grep -rlaF CANARY_ "$1" || :
  find "$1" -name '.git' -o -name '*.pack'
}
# lines FOLDER: telling lines of solutions, from between their marks, in any file of the package. This is another
# program than the one that release has for it.
lines() {
  command -v python3 >/dev/null || return 0
  python3 - "$course" "$1" <<'PYTHON'
import json, pathlib, sys
course, package = map(pathlib.Path, sys.argv[1:])
def text(file): return file.read_text(errors="replace")
hints = "\n".join(hint for manifest in package.glob("assignments/*/stage.json")
                  for task in json.loads(text(manifest))["tasks"] for hint in task["hints"])
harmless = {line.strip() for line in text(course / "harness/release/harmless_lines.txt").splitlines()}
idle = ("for (", "if (", "while (", "require_", "#include", "//")
secrets = set()
for file in course.glob("solutions/*/*.cpp"):
    inside, given, written = False, set(), set()
    for line in map(str.strip, text(file).splitlines()):
        if line.startswith("// solution"):
            inside = line.startswith("// solution begin")
        else:
            (written if inside else given).add(line)
    stub = "\n".join(given)
    secrets |= {line for line in written - harmless
                if len(line) >= 30 and line not in stub and not line.startswith(idle) and line not in hints
                and (line[-1] != "," or set(line) & set("(={"))}
assert len(secrets) > 200, len(secrets)
for file in package.rglob("*"):
    if file.is_file():
        content = text(file)
        for secret in secrets:
            if secret in content:
                print(f"{file}: {secret}")
PYTHON
}

for words in "" "--stages 03-07" "--stages 12 --hints 1 --answers"; do
  rm -rf "$scratch/package"
  # shellcheck disable=SC2086  # one word an option
  author release --out "$scratch/package" $words >"$scratch/log" 2>&1 || { fail "release $words: $(cat "$scratch/log")"; continue; }
  found=$(leaks "$scratch/package"; lines "$scratch/package")
  [ -z "$found" ] && ok "release $words gives nothing away" || fail "release $words gives away: $found"
done
grep -q 'assignments/07-losses/CANARY' "$scratch/log" || ok "what is not named is not released"
author release --out "$scratch/package" --stages 7 >"$scratch/log"
grep -q 'assignments/07-losses/CANARY_link.hpp' "$scratch/log" && ok "and release says so" || fail "release hides: $(cat "$scratch/log")"

# Would it be found? A mark in a file that is released, and a name.
sed -i '1s/$/ CANARY_leak/' docs/stages/07-losses.md
author release --out "$scratch/package" --stages 7 >/dev/null
[ "$(leaks "$scratch/package")" = "$scratch/package/docs/stages/07-losses.md" ] && ok "a planted mark is found" || fail "the planted mark is not found"
echo >docs/figures/CANARY.svg 2>/dev/null || { mkdir -p docs/figures && echo >docs/figures/CANARY.svg; }
author release --out "$scratch/package" --stages 7 >/dev/null
leaks "$scratch/package" | grep -q 'figures/CANARY.svg' && ok "a planted name is found" || fail "the planted name is not found"

# refused NAME TEXT: release writes nothing, and says TEXT.
refused() {
  rm -rf "$scratch/other"
  if author release --out "$scratch/other" --stages 7 >"$scratch/log" 2>&1; then fail "$1 is released"; fi
  if [ -e "$scratch/other" ]; then fail "$1 leaves something behind"; fi
  grep -qF -- "$2" "$scratch/log" && ok "$1 is refused" || fail "$1: $(cat "$scratch/log")"
}
# A line of a solution that got into an experiment; the longest one that stands in no hint.
line=$(awk '/solution begin/ { inside = 1 } /solution end/ { inside = 0 } inside' solutions/07-losses/losses.cpp |
  sed 's/^ *//' | grep -vE '^(//|for|if|while|require)' | while IFS= read -r line; do
    grep -qF -- "$line" assignments/*/stage.json || printf '%s %s\n' "${#line}" "$line"
  done | sort -rn | head -n 1 | cut -d' ' -f2-)
cp assignments/07-losses/experiment.cpp "$scratch/experiment.cpp"
printf '  %s\n' "$line" >>assignments/07-losses/experiment.cpp
refused 'a line of a solution' "assignments/07-losses/experiment.cpp:"
if [ -n "$(command -v python3)" ]; then
  mkdir -p "$scratch/by_hand" && cp -r assignments "$scratch/by_hand/"
  lines "$scratch/by_hand" >"$scratch/log"
  grep -qF -- "$line" "$scratch/log" && ok "and the other program finds it, too" || fail "the test itself does not find it"
fi
cp "$scratch/experiment.cpp" assignments/07-losses/experiment.cpp
cp solutions/07-losses/mistakes.hpp assignments/07-losses/mistakes.hpp
refused 'a file of mistakes' 'assignments/07-losses/mistakes.hpp'

# Where it must not be released to.
for out in "$course" "$course/public" "$scratch" /; do
  if author release --out "$out" >"$scratch/log" 2>&1; then fail "released to $out"; fi
  grep -q 'outside of the course' "$scratch/log" && ok "it is not released to $out" || fail "$out: $(cat "$scratch/log")"
done
mkdir "$scratch/full" && echo mine >"$scratch/full/file"
if author release --out "$scratch/full" >"$scratch/log" 2>&1; then fail "released to a folder of others"; fi
[ "$(ls -A "$scratch/full")" = file ] && ok "nor to a folder with other files" || fail "it wrote there"

exit "$failed"
