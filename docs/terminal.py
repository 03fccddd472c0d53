#!/usr/bin/env python3
"""Draws what the terminal shows of a real check: docs/figures/terminal.svg, the picture in README.md.

    docs/terminal.py [--check] [--scenario FILE] [PICTURE]

It writes the wrong function of a newcomer's scenario (harness/suites/*/newcomer) into its stage's untouched stub, runs
./descent check in a terminal of its own, puts the stub back, and draws the colours that came. --check draws nothing,
and fails where the picture says something else than what comes now; times are not compared.
Needs nothing but Python and a course that is built. It writes into the course for a moment: run it in a copy,
as harness/tests/docs/commands_test.sh does.
"""

import argparse
import fcntl
import html
import json
import os
import pty
import re
import struct
import sys
import termios
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLUMNS, ROWS = 92, 60
WIDE, HIGH, MARGIN = 8.4, 18, 22  # of a character, of a line, around all of it
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "36": "#79c0ff"}
PLAIN, DIM, GROUND = "#e6edf3", "#9198a1", "#0d1117"


def scenario(path):
    """The task of a scenario, and the function's body that a student wrote."""
    head, _, body = path.read_text().partition("---\n")
    return re.search(r"^task: (.*)$", head, re.M)[1], body.rstrip("\n")


def on_a_terminal(command):
    """What a command writes to a terminal of COLUMNS x ROWS."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        for name in ("NO_COLOR", "CI"):
            os.environ.pop(name, None)
        os.environ.update(TERM="xterm-256color", COLUMNS=str(COLUMNS))
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    written = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            part = b""
        if not part:
            break
        written += part
    os.waitpid(pid, 0)
    return written.decode(errors="replace").replace("\r\n", "\n")


def runs_of(written):
    """Lines of (text, style): what is left on the screen. A style is a set of SGR numbers."""
    written = re.sub(r"\x1b\]8;[^\x07\x1b]*(\x07|\x1b\\)", "", written)  # links
    lines, style = [], frozenset()
    for line in written.split("\n"):
        line = re.split(r"\r|\x1b\[[0-9]*K", line)[-1]  # a line of progress is written over
        runs = []
        for text, codes in re.findall(r"([^\x1b]+)|\x1b\[([0-9;]*)m", line):
            if text:
                runs.append((text, style))
            else:
                for code in (codes or "0").split(";"):
                    style = frozenset() if code in ("", "0") else style | {code}
        lines.append(runs)
    while lines and not "".join(text for text, _ in lines[-1]).strip():
        lines.pop()
    return lines


def drawn(command, lines):
    width = MARGIN * 2 + COLUMNS * WIDE
    height = MARGIN * 2 + HIGH * (len(lines) + 1)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
           f'height="{height:.0f}" role="img">',
           f"<title>{html.escape(command)}</title>",
           f'<rect width="100%" height="100%" rx="10" fill="{GROUND}"/>',
           '<g font-family="ui-monospace, \'DejaVu Sans Mono\', Menlo, Consolas, monospace" font-size="14">']
    for row, runs in enumerate([[("$ ", frozenset({"32"})), (command, frozenset({"1"}))], *lines]):
        column, y = 0, MARGIN + HIGH * (row + 0.75)
        for text, style in runs:
            for part in re.finditer(r"\S+(?: \S+)*", text):  # blanks in a row would be drawn as one
                bare, x = part[0], MARGIN + WIDE * (column + part.start())
                colour = next((COLOURS[code] for code in COLOURS if code in style), DIM if "2" in style else PLAIN)
                weight = ' font-weight="bold"' if "1" in style else ""
                out.append(f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}"{weight} textLength="{WIDE * len(bare):.1f}">'
                           f"{html.escape(bare)}</text>")
            column += len(text)
    return "\n".join([*out, "</g>", "</svg>", ""])


def words(picture):
    """Its text without times, for comparing."""
    text = html.unescape("\n".join(re.findall(r"<text[^>]*>(.*?)</text>", picture)))
    return re.sub(r"\d+(\.\d+)? s\b", "TIME", text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--scenario", type=Path, default=ROOT / "harness/suites/07-losses/newcomer/2_no_mean")
    parser.add_argument("picture", type=Path, nargs="?", default=ROOT / "docs/figures/terminal.svg")
    arguments = parser.parse_args()
    task, body = scenario(arguments.scenario)
    stage = ROOT / "assignments" / arguments.scenario.resolve().parent.parent.name
    source = stage / json.loads((stage / "stage.json").read_text())["source"]
    untouched = source.read_text()
    exception = f'  throw NotImplemented("{task}");'
    if untouched.count(exception) != 1:
        sys.exit(f"{source}: somebody works on {task}; run this in a fresh copy")
    try:
        source.write_text(untouched.replace(exception, body))
        command = ["./descent", "check", task]
        picture = drawn(" ".join(command), runs_of(on_a_terminal(command)))
    finally:
        source.write_text(untouched)
    if not arguments.check:
        arguments.picture.write_text(picture)
        print(f"{arguments.picture}: {picture.count('<text')} pieces of text")
    elif words(picture) != words(arguments.picture.read_text()):
        print(f"{arguments.picture} is out of date: draw it again with docs/terminal.py, in a copy. It should say\n\n"
              + words(picture))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
