"""check_site.py SITE COURSE: every link of the built book leads somewhere, every page is reachable from the front
page, every heading that the course points to exists, and nothing is loaded from a network."""

import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

SITE, COURSE = (Path(argument).resolve() for argument in sys.argv[1:3])
problems = []


class Page(HTMLParser):
    """What a page has (ids), where it leads (links), and what a browser loads with it (loaded)."""

    LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}

    def __init__(self, file):
        super().__init__()
        self.ids, self.links, self.loaded, self.text = set(), [], [], []
        self.in_article, self.article = False, []  # links of the page itself, not of its menus
        self.skipped = []  # open elements inside of what is no text; only tags like the outermost one
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            if attributes["id"] in self.ids:
                problems.append(f"the id {attributes['id']} is there twice")
            self.ids.add(attributes["id"])
        if tag == "a" and attributes.get("href") is not None:
            self.links.append(attributes["href"])
            if self.in_article:
                self.article.append(attributes["href"])
        target = attributes.get(self.LOADING.get(tag))
        if target and attributes.get("rel") not in ("canonical", "next", "prev"):
            self.loaded.append(target)
        self.loaded += re.findall(r"url\(([^)]*)\)", attributes.get("style") or "")
        self.in_article = self.in_article or tag == "article"
        no_text = tag in ("script", "style", "pre", "code") or attributes.get("class") == "arithmatex"
        if self.skipped and tag == self.skipped[0] or not self.skipped and no_text:
            self.skipped.append(tag)

    def handle_endtag(self, tag):
        self.in_article = self.in_article and tag != "article"
        if self.skipped and tag == self.skipped[0]:
            self.skipped.pop()

    def handle_data(self, data):
        if not self.skipped:
            self.text.append(data)


def target_of(file, link):
    """(the file of the site that a link leads to, its anchor), or None for another site."""
    if urlparse(link).scheme or link.startswith("//"):
        return None
    path, anchor = urldefrag(link)
    target = (file.parent / unquote(path)).resolve() if path else file
    return target, unquote(anchor)


pages = {file: Page(file) for file in sorted(SITE.rglob("*.html"))}
for file, page in pages.items():
    name = file.relative_to(SITE)
    if name.name == "404.html":
        continue  # its links begin at the root of a server
    for link in page.links + page.loaded:
        found = target_of(file, link)
        if found is None:
            if link in page.loaded and not link.startswith("data:"):
                problems.append(f"{name} loads {link}")
            continue
        target, anchor = found
        if not target.is_file():
            problems.append(f"{name} links to {link}, which is not there")
        elif anchor and target in pages and anchor not in pages[target].ids:
            problems.append(f"{name} links to {link}, but there is no such heading")
    text = "".join(page.text)
    for sign in ["$$", "](", "\\|", "--8<--", "```"]:
        if sign in text:
            at = text.index(sign)
            problems.append(f"{name} has Markdown that was not understood: {text[max(0, at - 40):at + 40]!r}")
    for line in re.findall(r"<p>[^<]*\n *(?:- |1\. ).*", file.read_text(encoding="utf-8")):
        problems.append(f"{name} has a list that is none, for want of an empty line before it: {line!r}")

for sheet in SITE.rglob("*.css"):
    for url in re.findall(r"""(?:url\(|@import )["']?([^"')]+)""", sheet.read_text(encoding="utf-8")):
        if url.startswith("data:") or url.startswith("#"):
            continue
        if urlparse(url).scheme or url.startswith("//"):
            problems.append(f"{sheet.relative_to(SITE)} loads {url}")
        elif not (sheet.parent / url).is_file():
            problems.append(f"{sheet.relative_to(SITE)} loads {url}, which is not there")

reached, ahead = set(), [SITE / "index.html"]
while ahead:
    file = ahead.pop()
    if file in reached or file not in pages:
        continue
    reached.add(file)
    ahead += [found[0] for found in (target_of(file, link) for link in pages[file].links) if found]
for file in sorted(set(pages) - reached):
    if file.name != "404.html":
        problems.append(f"no way leads from the front page to {file.relative_to(SITE)}")


def heading(stage, anchor, who):
    page = pages.get(SITE / "stages" / f"{stage}.html")
    if page is None:
        problems.append(f"{who} points to the chapter {stage}, which the book has not")
    elif anchor not in page.ids:
        problems.append(f"{who} points to #{anchor}, which the chapter {stage} has not")


def arguments(text, start):
    """The arguments of a macro's call up to the parenthesis that closes; neighbouring string literals joined."""
    found, depth = [""], 1
    for match in re.finditer(r'"((?:[^"\\]|\\.)*)"|([({\[])|([)}\]])|(,)|([^\s"(){}\[\],]+)', text[start:]):
        string, opening, closing, comma, other = match.groups()
        depth += bool(opening) - bool(closing)
        if depth == 0:
            return found
        if comma and depth == 1:
            found.append("")
        else:
            found[-1] += string or other or ""
    raise ValueError("a macro's call that does not end")


def mistakes(folder):
    """(file, name, heading) of every known mistake of a stage, also of those that a macro of its own lists."""
    for source in sorted(folder.glob("mistakes*.cpp")):
        text = source.read_text(encoding="utf-8")
        constants = dict(re.findall(r'\b(k\w+)(?:\[\])? = "([^"]*)"', text))
        macros = {"DESCENT_MISTAKE": 3}
        for name, parameters in re.findall(r"#define (\w+)\(([^)]*)\)", text):
            words = [word.strip() for word in parameters.split(",")]
            if "read" in words:
                macros[name] = words.index("read")
        call = r"^[ \t]*(" + "|".join(macros) + r")\("
        for match in re.finditer(call, text, re.MULTILINE):
            given = arguments(text, match.end())
            read = given[macros[match.group(1)]]
            if read != "read":  # the inside of a macro
                yield source.name, given[min(1, macros[match.group(1)] - 1)], constants.get(read, read)


pointers = 0
for manifest in sorted(COURSE.glob("assignments/*/stage.json")):
    stage = manifest.parent.name
    for task in json.loads(manifest.read_text(encoding="utf-8"))["tasks"]:
        heading(stage, task["read"], f"stage.json, task {task['id']},")
        pointers += 1
    for source, name, anchor in mistakes(COURSE / "solutions" / stage):
        heading(stage, anchor, f"{source}, {name},")
        pointers += 1
    tests = [*COURSE.glob(f"harness/suites/{stage}/*.cpp"), *COURSE.glob(f"assignments/{stage}/*tests.cpp")]
    for source in sorted(tests):
        for anchor in re.findall(r'\.read = "([^"]*)"', source.read_text(encoding="utf-8")):
            heading(stage, anchor, source.name)
            pointers += 1

texts = [file for pattern in ("assignments/**/*", "solutions/**/*", "harness/suites/**/*", "docs/**/*.md", "*.md")
         for file in COURSE.glob(pattern) if file.suffix in (".md", ".cpp", ".hpp", ".json")]
for file in sorted(texts):
    for stage, anchor in re.findall(r"docs/stages/([0-9]{2}-[a-z]+)\.md(?:#([\w-]+))?", file.read_text(encoding="utf-8")):
        if anchor and (COURSE / "assignments" / stage).is_dir():
            heading(stage, anchor, str(file.relative_to(COURSE)))
            pointers += 1

# Code is included from files that are compiled; or a comment in front of it says how it is tried out.
for file in sorted(COURSE.glob("docs/**/*.md")):
    text = file.read_text(encoding="utf-8")
    for before, block in re.findall(r"([^\n]*)\n```(?:cpp|c\+\+)\n(.*?)```", text, re.DOTALL):
        pasted = [line for line in block.splitlines() if line and not line.startswith("--8<--")]
        if pasted and not before.startswith("<!-- "):
            problems.append(f"{file.name} has C++ that is pasted, not included: {pasted[0]}")
    if file.parent.name != "stages":
        continue  # elsewhere wrong lines stand beside right ones, and commands
    for block in re.findall(r"\n\n((?: {4}.*\n)+)", text):
        if re.search(r"[;{]$", block, re.MULTILINE):
            problems.append(f"{file.name} has C++ that is pasted, not included: {block.strip()}")

front = pages[SITE / "index.html"]
for manifest in COURSE.glob("assignments/*/stage.json"):
    if f"stages/{manifest.parent.name}.html" not in front.article:
        problems.append(f"docs/index.md does not lead to the chapter {manifest.parent.name}")

for problem in dict.fromkeys(problems):
    print("FAILED:", problem)
print(f"{len(pages)} pages, {sum(len(page.links) for page in pages.values())} links, "
      f"{pointers} pointers of the course to its chapters")
if pointers < 100 or len(pages) < 10:
    print("FAILED: that is too few to have looked at everything")
    sys.exit(1)
sys.exit(1 if problems else 0)
