"""What the documents quote from the facts, written between marks so that a human's words stay.

In a Markdown file `103<!--=kept-->` is a number with its name (`numbers`), and what stands between
`<!-- begin NAME -->` and `<!-- end -->` is a passage: rows of a file, a licence, a citation, a console, the
filters. Marks may stand in any document, in any order; readers of the page see none of them.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analytics.record import manifest
from analytics.record.manifest import Entry
from analytics.schema.version import Version
from analytics.selection.filters import FILTERS
from analytics.words.citations import citations
from analytics.words.text import Words

CUT = "…"  # where a cell or a line is shortened, or lines are left out
OWN = "facts/"  # what is ours has the attribution of the facts
PROGRAM = ".venv/bin/python -m analytics "
MOST_CODES = 8  # that are listed in a row

_NUMBER_MARK = re.compile(r"<!--=([^>]+)-->")
_PASSAGE = re.compile(r"(<!-- begin ([^>]+) -->\n)(.*?)(\n<!-- end -->)", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*$")
_DAY = re.compile(r"\d{1,2}(?:er)? [^\W\d]+ \d{4}$")

Command = Callable[[Sequence[str]], int]


class Project(NamedTuple):
    """What passages are written from: the folder that holds README and `data`, the version, the command line."""

    root: Path
    version: Version
    command: Command

    @property
    def entries(self) -> list[Entry]:
        """What the manifest says of each file of the data."""
        return manifest.read_manifest(self.root / "data" / manifest.MANIFEST)


def with_numbers(text: str, numbers: Mapping[str, str]) -> str:
    """A document with every number that has a mark; ValueError where a name is unknown, or no number stands before."""
    pieces, end = [], 0
    for mark in _NUMBER_MARK.finditer(text):
        if mark[1] not in numbers:
            raise ValueError(f"no number is called “{mark[1]}”; there are {', '.join(sorted(numbers))}")
        new, before = numbers[mark[1]], text[end : mark.start()]
        old = (_DAY if _DAY.fullmatch(new) else _NUMBER).search(before)
        if old is None:
            raise ValueError(f"expected a number like {new} before {mark[0]}, found “{before[-20:]}”")
        pieces += [before[: old.start()], new, mark[0]]
        end = mark.end()
    return "".join(pieces) + text[end:]


def with_passages(text: str, project: Project, kinds: Sequence[str]) -> str:
    """A document with its passages of some kinds written again; ValueError where one is of no kind that we know."""

    def written(passage: re.Match[str]) -> str:
        kind, _, argument = passage[2].partition(" ")
        if kind not in PASSAGES:
            raise ValueError(f"no passage is called “{kind}”; there are {', '.join(PASSAGES)}")
        if kind not in kinds:
            return passage[0]
        return passage[1] + PASSAGES[kind](project, argument, passage[3]) + passage[4]

    return _PASSAGE.sub(written, text)


def _sample(project: Project, path: str, old: str) -> str:
    """The same rows and columns of a CSV as they stand in the file now, each cell cut where it was cut."""
    header, *samples = csv.reader(old.splitlines()[1:-1], strict=True)
    with (project.root / path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    absent = [column for column in header if column not in rows[0]]
    if absent:
        raise ValueError(f"the sample of {path}: the file has no column {absent}; it has {list(rows[0])}")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for sample in samples:
        row = _row_like(rows, header, sample, path)
        writer.writerow(_cut_like(cell, row[column]) for column, cell in zip(header, sample, strict=True))
    return f"```csv\n{text.getvalue()}```"


def _row_like(rows: list[dict[str, str]], header: list[str], sample: list[str], path: str) -> dict[str, str]:
    """The row that a sample shows: that of its first cell, and where several have it, of as many more as tell."""
    left = [row for row in rows if row[header[0]] == sample[0]]
    if not left:
        raise ValueError(f"the sample of {path}: no row has {header[0]} = {sample[0]} any more; show another")
    for column, cell in zip(header[1:], sample[1:], strict=True):
        left = [row for row in left if row[column] == cell] or left
    return left[0]


def _cut_like(old: str, new: str) -> str:
    """The new text, cut at the length at which the old one was."""
    length = len(old) - len(CUT)
    return new[:length] + CUT if old.endswith(CUT) and len(new) > length else new


def _citation(project: Project, _argument: str, _old: str) -> str:
    """How to cite the atlas, for the press and in full."""
    english, french = (citations(Words(language), project.version) for language in ("en", "fr"))
    return (
        f"Press credit: *{english['press']}*\nEn français : *{french['press']}*\n\n"
        f"APA: {english['apa']}\n\n```bibtex\n{english['bibtex']}\n```"
    )


def _attribution(project: Project, language: str, _old: str) -> str:
    """The sentence that whoever reuses our own tables repeats."""
    own = next(entry for entry in project.entries if entry.path.startswith(OWN))
    return f"> {own.attribution_fr if language == 'fr' else own.attribution_en}"


def _attributions(project: Project, _argument: str, _old: str) -> str:
    """Every sentence to repeat, in English, ours first."""
    entries = sorted(project.entries, key=lambda entry: not entry.path.startswith(OWN))
    return "\n".join(dict.fromkeys(f"- {entry.attribution_en}" for entry in entries))


def _others(project: Project, _argument: str, _old: str) -> str:
    """The files that come from others, their licences and the sentences to repeat, a row for each sentence."""
    own = next(entry for entry in project.entries if entry.path.startswith(OWN))
    files: dict[str, list[str]] = {}
    for entry in project.entries:
        if entry.attribution_en != own.attribution_en:
            row = f"{entry.licence} | {entry.attribution_fr} · {entry.attribution_en} |"
            files.setdefault(row, []).append(f"`{entry.path}`")
    header = "| fichiers · files | licence | mention à reprendre · sentence to repeat |\n| --- | --- | --- |\n"
    return header + "\n".join(f"| {', '.join(paths)} | {row}" for row, paths in files.items())


def _console(project: Project, _argument: str, old: str) -> str:
    """The same commands, and of what they print today the lines that were shown."""
    lines = []
    for command, shown in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", old.removesuffix("```"), re.MULTILINE):
        command, output = _run(command, project)
        lines += [f"$ {command}", *_shown_like(shown.splitlines(), output.splitlines(), command)]
    return "\n".join(["```console", *lines, "```"])


def _run(command: str, project: Project) -> tuple[str, str]:
    """A command line and what it prints; the address of a receipt is brought up to date first."""
    output = _output(command, project)
    current = re.search(r"^address: (\S+)$", output, re.MULTILINE)
    if current is None:
        return command, output
    address = re.sub(r"version=[\d.]+", f"version={project.version.number}", current[1])
    command = f"{PROGRAM}receipt {shlex.quote(address)}"
    return command, _output(command, project)


def _output(command: str, project: Project) -> str:
    """What a command of ours prints, on either of its ways out, in a folder of its own."""
    if not command.startswith(PROGRAM):
        raise ValueError(f"a console shows commands that begin with “{PROGRAM}”, not “{command}”")
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
    ):
        project.command(shlex.split(command.removeprefix(PROGRAM)))
    printed.seek(0)
    return printed.read()


def _shown_like(shown: list[str], output: list[str], command: str) -> Iterator[str]:
    """The lines of an output that were shown, their numbers brought up to date; CUT stands for lines left out."""
    rest = iter(output)
    skipping = False
    for line in shown:
        if line == CUT:
            skipping = True
            yield line
            continue
        new = next(rest, None)
        while skipping and new is not None and not _alike(line, new):
            new = next(rest, None)
        if new is None:
            raise ValueError(f"`{command}` prints no line like “{line}” any more; show another")
        skipping = False
        yield _cut_like(line, new)
    if not skipping:
        yield from rest


def _alike(shown: str, printed: str) -> bool:
    """Whether two lines are the same but for their numbers, and where the one shown was cut."""
    shape, other = (re.sub(r"\d[\d,.]*", "0", line) for line in (shown.removesuffix(CUT), printed))
    return other.startswith(shape) if shown.endswith(CUT) else other == shape


def _filters(_project: Project, _argument: str, _old: str) -> str:
    """Every filter, a row each: its name, with a star where it may be repeated, what it is, an example."""
    lines = ["| name | value | example |", "| --- | --- | --- |"]
    for name, each in FILTERS.items():
        examples = each.example if isinstance(each.example, list) else [each.example] if each.example else []
        shown = f"`{'&'.join(f'{name}={value}' for value in examples)}`" if examples else ""
        codes = f" `{'`, `'.join(each.codes)}`." if each.codes and len(each.codes) <= MOST_CODES else ""
        lines.append(f"| `{name}`{' *' if each.repeats else ''} | {each.meaning}{codes} | {shown} |")
    return "\n".join(lines)


PASSAGES: dict[str, Callable[[Project, str, str], str]] = {
    "sample": _sample,
    "citation": _citation,
    "attribution": _attribution,
    "attributions": _attributions,
    "others": _others,
    "console": _console,
    "filters": _filters,
}
WITHOUT_CONSOLE = tuple(kind for kind in PASSAGES if kind != "console")
