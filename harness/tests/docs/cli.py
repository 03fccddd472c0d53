#!/usr/bin/env python3
"""Compares docs/reference/cli.md with what the commands say of themselves: the same commands, the same options.

    cli.py COURSE        in a course that is built
"""

import re
import subprocess
import sys
from pathlib import Path


def helped(course, *words):
    """The help of a command: its subcommands and its options."""
    text = subprocess.run(["./descent", *words, "--help"], cwd=course, capture_output=True, text=True)
    if text.returncode != 0:
        sys.exit(f"FAILED  ./descent {' '.join(words)} --help ends with {text.returncode}: {text.stdout}{text.stderr}")
    text = text.stdout
    found = re.search(r"^Subcommands:\n(.*?)(?=^\S|\Z)", text, re.M | re.S)
    commands = re.findall(r"^  (\w[\w-]*)", found[1] if found else "", re.M)
    options = {option for line in re.findall(r"^  (-.*?)(?:\s{2,}|$)", text, re.M) for option in re.findall(r"--[\w-]+", line)}
    return commands, options - {"--help", "--help-all"}


def main():
    course = Path(sys.argv[1]).resolve()
    page = (course / "docs" / "reference" / "cli.md").read_text()
    told = {name: set(re.findall(r"^\| `(--[\w-]+)", part, re.M))
            for name, part in re.findall(r"^### ([\w-]+)\n(.*?)(?=^##|\Z)", page, re.M | re.S)}
    problems = []
    commands, _ = helped(course)
    for command in commands:
        # The words behind "test" are CTest's: asked for help, it would build all tests first.
        deeper, options = helped(course, command) if command != "test" else ([], set())
        for one in deeper:
            options |= helped(course, command, one)[1]
        if command not in told:
            problems.append(f"cli.md has no section '### {command}'")
            continue
        problems += [f"cli.md does not say what {command} {option} does" for option in sorted(options - told[command])]
        problems += [f"cli.md tells of {command} {option}, which there is not" for option in sorted(told[command] - options)]
    problems += [f"cli.md tells of {command}, which there is not" for command in told if command not in commands]
    for problem in problems:
        print(f"FAILED  {problem}")
    print(f"{len(commands)} commands are compared with docs/reference/cli.md")
    return 1 if problems or not commands else 0


if __name__ == "__main__":
    sys.exit(main())
