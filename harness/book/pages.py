"""Which files are pages of the book, in which order, and how links between them are written.

The sources link to each other as files of the repository, so that they can be read there as well. Here such a
link becomes one between pages; a link to a file that is no page (a program, a header) becomes plain text.
"""

import json
import os
import posixpath
import re
from pathlib import Path

from mkdocs.structure.files import File

GUIDES = ["student", "instructor", "author"]  # in this order; others follow
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s#]+)(#[^()\s]*)?\)")
BLOCK = re.compile(r"(^```.*?^```|(?:^|(?<=\n\n))(?: {4}[^\n]*\n)+)", re.MULTILINE | re.DOTALL)


def root_of(config):
    return Path(config["config_file_path"]).parent


def stages(root):
    for manifest in sorted(root.glob("assignments/*/stage.json")):
        yield manifest.parent.name, json.loads(manifest.read_text(encoding="utf-8"))["title"]


def outside(root):
    """Pages whose sources are not in docs/: (path in the site, file)."""
    for stage, _ in stages(root):
        yield f"tasks/{stage}.md", root / "assignments" / stage / "README.md"
    for folder in ["datasets", "examples", "templates", "bench"]:
        yield f"more/{folder}.md", root / folder / "README.md"


def navigation(root):
    docs = root / "docs"
    alone = ["index", "architecture", "numbers"]

    def pages(folder, first=()):
        names = sorted(file.stem for file in docs.glob(f"{folder}/*.md"))
        names.sort(key=lambda name: first.index(name) if name in first else len(first))
        return [posixpath.normpath(f"{folder}/{name}.md") for name in names]

    titles = {stage: f"{stage[:2]} · {title}" for stage, title in stages(root)}
    there = [stage for stage in titles if (docs / "stages" / f"{stage}.md").exists()]
    others = [page for page in pages(".") if Path(page).stem not in alone]
    others += [name for name, file in outside(root) if name.startswith("more/") and file.exists()]
    parts = [
        ("Chapters", [{titles[stage]: f"stages/{stage}.md"} for stage in there]),
        ("Tasks", [{titles[stage]: f"tasks/{stage}.md"} for stage in titles]),
        ("Guides", pages("guides", GUIDES)),
        ("Reference", pages("reference") + others),
        ("How it works", "architecture.md"),
        ("Numbers", "numbers.md"),
    ]
    return [{"Descent": "index.md"}] + [{title: pages} for title, pages in parts if pages]


def on_config(config):
    config["nav"] = navigation(root_of(config))
    return config


def on_serve(server, config, builder):
    for name in ["assignments", "harness/book", "datasets"]:
        server.watch(str(root_of(config) / name))
    return server


def on_files(files, config):
    for name, source in outside(root_of(config)):
        if not source.exists():
            continue
        page = File(name, config["docs_dir"], config["site_dir"], config["use_directory_urls"])
        page.abs_src_path = str(source)
        files.append(page)
    return files


def on_page_markdown(markdown, page, config, files):
    if page.file.src_uri == "index.md":
        page.meta["hide"] = ["navigation"]  # it is the table of contents itself
    here = os.path.dirname(page.file.abs_src_path)
    known = {os.path.realpath(file.abs_src_path): file for file in files}

    def rewritten(match):
        text, target, anchor = match.group(1), match.group(2), match.group(3) or ""
        if ":" in target:
            return match.group(0)  # another site
        path = os.path.realpath(os.path.join(here, target))
        file = known.get(path) or known.get(os.path.join(path, "README.md"))
        if file:
            start = posixpath.dirname(page.file.src_uri)
            return f"[{text}]({posixpath.relpath(file.src_uri, start or '.')}{anchor})"
        return text if os.path.exists(path) else match.group(0)  # a dead link stays, and fails the build

    pieces = BLOCK.split(markdown)
    # Text and blocks of code take turns; only text has links.
    return "".join(piece if i % 2 else LINK.sub(rewritten, piece) for i, piece in enumerate(pieces))
