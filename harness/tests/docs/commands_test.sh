#!/bin/sh
# Every command that README.md and the guides show, run in the order in which they stand there, in a copy of the
# course; what they print must be what the text says (commands.py has the rules). So must the page of the commands
# and the picture in README.md.
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
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM

. "$DESCENT_ROOT/harness/tests/copied_course.sh"
mkdir "$folder/home"
script=$DESCENT_ROOT/harness/tests/docs/commands_test.sh
inside_copy "$folder/course" env -u DESCENT_ROOT -u DESCENT_BUILD HOME="$folder/home" "$script" inside
