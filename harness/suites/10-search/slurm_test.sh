#!/bin/sh
# The same workers as a Slurm job array, on a real one-node Slurm that this test starts itself: the files
# must be those of a search without Slurm, to the byte. Some workers are killed on the way and queued again.
set -eu

program=$DESCENT_BUILD/stages/10-search.program.reference
[ -x "$program" ] || { echo "skipped: $program is not built"; exit 77; }

if [ "${1:-}" != inside ]; then
  exec "$DESCENT_ROOT/harness/slurm/one_node.sh" --cpus 4 "$0" inside
fi

trials=8
scripts=$DESCENT_ROOT/assignments/10-search/slurm
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
quiet=$folder/quiet busy=$folder/busy
fail() {
  echo "FAILED: $*"
  tail -n 5 "$busy"/logs/* 2>/dev/null || true
  exit 1
}

number=0
while [ "$number" -lt "$trials" ]; do
  "$program" work --folder "$quiet" --trial "$number" >/dev/null
  number=$((number + 1))
done

DESCENT_PROGRAM=$program
export DESCENT_PROGRAM
submitted=$("$scripts/submit.sh" "$busy" "$trials" 4)
workers=$(echo "$submitted" | sed -n 's/^workers //p')
ranking=$(echo "$submitted" | sed -n 's/^ranking //p')
[ -n "$workers" ] && [ -n "$ranking" ] || fail "submit.sh said: $submitted"

gone() { [ -z "$(squeue --noheader --jobs="$1" 2>/dev/null)" ]; }
wait_until_gone() {
  tries=0
  until gone "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "job $1 is not done after a minute: $(squeue --noheader)"
    sleep 0.1
  done
}

# Kills the first workers that are seen running.
killed=''
tries=0
while [ "$tries" -lt 200 ] && ! gone "$workers"; do
  for task in $(squeue --noheader --array --states=RUNNING --jobs="$workers" --format=%K 2>/dev/null); do
    scancel --signal=KILL --full "${workers}_$task" 2>/dev/null && killed="$killed $task"
    break
  done
  [ "$(echo "$killed" | wc -w)" -lt 2 ] || break
  tries=$((tries + 1))
  sleep 0.05
done
wait_until_gone "$workers"
wait_until_gone "$ranking"
[ -s "$busy/logs/ranking.out" ] || fail "the ranking job has said nothing"
grep -q ' checkpoints in ' "$busy/logs/ranking.out" || fail "the ranking job has failed"

# Whoever was killed is queued again, by hand as it were; the others need nothing.
for task in $killed; do
  DESCENT_FOLDER=$busy sbatch --wait --array="$task" --output="$busy/logs/again-%a.out" \
    "$scripts/worker.sbatch" >/dev/null || fail "trial $task was queued again, and failed"
done

rm -r "$busy/logs"
diff -r "$quiet" "$busy" || fail "the search by Slurm has other files than the one without"
echo "$(ls "$quiet" | wc -l) checkpoints of $trials trials by a job array;" \
  "killed and queued again: $(echo "$killed" | wc -w); nothing lost"
