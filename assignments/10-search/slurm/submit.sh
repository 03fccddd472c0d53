#!/bin/sh
# Hands a search to Slurm: a job array of workers, and a ranking job that waits for all of them.
#
#     assignments/10-search/slurm/submit.sh FOLDER [TRIALS [AT_ONCE]]
#
# FOLDER must be on a file system that all nodes share, and so must this course: the program is started
# from its build folder (or from where DESCENT_PROGRAM says). Prints the numbers of both jobs.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../../.." && pwd)
folder=${1:?usage: submit.sh FOLDER [TRIALS [AT_ONCE]]}
trials=${2:-20}
at_once=${3:-4}

if [ -z "${DESCENT_PROGRAM:-}" ]; then
  "$root/descent" run 10 -- --help >/dev/null   # builds it
  DESCENT_PROGRAM=$root/build/student/stages/10-search.program
fi
mkdir -p "$folder/logs"
DESCENT_FOLDER=$(CDPATH='' cd -- "$folder" && pwd)
export DESCENT_PROGRAM DESCENT_FOLDER

workers=$(sbatch --parsable --array="0-$((trials - 1))%$at_once" \
  --output="$DESCENT_FOLDER/logs/worker-%a.out" "$here/worker.sbatch")
# afterany, not afterok: a worker that fails must not keep the master from the others' checkpoints.
ranking=$(sbatch --parsable --dependency="afterany:$workers" \
  --output="$DESCENT_FOLDER/logs/ranking.out" "$here/rank.sbatch")
echo "workers $workers"
echo "ranking $ranking"
