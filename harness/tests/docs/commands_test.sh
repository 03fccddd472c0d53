#!/bin/sh
# Every command that README.md and the guides show, run in the order in which they stand there, in a copy of the
# course; what they print must be what the text says (commands.py has the rules). So must the page of the commands
# and the picture in README.md. For the programs that run here, the copy lies where the course lies: a mount of
# bubblewrap's that nobody else sees. So the copy of the build folder is up to date, and only what a student would
# compile is compiled.
set -eu

if [ "${1:-}" = inside ]; then
  ./descent stub --overwrite >/dev/null  # somebody may be working on an assignment
  for guide in README.md docs/guides/*.md; do set -- "$@" "$guide"; done
  shift
  failed=0
  harness/tests/docs/commands.py . "$@" || failed=1
  harness/tests/docs/cli.py . || failed=1
  docs/terminal.py --check || failed=1
  exit "$failed"
fi

command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 77; }
command -v bwrap >/dev/null || { echo "skipped: bubblewrap is not installed"; exit 77; }
[ "$DESCENT_BUILD" = "$DESCENT_ROOT/build/student" ] || {
  echo "skipped: the guides speak of build/student, and this is a build in $DESCENT_BUILD"
  exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

. "$DESCENT_ROOT/harness/tests/copied_course.sh"
copy_course "$DESCENT_ROOT" "$folder/course"
mkdir -p "$folder/course/build" "$folder/home"
cp -a "$DESCENT_BUILD" "$folder/course/build/student"
cp "$folder/course/packages.txt" "$folder/course/build/student/.packages"  # this is no test of apt-get
unset DESCENT_CURRENT NINJA_STATUS 2>/dev/null || :

bwrap --dev-bind / / --bind "$folder/course" "$DESCENT_ROOT" --setenv HOME "$folder/home" --unsetenv DESCENT_BUILD \
  --unsetenv DESCENT_ROOT --chdir "$DESCENT_ROOT" --die-with-parent -- "$DESCENT_ROOT/harness/tests/docs/commands_test.sh" inside
