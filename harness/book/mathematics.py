"""Mathematics becomes HTML while the site is built: a reader needs neither a network nor JavaScript for it.

pymdownx.arithmatex leaves TeX in elements of class "arithmatex". The search index is made of that; afterwards
KaTeX, of Debian's package, replaces it. Its style sheet and fonts are copied into the site from there.
"""

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from mkdocs.exceptions import PluginError

ARITHMATEX = re.compile(r'<(span|div) class="arithmatex">(.*?)</\1>', re.DOTALL)
KATEX = Path("/usr/share/javascript/katex")
RENDER = Path(__file__).parent / "katex.js"


def render(formulas):
    """HTML of formulas, each a {"tex", "display"}; those that KaTeX cannot read are {"error"}."""
    environment = dict(os.environ, NODE_PATH="/usr/share/nodejs")
    try:
        done = subprocess.run(["node", str(RENDER)], input=json.dumps(formulas), capture_output=True,
                              encoding="utf-8", env=environment, check=False)
    except FileNotFoundError as missing:
        raise PluginError("the mathematics need node and KaTeX: ./descent --with=book book") from missing
    if done.returncode != 0:
        raise PluginError("the mathematics need Debian's package katex (./descent --with=book book); node said: "
                          + done.stderr.strip())
    return json.loads(done.stdout)


def on_config(config):
    if not (KATEX / "katex.min.css").exists():
        raise PluginError(f"the mathematics need Debian's package katex, but {KATEX} is not there: "
                          "./descent --with=book book")
    return config


def on_post_page(output, page, config):
    formulas = [{"tex": html.unescape(match.group(2)).strip(), "display": match.group(1) == "div"}
                for match in ARITHMATEX.finditer(output)]
    if not formulas:
        return output
    rendered = iter(render(formulas))
    originals = iter(formulas)

    def replaced(match):
        result, formula = next(rendered), next(originals)
        if "error" in result:
            raise PluginError(f"{page.file.src_uri}: KaTeX cannot read {formula['tex']!r}: {result['error']}")
        return f'<{match.group(1)} class="arithmatex">{result["html"]}</{match.group(1)}>'

    return ARITHMATEX.sub(replaced, output)


def on_post_build(config):
    out = Path(config["site_dir"]) / "assets" / "katex"
    (out / "fonts").mkdir(parents=True, exist_ok=True)
    for font in (KATEX / "fonts").glob("*.woff2"):
        shutil.copyfile(font, out / "fonts" / font.name)
    # Every browser of today reads the smallest of the three formats.
    sheet = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    sheet = re.sub(r",url\(fonts/[\w-]+\.(?:woff|ttf)\) format\('\w+'\)", "", sheet)
    (out / "katex.min.css").write_text(sheet, encoding="utf-8")
