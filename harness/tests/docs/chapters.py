#!/usr/bin/env python3
"""What can be checked of the book without reading it.

    chapters.py COURSE

- every stage has a chapter with the parts that a chapter has;
- its table of tasks is that of stage.json, in its order, with the sections that hints and tests point to;
- there are as many answers as questions;
- every link in a document leads to a file, and every anchor to a heading. So do the pages that stage.json, the tests
  and the known mistakes name: a student who is sent there must find something.
"""

import json
import re
import sys
from pathlib import Path

QUESTIONS = ("To think about", "Questions to think about", "For thought")
SOURCES = ("What to read", "Sources")

problems = []


def complain(where, what):
    problems.append(f"{where}: {what}")


def without_code(text):
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    text = re.sub(r"^(    |\t).*$", "", text, flags=re.M)
    return re.sub(r"`[^`\n]*`", "", text)


def anchor(heading):
    """As GitHub and the book make it: small letters, no punctuation, hyphens for blanks."""
    heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def anchors(path, known={}):
    if path not in known:
        text = re.sub(r"^```.*?^```", "", path.read_text(), flags=re.M | re.S)
        known[path] = {anchor(heading) for heading in re.findall(r"^#{1,6} +(.*)$", text, re.M)}
        known[path] |= set(re.findall(r"<[^>]* id=\"([^\"]+)\"", text))
    return known[path]


def section(text, names):
    for name in names:
        found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
        if found:
            return found[1]
    return None


def numbered(text):
    return [int(number) for number in re.findall(r"^(\d+)\. ", text, re.M)]


def check_chapter(course, stage):
    chapter = course / "docs" / "stages" / f"{stage['stage']}.md"
    if not chapter.is_file():
        return complain(chapter, "this stage has no chapter")
    text = chapter.read_text()
    parts = {name: section(text, names) for name, names in
             (("tasks", ("The tasks",)), ("checks", ("What the checks do",)), ("questions", QUESTIONS),
              ("sources", SOURCES), ("answers", ("Answers",)))}
    for name, part in parts.items():
        if part is None:
            complain(chapter, f"has no section for its {name}")
    if parts["tasks"]:
        rows = re.findall(r"^\| `(\w+)` \| (.*?) \| \[.*?\]\(#(.*?)\) \|$", parts["tasks"], re.M)
        wanted = [(task["id"], task["title"], task["read"]) for task in stage["tasks"]]
        if rows != wanted:
            wrong = [row for row in rows if row not in wanted] + [row for row in wanted if row not in rows]
            complain(chapter, f"the table of tasks is not that of stage.json: {wrong or 'another order'}")
    if parts["questions"] and parts["answers"]:
        asked, answered = numbered(parts["questions"]), numbered(parts["answers"])
        if asked != list(range(1, len(asked) + 1)) or asked != answered or not 4 <= len(asked) <= 8:
            complain(chapter, f"questions {asked} and answers {answered}: expected 4 to 8 of each, counted from 1")
    if without_code(text).count("$") % 2:
        complain(chapter, "an odd number of $: a formula has no end")


def check_pages_in_code(course):
    """Tests say .read = "anchor"; known mistakes end with one."""
    for folder, page in [(folder, course / "docs" / "stages" / f"{folder.name}.md")
                         for root in ("assignments", "solutions", "harness/suites")
                         for folder in sorted((course / root).glob("[0-9]*")) if folder.is_dir()]:
        for file in sorted(folder.rglob("*.[ch]pp")):
            text = file.read_text()
            named = re.findall(r"\.read = \"([^\"]+)\"", text)
            for mistake in re.findall(r"DESCENT_MISTAKE\((.*?)\);", text, re.S):
                named += re.findall(r"\"([a-z0-9-]+)\"\s*\Z", mistake)
            named += re.findall(r"\bk\w+(?:\[\])? = \"([a-z0-9-]+)\";", text)  # one anchor for several mistakes
            for name in named:
                if page.is_file() and name not in anchors(page):
                    complain(file.relative_to(course), f"{page.name} has no section #{name}")


def check_links(course):
    documents = [course / "README.md", *course.glob("docs/**/*.md"), *course.glob("assignments/*/README.md"),
                 *(course / name for name in ("bench/README.md", "datasets/README.md", "templates/README.md",
                                              "examples/README.md", "harness/tests/fuzz/README.md"))]
    for document in documents:
        for target in re.findall(r"\]\(<?([^)>\s]+)>?(?: \"[^\"]*\")?\)", without_code(document.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, fragment = target.partition("#")
            path = (document.parent / name).resolve() if name else document
            where = document.relative_to(course)
            if not path.exists():
                complain(where, f"links to {target}, which is not there")
            elif fragment and path.suffix == ".md" and fragment not in anchors(path):
                complain(where, f"links to {target}; there is no such heading")


def main():
    course = Path(sys.argv[1]).resolve()
    stages = sorted(course.glob("assignments/*/stage.json"))
    if not stages:
        complain(course, "has no stages")
    for manifest in stages:
        stage = json.loads(manifest.read_text())
        check_chapter(course, stage)
    check_pages_in_code(course)
    check_links(course)
    for problem in problems:
        print(problem)
    print(f"{len(stages)} chapters, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
