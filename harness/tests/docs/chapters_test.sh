#!/bin/sh
# The chapters have all their parts, and no link and no page that a student is sent to leads nowhere.
set -eu

command -v python3 >/dev/null || { echo "skipped: python3 is not installed"; exit 77; }
exec python3 -B "$DESCENT_ROOT/harness/tests/docs/chapters.py" "$DESCENT_ROOT"
