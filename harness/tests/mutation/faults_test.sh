#!/bin/sh
# Every deliberate fault can still be put in, and the tests that must notice it are there. That they do notice it is tried
# with a few, others every day; with all of them it takes a quarter of an hour: ./mutate.
set -eu
command -v patch >/dev/null || { echo "patch is not here"; exit 77; }
here=$(cd -- "$(dirname -- "$0")" && pwd)
"$here/mutate" --check

. "$here/../copied_course.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
inside_copy "$work/course" "$here/mutate" --here --sample "${DESCENT_FAULTS:-4}"
