#!/bin/sh
# A class as a Slurm job array with a dependent merge, on a real one-node Slurm that this test starts itself:
# the records must be those of one grader alone, but for times; and a shard that is killed is made up for.
set -eu

if [ "${1:-}" != inside ]; then
  exec "$DESCENT_ROOT/harness/slurm/one_node.sh" --cpus 2 "$0" inside
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
  echo "FAILED: $*"
  tail -n 5 "$folder"/array/logs/* 2>/dev/null || true
  exit 1
}

class=$folder/class
for student in a b c d e; do
  mkdir -p "$class/$student"
  cp "$DESCENT_ROOT"/examples/submissions/grace/*.cpp "$class/$student/"
done
cp "$DESCENT_ROOT"/examples/submissions/alan/*.cpp "$class/e/"

DESCENT_KEY='the key of the tests, which is long enough'
DESCENT_GRADE=$DESCENT_BUILD/bin/instructor
export DESCENT_KEY DESCENT_GRADE
stage=$(sed -n 's/.*"stage": *"\([^"]*\)".*/\1/p' "$DESCENT_ROOT/examples/class.json" | head -n 1)

"$DESCENT_GRADE" grade "$class" --stage "$stage" --out "$folder/alone" --built --quiet >/dev/null

# The first time, one shard is killed as soon as it runs: the merge must say who is missing.
submitted=$("$DESCENT_ROOT/harness/slurm/grade" --shards 3 "$class" --stage "$stage" --out "$folder/array")
shards=$(echo "$submitted" | sed -n 's/^shards //p')
merge=$(echo "$submitted" | sed -n 's/^merge //p')
[ -n "$shards" ] && [ -n "$merge" ] || fail "slurm/grade said: $submitted"
tries=0
until [ -n "$(squeue --noheader --array --states=RUNNING --jobs="$shards" --format=%K 2>/dev/null)" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || fail "no shard runs after 30 seconds"
  sleep 0.1
done
scancel "${shards}_3"
tries=0
while [ -n "$(squeue --noheader --jobs="$merge" 2>/dev/null)" ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 1200 ] || fail "the merge is not done after two minutes"
  sleep 0.1
done
grep -q 'have no record yet: c' "$folder/array/logs/merge.log" || fail "the merge did not miss c"

# Once more, and all is there.
"$DESCENT_ROOT/harness/slurm/grade" --shards 3 --wait "$class" --stage "$stage" --out "$folder/array" ||
  fail "the merge ended with exit code $?"
for kind in alone array; do
  for record in "$folder/$kind/$stage"/records/*.json; do
    python3 -c 'import json, sys
record = json.load(open(sys.argv[1]))
for name in ("at", "seconds", "signature"): del record[name]
for task in record["tasks"]:
    for failure in task["failures"]: del failure["seconds"], failure["used_seconds"]
print(json.dumps(record, sort_keys=True))' "$record"
  done >"$folder/$kind.txt"
done
[ "$(wc -l <"$folder/alone.txt")" -eq 5 ] || fail "there must be five records"
cmp "$folder/alone.txt" "$folder/array.txt" || fail "the records differ"
[ -f "$folder/array/$stage/class.html" ] || fail "there is no report"
echo "five submissions in three shards, one of them killed: the records are the same"
