#!/bin/sh
# A headless Chromium reads the book: see read_site.py.
set -eu

for program in mkdocs chromium chromedriver; do
  command -v $program >/dev/null || {
    echo "skipped: $program is not installed (./descent --with=book --with=browser test)"
    exit 77
  }
done
/usr/bin/python3 -c 'import selenium' 2>/dev/null || { echo "skipped: python3-selenium is not installed"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$DESCENT_BUILD/bin/descent" book --out "$folder/site"
/usr/bin/python3 "$DESCENT_ROOT/harness/tests/book/read_site.py" "$folder/site"
