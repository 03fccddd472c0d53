#!/usr/bin/env python3
"""Plays the wrong uses that a table describes, and compares what they print and how they end.

    play.py COURSE BUILD TABLE [WORDS]     only the uses whose titles contain WORDS, if given

The table says how it is read. Every use gets a copy of the course, with the programs of the build folder in it, that
lies where the course lies: a mount of bubblewrap's that nobody else sees. What is not copied can only be read.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 120  # seconds for one command
# What no user should have to read: the insides of a program or of a library.
INSIDES = re.compile(r"terminate called|std::|exception|parse_error|what\(\)|\bjson\.|basic_|::at|filesystem error|"
                     r"stoi|Assertion|core dumped|Segmentation|Traceback|Could not convert")
# In the table put and load are commands.
COMMANDS = f"""
put() {{ python3 '{HERE}/put.py' "$@"; }}
load() {{ "$BUILD/harness/tests/wrong_uses/load" "$@"; }}
"""
# What a copy of the build folder has of its own; everything else in it is the real one's.
OWN = ("build.ninja", ".ninja_deps", ".ninja_log", ".packages", "compile_commands.json", "progress", "said", "Testing")


@dataclass
class Use:
    """A wrong use; or, for a section whose uses are all made at once, what they have in common."""
    title: str
    line: int
    given: list = field(default_factory=list)
    without: list = field(default_factory=list)
    command: str = ""
    exit: int = 0
    says: list = field(default_factory=list)


def read(table):
    """The uses, in groups that have one command, which is that of the first: [[use, ...], ...]."""
    groups = []
    section = use = None
    for number, line in enumerate(table.read_text().splitlines(), 1):
        if line.startswith("## "):
            section = use = Use(line[3:], number)
        elif line.startswith("### "):
            use = Use(line[4:], number)
            if section.command:
                groups[-1].append(use)
            else:
                groups.append([use])
        elif line.startswith("    ") and use:
            word, _, rest = line.strip().partition(" ")
            rest = rest.strip()
            if word in ("given", "without", "says"):
                getattr(use, word).append(rest)
            elif word == "exit":
                use.exit = int(rest)
            elif word == "$":
                use.command = rest
                if use is section:
                    groups.append([use])
            else:
                sys.exit(f"{table.name}:{number}: {word} is none of given, without, $, exit, says")
    for group in groups:
        for use in group:
            if not group[0].command or not use.says:
                sys.exit(f"{table.name}:{use.line}: '{use.title}' has no command, or nothing that it says")
    return groups


def output_of(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def nothing_to_build(build):
    """A build file by which everything is built, and which says how an object is linked, as the grader asks."""
    text = ""
    for line in output_of("ninja", "-C", build, "-t", "targets", "all").splitlines():
        target, _, rule = line.rpartition(": ")
        if rule == "phony" and "/" not in target:
            text += f"build {target}: phony\n"
    target = "stages/07-losses.so"
    link = output_of("ninja", "-C", build, "-t", "commands", "-s", target).strip().replace("$", "$$")
    return text + f"rule link\n  command = {link}\n  generator = 1\nbuild {target}: link\n"


class Copies:
    """Copies of the course, each of which lies where the course lies for what runs in it."""

    def __init__(self, course, build, folder):
        self.course, self.build, self.first = course, build, folder
        self.real = []  # what is mounted, to be read only
        (folder / "course").mkdir()
        (folder / "build").mkdir()
        (folder / "home").mkdir()
        for entry in sorted(course.iterdir()):
            if entry.name == "assignments":
                shutil.copytree(entry, folder / "course" / entry.name)
            elif entry.is_file():
                shutil.copy2(entry, folder / "course")
            elif entry.name not in (".git", "build", "pictures", "results"):
                (folder / "course" / entry.name).mkdir()
                self.real.append(entry)
        if build.is_relative_to(course):
            (folder / "course" / build.relative_to(course)).mkdir(parents=True)
        self.real += [entry for entry in sorted(build.iterdir()) if entry.name not in OWN]
        shutil.copy(course / "packages.txt", folder / "build" / ".packages")  # this is no test of apt-get
        shutil.copy(build / "compile_commands.json", folder / "build")
        (folder / "build" / "build.ninja").write_text(nothing_to_build(build))

    def play(self, group):
        """What came of the uses of a group: [(use, complaint), ...]; no complaint is ''."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run(["cp", "-R", f"{self.first}/.", folder], check=True)
            if lines := [line for use in group for line in use.given]:
                given = self.shell(folder, group[0], "\n".join(["set -e", *lines]))
                if given.returncode != 0:
                    return [(group[0], f"it cannot be prepared:\n{given.stdout}")]
            ended = self.shell(folder, group[0], group[0].command)
            return [(use, complaint(use, group[0], ended)) for use in group]

    def shell(self, folder, use, script):
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": f"{folder}/home", "LANG": "C.UTF-8",
                       "NO_COLOR": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
                       "BUILD": str(self.build), "DESCENT_BUILD": str(self.build)}
        words = ["bwrap", "--dev-bind", "/", "/", "--bind", folder / "course", self.course,
                 "--bind", folder / "build", self.build]
        without = [self.build / gone for gone in use.without]
        for entry in self.real:
            some_of_it = any(gone.parent == entry for gone in without)
            for seen in sorted(entry.iterdir()) if some_of_it else [entry]:
                if seen not in without:
                    words += ["--ro-bind", seen, seen]
        words += ["--die-with-parent", "--chdir", self.course, "--", "sh", "-c", COMMANDS + script]
        return subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE, text=True, errors="replace")


def complaint(use, first, ended):
    said = " ".join(ended.stdout.split())
    problems = [f"it does not say: {text}" for text in use.says if text not in said]
    if ended.returncode != first.exit:
        problems.append(f"the exit code is {ended.returncode}, not {first.exit}")
    if insides := INSIDES.search(said):
        problems.append(f"it shows what is inside: {insides[0]}")
    if not problems:
        return ""
    return "\n".join([*problems, "----", f"$ {first.command}", ended.stdout.rstrip(), "----"])


def main():
    course, build, table = (Path(argument).resolve() for argument in sys.argv[1:4])
    words = " ".join(sys.argv[4:])
    groups = [group for group in read(table) if any(words in use.title for use in group)]
    if not groups:
        sys.exit(f"no use is called '{words}'")
    failed = played = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        for results in pool.map(Copies(course, build, Path(folder)).play, groups):
            for use, problem in results:
                played += 1
                failed += problem != ""
                title = f"{table.name}:{use.line}: {use.title}"
                print(f"FAILED  {title}\n{problem}" if problem else f"ok      {title}")
    print(f"{played - failed} of {played} wrong uses are answered as they should be.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
