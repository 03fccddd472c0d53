#!/bin/sh
# The diagnosis on the front page is what the checker says today of this mistake.
set -eu

stage=05-batchnorm
said=$("$DESCENT_BUILD/stages/$stage.public" --manifest "$DESCENT_ROOT/assignments/$stage/stage.json" --suite public \
  --solutions "$DESCENT_BUILD/stages/$stage.solutions.so" --bind backward_without_mean_path \
  --task batchnorm_backward --test BatchnormBackward.HasThreePaths) || true
shown=$(cat "$DESCENT_ROOT/docs/examples/diagnosis.txt")
if [ "$said" != "$shown" ]; then
  printf 'FAILED: docs/examples/diagnosis.txt is out of date. The checker says:\n%s\n' "$said"
  exit 1
fi
echo "the front page shows what the checker says"
