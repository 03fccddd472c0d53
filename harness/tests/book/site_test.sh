#!/bin/sh
# The book is built as authors build it, without a warning. Then every link, anchor and loaded file of it is looked at,
# and every heading that the course points to; and each of these checks must find what is broken on purpose.
set -eu

command -v mkdocs >/dev/null || { echo "skipped: mkdocs is not installed (./descent --with=book book)"; exit 77; }
[ -e /usr/share/javascript/katex/katex.min.css ] || { echo "skipped: katex is not installed"; exit 77; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "FAILED: $*"; exit 1; }
look() { python3 "$DESCENT_ROOT/harness/tests/book/check_site.py" "$@"; }

"$DESCENT_BUILD/bin/descent" book --out "$folder/site" || fail "the book does not build"
look "$folder/site" "$DESCENT_ROOT"

# broken WHAT-IS-SAID SED-SCRIPT FILE: the site with one file changed must be found out.
broken() {
  cp "$folder/site/$3" "$folder/saved"
  sed -i "$2" "$folder/site/$3"
  cmp -s "$folder/saved" "$folder/site/$3" && fail "nothing was broken by $2"
  if look "$folder/site" "$DESCENT_ROOT" >"$folder/log"; then fail "not found: $2 in $3"; fi
  grep -qF -- "$1" "$folder/log" || fail "$2 in $3 was found for another reason: $(cat "$folder/log")"
  cp "$folder/saved" "$folder/site/$3"
}
chapter=stages/05-batchnorm.html
broken 'points to #the-mean-path' 's/id="the-mean-path"/id="the-mean-way"/' $chapter
broken 'there is no such heading' 's/href="#the-mean-path"/href="#the-mean-way"/' $chapter
broken 'which is not there' 's/05-batchnorm\.svg/06-batchnorm.svg/' $chapter
broken 'loads https://example.org/' 's|</body>|<script src="https://example.org/x.js"></script></body>|' $chapter
broken 'loads https://example.org/' '1s|^|@import "https://example.org/x.css";|' stylesheets/book.css
broken 'Markdown that was not understood' 's|</h1>|</h1><p>$$ x $$</p>|' $chapter
broken 'does not lead to the chapter' '/<article/,/<\/article/s|href="stages/05-batchnorm.html"|href="stages/06-dropout.html"|' index.html
echo '<html><body id="x"></body></html>' >"$folder/site/lost.html"
if look "$folder/site" "$DESCENT_ROOT" >"$folder/log"; then fail "a page that nobody links to was not found"; fi
grep -q 'no way leads from the front page to lost.html' "$folder/log" || fail "$(cat "$folder/log")"

# Neither a page that points nowhere nor a formula that is none becomes a book, and no folder of something else is lost.
course=$folder/course
mkdir -p "$course/docs" "$course/assignments"
ln -s "$DESCENT_ROOT/harness" "$course/harness"
ln -s "$DESCENT_ROOT/mkdocs.yml" "$course/mkdocs.yml"
page() {
  printf '%s\n' "$2" >"$course/docs/index.md"
  if (cd "$course" && mkdocs build --strict --site-dir "$folder/none") >"$folder/log" 2>&1; then
    fail "built: $2"
  fi
  grep -q "$1" "$folder/log" || fail "$2: $(cat "$folder/log")"
}
page 'nowhere.md' 'A [link](nowhere.md).'
page 'KaTeX cannot read' 'A formula: $\frac{1$.'
page 'which is not there' '--8<-- "docs/none.cpp"'
mkdir "$folder/full"
touch "$folder/full/thesis.txt"
if "$DESCENT_BUILD/bin/descent" book --out "$folder/full" 2>"$folder/log"; then fail "a full folder was replaced"; fi
grep -q 'holds something that is no book' "$folder/log" || fail "$(cat "$folder/log")"
[ -e "$folder/full/thesis.txt" ] || fail "thesis.txt is gone"
echo "the book is whole, and what is broken on purpose is found"
