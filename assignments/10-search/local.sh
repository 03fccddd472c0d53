#!/bin/sh
# A whole search on this machine: workers as ordinary processes, a master behind them.
#
#     assignments/10-search/local.sh FOLDER [TRIALS [AT_ONCE]]
#
# Workers that are killed are no harm: start it again with the same folder, or run `rank` meanwhile.
# DESCENT_PROGRAM names the program if it is not the student's own.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
folder=${1:?usage: local.sh FOLDER [TRIALS [AT_ONCE]]}
trials=${2:-20}
at_once=${3:-$(nproc)}
program=${DESCENT_PROGRAM:-$root/build/student/stages/10-search.program}

if [ -z "${DESCENT_PROGRAM:-}" ]; then
  "$root/descent" run 10 -- --help >/dev/null   # builds it
fi
mkdir -p "$folder"
OPENBLAS_NUM_THREADS=1
export OPENBLAS_NUM_THREADS
failed=0
seq 0 $((trials - 1)) |
  xargs -P "$at_once" -I '{}' "$program" work --folder "$folder" --trial '{}' || failed=$?
"$program" rank --folder "$folder"
exit "$failed"
