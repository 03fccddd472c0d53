#!/usr/bin/env python3
"""Runs the commands that documents show, in the order in which they show them, and compares what comes.

    commands.py COURSE DOCUMENT...             in COURSE, a copy that may be written to
    commands.py --update COURSE DOCUMENT...    writes what came into the documents instead of comparing
    commands.py --list COURSE DOCUMENT...      runs nothing; says what would run, and what would not and why

What it reads are fenced blocks:

    sh         each line is a command (a line that ends in a backslash goes on); it must end with code 0
    console    lines that begin with "$ " are commands, the others are what they print (if there are none, it may
               print anything); a line "..." stands for any lines. Times, dates, hashes and the tier of
               isolation are masked on both sides before they are compared
    cpp, ...   are looked at only where a comment says so

A comment right before a block says more:

    <!-- exit: 1 -->             the exit code of the block's commands
    <!-- not run: reason -->     the block is left alone; every one of these is listed at the end
    <!-- body: relative_error in assignments/01-gradcheck/gradcheck.cpp -->
                                 the block is what a student writes for this task: it takes the stub's place
    <!-- file: roster.csv -->    the block is this file
    <!-- from: FILE -->          the block is a piece of this file, and must be there, word by word

An indented block that holds a command is a mistake: nobody would run it.
"""

import argparse
import os
import queue
import re
import shlex
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

YOURS = "/home/you/descent"  # where the documents say that the course is
PATIENCE = 900  # seconds for one command: it may have to build something
COMMANDS = re.compile(r"\s*(\$ )?(\./descent|cmake|ctest|ninja|git|gdb|python3|sudo|apt-get|bench/|build/|harness/)\b")
DIRECTIVE = re.compile(r"<!--\s*(exit|not run|body|file|from):\s*(.*?)\s*-->$")


class Mistake(Exception):
    """Something in a document that is not as it should be."""


@dataclass
class Step:
    """A command, and the lines that it must print; None: whatever it prints."""
    command: str
    line: int
    output: list | None = None
    ends: int = 0  # the number of the line behind its output


@dataclass
class Block:
    document: str
    line: int
    language: str
    lines: list
    directives: dict = field(default_factory=dict)

    def steps(self):
        steps = []
        going_on = False
        for number, line in enumerate(self.lines, self.line + 1):
            shown = self.language == "console"
            if going_on:
                steps[-1].command += "\n" + (line.removeprefix("> ") if shown else line)
            elif shown and not line.startswith("$ "):
                if not steps:
                    raise Mistake(f"{self.document}:{number}: output without a command")
                steps[-1].output.append(line)
                steps[-1].ends = number + 1
                continue
            elif line.strip() and not line.lstrip().startswith("#"):
                steps.append(Step(line[2:] if shown else line, number, [] if shown else None, number + 1))
            going_on = bool(steps) and steps[-1].command.endswith("\\")
            if steps:
                steps[-1].ends = number + 1
        return steps


def blocks_of(text, document):
    """The fenced blocks of a document, with the comments right before them."""
    blocks, directives, open_block, fence = [], {}, None, ""
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if open_block is not None:
            if bare == fence:
                blocks.append(open_block)
                open_block, directives = None, {}
            else:
                open_block.lines.append(line)
        elif found := re.match(r"(```+)(\w*)$", bare):
            fence = found[1]
            open_block = Block(document, number, found[2], [], directives)
        elif found := DIRECTIVE.match(bare):
            directives[found[1]] = found[2]
        elif bare:
            if re.match(r" {4}", line) and COMMANDS.match(line):
                raise Mistake(f"{document}:{number}: a command in an indented block is never run; fence it: {bare}")
            if directives:
                raise Mistake(f"{document}:{number}: a comment for a block, but no block follows")
    if open_block is not None:
        raise Mistake(f"{document}:{open_block.line}: this block has no end")
    return blocks


def masked(line, course):
    line = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[0-9;]*m", "", line).rstrip()
    line = line.replace(str(course), YOURS)
    line = re.sub(r"\b\d{4}-\d\d-\d\d([T -]\d\d:?\d\d:?(\d\d)?)?Z?", "DATE", line)
    line = re.sub(r"\b\d+(\.\d+)? ?(s|ms|µs|sec|secs|seconds|minutes|min|MB/s)\b", "TIME", line)
    line = re.sub(r"isolation tier \d", "isolation tier N", line)
    line = re.sub(r"(?=[0-9a-f]*\d)\b[0-9a-f]{7,64}\b", "HASH", line)
    return re.sub(r" +(?=(TIME|DATE|HASH))", " ", line)


def agrees(expected, came):
    """Whether the words came are those expected, where a line "..." stands for any number of them. Words, not lines:
    where a line is broken depends on how long the path of the course is."""
    pieces = [[]]
    for line in expected:
        if line.strip() == "...":
            pieces.append([])
        else:
            pieces[-1] += line.split()
    words = [word for line in came for word in line.split()]
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return words == first
    if words[:len(first)] != first or len(words) < len(first) + len(last) or words[len(words) - len(last):] != last:
        return False
    at, end = len(first), len(words) - len(last)
    for piece in pieces[1:-1]:
        while words[at:at + len(piece)] != piece:
            at += 1
            if at + len(piece) > end:
                return False
        at += len(piece)
    return True


class Shell:
    """One shell for a document, so that cd and export last; each command says when it has ended."""

    def __init__(self, folder, environment):
        self.process = subprocess.Popen(["bash"], cwd=folder, env=environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.mark = f"ended-{os.getpid()}-{id(self)}"

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.decode(errors="replace").rstrip("\n"))
        self.lines.put(None)

    def run(self, command):
        self.process.stdin.write(
            f"eval {shlex.quote(command)} </dev/null 2>&1; printf '\\n{self.mark} %d\\n' $?\n".encode())
        self.process.stdin.flush()
        output, until = [], time.monotonic() + PATIENCE
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                os.killpg(self.process.pid, 9)
                return None, output + [f"(stopped after {PATIENCE} seconds)"]
            if line is None:
                return None, output + ["(the shell has ended)"]
            if line.startswith(self.mark):
                while output and not output[-1].strip():
                    output.pop()
                return int(line.split()[1]), output
            output.append(line.rsplit("\r", 1)[-1] if "\r" in line else line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Bodies:
    """What students write: a task's body in the place of the stub's exception, in the file as it was at first."""

    def __init__(self, course):
        self.course = course
        self.files = {}

    def write(self, task, name, lines):
        path = self.course / name
        stub, bodies = self.files.setdefault(name, (path.read_text(), {}))
        bodies[task] = "\n".join(("  " + line).rstrip() for line in lines)
        text = stub
        for written, body in bodies.items():
            exception = f'  throw NotImplemented("{written}");'
            if text.count(exception) != 1:
                raise Mistake(f"{name} has no stub of {written} to write into")
            text = text.replace(exception, body)
        path.write_text(text)

    def undo(self):
        for name, (stub, _) in self.files.items():
            (self.course / name).write_text(stub)


class Run:
    def __init__(self, course, update):
        self.course, self.update = course, update
        self.failed, self.ran, self.left_alone = 0, 0, []

    def say(self, good, where, what, seconds=None):
        took = "" if seconds is None else f"  ({seconds:.1f} s)"
        print(f"{'ok    ' if good else 'FAILED'}  {where}  {what}{took}", flush=True)

    def document(self, path, environment):
        name = path.name if path.parent == self.course else str(path.relative_to(self.course))
        text = path.read_text()
        news = {}  # lines of the document to be replaced: begin -> (end, lines)
        shell, bodies = Shell(self.course, environment), Bodies(self.course)
        try:
            for block in blocks_of(text, name):
                if "not run" in block.directives:
                    self.left_alone.append((f"{name}:{block.line}", block.directives["not run"], block.lines))
                elif block.language == "cpp" and not {"body", "file", "from"} & set(block.directives):
                    raise Mistake(f"{name}:{block.line}: C++ that nobody compiles: say what it is, by a comment before it")
                elif "body" in block.directives:
                    task, file = block.directives["body"].split(" in ")
                    bodies.write(task, file, block.lines)
                elif "file" in block.directives:
                    target = self.course / block.directives["file"]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text("\n".join(block.lines) + "\n")
                elif "from" in block.directives:
                    self.quoted(name, block)
                elif block.language in ("sh", "console"):
                    for step in block.steps():
                        self.step(shell, name, step, int(block.directives.get("exit", 0)), news)
        finally:
            shell.close()
            bodies.undo()
        if self.update and news:
            lines = text.split("\n")
            for begin in sorted(news, reverse=True):
                end, new = news[begin]
                lines[begin - 1:end - 1] = new
            path.write_text("\n".join(lines))

    def quoted(self, name, block):
        """A piece of a file: the same words, whatever the indentation."""
        there = " ".join((self.course / block.directives["from"]).read_text().split())
        good = " ".join("\n".join(block.lines).split()) in there
        self.failed += not good
        self.say(good, f"{name}:{block.line}", f"is in {block.directives['from']}" if good else
                 f"{block.directives['from']} has no such piece")

    def step(self, shell, name, step, wanted, news):
        where, first = f"{name}:{step.line}", step.command.split("\n")[0]
        begun = time.monotonic()
        code, output = shell.run(step.command)
        seconds = time.monotonic() - begun
        self.ran += 1
        problem = "" if code == wanted else f"the exit code is {code}, not {wanted}"
        if not problem and (step.output or (self.update and step.output is not None)):
            expected = [masked(line, self.course) for line in step.output]
            came = [masked(line, self.course) for line in output]
            while expected and not expected[-1]:
                expected.pop()
            if not agrees(expected, came):
                begin = step.ends - len(step.output)
                if self.update and "..." not in [line.strip() for line in step.output]:
                    news[begin] = (step.ends, [line.replace(str(self.course), YOURS).rstrip() for line in output])
                else:
                    problem = "it printed something else than the document says"
        self.say(not problem, where, first, seconds)
        if problem:
            self.failed += 1
            print(f"        {problem}; it printed:\n" + "\n".join("        | " + line for line in output))
            if step.output:
                print("        the document says:\n" + "\n".join("        | " + line for line in step.output))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("course", type=Path)
    parser.add_argument("documents", nargs="+", type=Path, help="as seen from the course")
    arguments = parser.parse_args()
    course = arguments.course.resolve()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DESCENT_")}
    for name in ("CI", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "COLUMNS", "XDG_CONFIG_HOME"):
        environment.pop(name, None)
    environment |= {"NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1"}

    run = Run(course, arguments.update)
    try:
        for document in arguments.documents:
            if arguments.list:
                for block in blocks_of((course / document).read_text(), str(document)):
                    for step in block.steps() if block.language in ("sh", "console") else []:
                        print(f"{document}:{step.line}  {step.command}"
                              + (f"   [{block.directives['not run']}]" if "not run" in block.directives else ""))
            else:
                run.document(course / document, environment)
    except Mistake as mistake:
        print(f"FAILED  {mistake}")
        return 1
    if arguments.list:
        return 0
    print(f"\n{run.ran} commands ran, {run.failed} failed. Not run:")
    for where, reason, lines in run.left_alone:
        print(f"  {where}: {reason}")
        for line in lines:
            print(f"      {line}")
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
