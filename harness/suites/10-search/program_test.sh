#!/bin/sh
# The search as real processes: four workers and two masters on one folder, and each worker is killed
# (SIGKILL) once or twice in every trial before it may finish it. Nothing may be lost: in the end the folder
# holds the same files, to the byte, as that of a search that nobody disturbed. And the masters never see
# a torn checkpoint, nor one that is gone again.
set -eu

program=$DESCENT_BUILD/stages/10-search.program.reference
[ -x "$program" ] || { echo "skipped: $program is not built"; exit 77; }

trials=12 epochs=6
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
quiet=$folder/quiet busy=$folder/busy
mkdir "$quiet" "$busy" "$folder/done"

fail() { echo "FAILED: $*"; exit 1; }

# A number from 0 to 255.
random() { od -An -N1 -tu1 /dev/urandom | tr -d ' '; }

trial() {  # folder trial
  "$program" work --folder "$1" --trial "$2" --epochs "$epochs" >/dev/null
}

# Makes a trial, killed at two random moments of its life before.
disturbed_trial() {
  for attempt in 1 2; do
    "$program" work --folder "$busy" --trial "$1" --epochs "$epochs" >/dev/null &
    worker=$!
    delay=$(($(random) * whole / 255))
    [ "$delay" -le 999 ] || delay=999
    sleep "0.$(printf '%03d' "$delay")"
    kill -KILL "$worker" 2>/dev/null || true
    status=0
    wait "$worker" 2>/dev/null || status=$?
    [ "$status" != 137 ] || echo "attempt $attempt" >>"$folder/kills"
  done
  trial "$busy" "$1"
}

worker_loop() {  # number of the worker, of four
  number=$1
  while [ "$number" -lt "$trials" ]; do
    disturbed_trial "$number" || fail "trial $number"
    number=$((number + 4))
  done
  : >"$folder/done/$1"
}

# Looks again and again until all workers are done; what it has seen once must stay.
master_loop() {
  before=0 looks=0
  while :; do
    finished=$(ls "$folder/done" | wc -l)
    said=$("$program" rank --folder "$busy") || { echo "master $1: $said" >"$folder/trouble"; return; }
    now=${said%% *}
    looks=$((looks + 1))
    if [ "$now" -lt "$before" ]; then
      echo "master $1 saw $before checkpoints, then $now" >"$folder/trouble"
    fi
    before=$now
    [ "$finished" -lt 4 ] || break
    sleep 0.02
  done
  echo "master $1 looked $looks times and saw $before checkpoints at last"
}

begin=$(date +%s%N)
number=0
while [ "$number" -lt "$trials" ]; do
  trial "$quiet" "$number"
  number=$((number + 1))
done
whole=$((($(date +%s%N) - begin) / trials / 1000000))  # milliseconds of one trial

: >"$folder/kills"
masters='' workers=''
for number in 1 2; do
  master_loop "$number" &
  masters="$masters $!"
done
for number in 0 1 2 3; do
  worker_loop "$number" &
  workers="$workers $!"
done
for pid in $workers; do wait "$pid" || : >"$folder/done/failed-$pid"; done
for number in 0 1 2 3; do
  [ -e "$folder/done/$number" ] || { : >"$folder/done/0"; : >"$folder/done/1"; : >"$folder/done/2"
    : >"$folder/done/3"; touch "$folder/a-worker-failed"; }
done
# shellcheck disable=SC2086  # one word a process
wait $masters

[ ! -e "$folder/a-worker-failed" ] || fail "a worker could not make its trials"
[ ! -e "$folder/trouble" ] || fail "$(cat "$folder/trouble")"
diff -r "$quiet" "$busy" || fail "the disturbed search has other files than the quiet one"
checkpoints=$(ls "$quiet" | wc -l)
[ "$checkpoints" -gt "$trials" ] || fail "only $checkpoints checkpoints"
[ -s "$folder/kills" ] || fail "not one worker was killed before it was done"
[ "$("$program" rank --folder "$busy")" = "$("$program" rank --folder "$quiet" |
  sed "s|$quiet|$busy|")" ] || fail "the two searches are ranked differently"
echo "$checkpoints checkpoints of $trials trials, $(wc -l <"$folder/kills") kills, nothing lost"
