"""Code in the book is included from files that are compiled or checked: never pasted.

A line --8<-- "file" or --8<-- "file:section" becomes what is in the file, or between its comments
--8<-- [start:section] and --8<-- [end:section]. The syntax is that of pymdownx.snippets, whose version in Debian
has no sections yet.
"""

import re
import textwrap
from pathlib import Path

from mkdocs.exceptions import PluginError

INCLUDE = re.compile(r'^--8<-- "([^":\n]+)(?::([\w-]+))?"$', re.MULTILINE)
MARK = re.compile(r"^.*--8<-- \[(?:start|end):[\w-]+\].*\n", re.MULTILINE)


def section_of(text, name):
    """What stands between the marks of a section, not indented; None where they are not both there."""
    found = re.search(rf"--8<-- \[start:{name}\].*\n((?:.*\n)*?).*--8<-- \[end:{name}\]", text)
    return textwrap.dedent(found.group(1)) if found else None


def on_page_markdown(markdown, page, config, files):
    root = Path(config["config_file_path"]).parent

    def included(match):
        path, name = match.groups()
        file = root / path
        if not file.is_file():
            raise PluginError(f"{page.file.src_uri} includes {path}, which is not there")
        text = file.read_text(encoding="utf-8")
        if name:
            text = section_of(text, name)
            if text is None:
                raise PluginError(f"{page.file.src_uri} includes {path}:{name}, but {path} has no such section")
        return MARK.sub("", text).rstrip("\n")

    return INCLUDE.sub(included, markdown)
