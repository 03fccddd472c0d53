#!/bin/sh
# Every deliberate fault can still be put in, and the tests that must notice it are there. That they do notice it takes
# minutes, and is tried by ./mutate alone.
command -v patch >/dev/null || { echo "patch is not here"; exit 77; }
exec "$(dirname -- "$0")/mutate" --check
