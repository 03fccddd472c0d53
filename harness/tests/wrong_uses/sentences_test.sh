#!/bin/sh
# Wrong uses, each with the sentence that must answer it and the exit code: uses.md is the table, play.py plays it.
# Nothing in the course or in its build folder is changed: both are seen through read-only mounts of bubblewrap's.
#
# sentences_test.sh [WORDS]: only the uses whose titles contain WORDS.
set -eu

for tool in python3 bwrap; do
  command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec python3 "$here/play.py" "$DESCENT_ROOT" "$DESCENT_BUILD" "$here/uses.md" "$@"
