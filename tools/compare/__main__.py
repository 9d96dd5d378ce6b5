"""Compares two checkouts of the project over some 400 addresses and commands, byte for byte.

    python -m tools.compare BEFORE AFTER [--only PATTERN] [--cache DIR] [--keep DIR] [--edition] [--list]

BEFORE and AFTER are folders. The Python that runs this starts the dashboard in each (as README says) and the command
line too, standing in that folder; nothing here knows what is inside, but for the identifiers in BEFORE's data/facts.

--only PATTERN  only the addresses and commands in whose line the regular expression is found
--cache DIR     answers of BEFORE are written there, and read from there the next time while BEFORE is unchanged
--keep DIR      both answers of whatever differs are written there
--edition       also publishes the static edition of each, and compares it file by file (some minutes)
--list          prints the addresses and commands and ends

Ends with 0 where all answers are equal, with 1 where one differs. What is not compared is printed with the result.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import io
import re
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.compare.answers import Answer, Answers, answers_of, end_all, read_cache, state, write_cache
from tools.compare.questions import COMMAND, EDITION, Question, questions

NOT_COMPARED = """not compared, and why:
  Date: the clock
  ETag: made of the text of the program, so that every change of the program changes it
  seconds in what `publish` prints: the clock (set to “0 s”; its folder is written DIR)"""
SHOWN_LINES, SHOWN_SIGNS = 10, 160
COMPARED_LINES = 400  # of the part that differs: difflib takes minutes for more

# --- what differs -----------------------------------------------------------------------------------------


def differences(before: Answer | None, after: Answer | None) -> list[str]:
    """What differs between two answers, in lines to read; none where they are equal byte for byte."""
    if before is None or after is None:
        return [f"only {'after' if before is None else 'before'}"]
    lines = []
    if before.status != after.status:
        lines.append(f"status {before.status} before, {after.status} after")
    for name in sorted({*before.about, *after.about}):
        old, new = before.about.get(name, ""), after.about.get(name, "")
        said_by_body = name == "content-length" and before.body and after.body  # not so for HEAD
        if old != new and not said_by_body:
            lines += [f"{name}:", *_of_bytes(old.encode(), new.encode())]
    return lines + _of_bytes(before.body, after.body)


def _of_bytes(before: bytes, after: bytes) -> list[str]:
    if before == after:
        return []
    if zipfile.is_zipfile(io.BytesIO(before)) and zipfile.is_zipfile(io.BytesIO(after)):
        return _of_archives(before, after)
    pairs = enumerate(zip(before, after, strict=False))
    offset = next((place for place, (old, new) in pairs if old != new), min(len(before), len(after)))
    line = f"{len(before)} bytes before, {len(after)} after; the first that differs is at {offset}"
    try:
        return [line, *_of_texts(before.decode(), after.decode())]
    except UnicodeDecodeError:
        end = offset + 16
        return [line, f"-{before[offset:end].hex(' ')}", f"+{after[offset:end].hex(' ')}"]


def _of_archives(before: bytes, after: bytes) -> list[str]:
    """Member by member, also inside a workbook."""
    old, new = (_members(archive) for archive in (before, after))
    lines = [] if list(old) == list(new) else ["the list of members:", *_of_texts("\n".join(old), "\n".join(new))]
    for name in sorted({*old} & {*new}):
        if old[name] != new[name]:
            lines += [f"member {name}:", *_of_bytes(old[name], new[name])]
    return lines or ["equal members, packed otherwise"]


def _members(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as members:
        return {name: members.read(name) for name in members.namelist()}


def _of_texts(before: str, after: str) -> list[str]:
    """The first lines that differ."""
    old, new = _in_lines(before), _in_lines(after)
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    equal = next((place for place in range(min(len(old), len(new))) if old[place] != new[place]), 0)
    old, new = old[equal:][:COMPARED_LINES], new[equal:][:COMPARED_LINES]
    changed = [line for line in difflib.unified_diff(old, new, n=0, lineterm="") if not line.startswith("@@")][2:]
    more = [f"… and {len(changed) - SHOWN_LINES} more lines"] if len(changed) > SHOWN_LINES else []
    return [*(_cut(line) for line in changed[:SHOWN_LINES]), *more]


def _in_lines(text: str) -> list[str]:
    """The lines of a text; a file that is one long line (a picture, a page, JSON) is cut where an element ends."""
    lines = text.split("\n")
    if max(map(len, lines)) > 4 * SHOWN_SIGNS:
        lines = re.split(r"\n|(?<=>)(?=<)|(?<=[,;}])(?=[\s\"{.#])", text)
    return lines


def _cut(line: str) -> str:
    """A line short enough to read, its invisible signs written out."""
    shown = line.replace("\r", "\\r").replace("\ufeff", "\\ufeff")
    return shown if len(shown) <= SHOWN_SIGNS else shown[:SHOWN_SIGNS] + "…"


def keep(folder: Path, line: str, before: Answer | None, after: Answer | None) -> None:
    """Write both answers, under a name that says the line that asked for them."""
    readable = re.sub(r"[^A-Za-z0-9.=_-]+", "_", line).strip("_")[:100]
    file_name = f"{readable}_{hashlib.sha256(line.encode()).hexdigest()[:8]}"
    for side, answer in (("before", before), ("after", after)):
        if answer is not None:
            (folder / side).mkdir(parents=True, exist_ok=True)
            (folder / side / file_name).write_bytes(answer.body)
            about = "".join(f"{name}: {value}\n" for name, value in answer.about.items())
            (folder / side / f"{file_name}.about.txt").write_text(f"{answer.status}\n{about}", "utf-8")


# --- the program ------------------------------------------------------------------------------------------


def gather(options: argparse.Namespace, asked: Sequence[Question]) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """The answers of both checkouts, side by side; those of BEFORE from the cache as far as it has them."""
    of = state(options.before) if options.cache else ""
    kept = read_cache(options.cache, of) if options.cache else {}
    missing = [question for question in asked if question.line not in kept]
    with ThreadPoolExecutor(2) as both:
        new, after = both.map(answers_of, (options.before, options.after), (missing, asked))
    if options.cache and new:
        write_cache(options.cache, of, kept | new)
    lines = {question.line for question in asked}
    edition = any(question.kind == EDITION for question in asked)
    before = kept | new
    return {line: before[line] for line in before if line in lines or (edition and line.startswith("DIR/"))}, after


def report(asked: Sequence[Question], before: Answers, after: Answers, folder: Path | None) -> int:
    """Print what differs and how much is equal; the number of answers that differ."""
    kinds = {question.line: question.kind for question in asked}
    compared: Counter[str] = Counter()
    different: Counter[str] = Counter()
    for line in dict.fromkeys([*before, *after]):
        kind = kinds.get(line, EDITION)
        compared[kind] += 1
        lines = differences(before.get(line), after.get(line))
        if lines:
            different[kind] += 1
            print("\n    ".join([f"differs: {line}", *lines]))
            if folder:
                keep(folder, line, before.get(line), after.get(line))
    print(f"\n{'':<14}{'compared':>9}{'equal':>9}{'differ':>9}")
    total = (("all", compared.total(), different.total()),)
    for kind, count, differ in (*((kind, compared[kind], different[kind]) for kind in compared), *total):
        print(f"{kind:<14}{count:>9}{count - differ:>9}{differ:>9}")
    statuses = Counter(
        answer.status for line, answer in before.items() if kinds.get(line) not in (COMMAND, EDITION, None)
    )
    print("status of BEFORE over HTTP:", ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items())))
    print(NOT_COMPARED)
    return different.total()


def main() -> int:
    """Compare; 0 where all is equal, 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", metavar="BEFORE", type=lambda name: Path(name).resolve())
    parser.add_argument("after", metavar="AFTER", type=lambda name: Path(name).resolve())
    parser.add_argument("--only", metavar="PATTERN", type=re.compile, default=re.compile(""))
    parser.add_argument("--cache", metavar="DIR", type=Path)
    parser.add_argument("--keep", metavar="DIR", type=Path)
    parser.add_argument("--edition", action="store_true")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    asked = [
        question
        for question in questions(options.before)
        if options.only.search(question.line) and (options.edition or question.kind != EDITION)
    ]
    if options.list:
        print("\n".join(question.line for question in asked))
        return 0
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_all)
    began = time.monotonic()
    before, after = gather(options, asked)
    differ = report(asked, before, after, options.keep)
    print(f"{time.monotonic() - began:.0f} s")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
