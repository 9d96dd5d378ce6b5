"""What follows from the facts, written again: manifest, dictionary, data package, citation, documents, version."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from analytics.atlas.atlas import Atlas
from analytics.outputs import documents, kit
from analytics.outputs.datapackage import PACKAGE, package_json
from analytics.outputs.dictionary import DICTIONARY, dictionary
from analytics.outputs.documents import OWN, WITHOUT_CONSOLE, Command, Project
from analytics.outputs.numbers import numbers
from analytics.record import manifest
from analytics.record.corrections import CHANGES_FILE, read_changes
from analytics.record.files import write_whole
from analytics.schema import col
from analytics.schema.version import VERSION_FILE, Version, read_version
from analytics.selection.selection import LANGUAGES
from analytics.words.text import Words

CHANGELOG = "CHANGELOG.md"
_VERSION_TEXT = """\
# La version des données, écrite par `python -m analytics release VERSION`. ·
# The version of the data, written by `python -m analytics release VERSION`.

version = "{number}"
date = {day}  # the last change of a fact
known_until = {known_until}  # nothing after this day has been searched for
"""
_CHANGE = '[[change]]\nversion = "{version}"\ndate = "{date}"\ntext_fr = "{fr}"\ntext_en = "{en}"\n\n'
_OF_VERSION = r"(?m)^(attribution_{} = .*)version \d+\.\d+\.\d+, [^,]+,"


class Written(NamedTuple):
    """A file that follows from the facts, and what gives its text once all files before it are written."""

    path: Path
    text: Callable[[], str]


def follows(root: Path, atlas: Atlas, command: Command | None = None) -> Iterator[Written]:
    """Every file that follows from the facts, in the order in which one rests on the other.

    Parameters
    ----------
    root : Path
        The folder that holds README and `data`.
    atlas : Atlas
        What was read from there.
    command : function, optional
        The command line, for what consoles show; without it they are left as they are.
    """
    data = root / "data"
    version = read_version(data / VERSION_FILE)
    yield Written(data / manifest.MANIFEST, lambda: _manifest(data, version, atlas))
    yield Written(data / DICTIONARY, dictionary)
    yield Written(data / PACKAGE, lambda: package_json(data))
    yield Written(data / manifest.MANIFEST, lambda: _manifest(data, version, atlas))  # with the checksum of the package
    yield Written(root / "CITATION.cff", lambda: kit.citation_cff(version))
    yield Written(root / CHANGELOG, lambda: _changelog(root, version))
    quoted = numbers(atlas, version, data)
    project = Project(root, version, command or (lambda _arguments: 0))
    marked = [root / "README.md", data / "LICENCE.md", *sorted((root / "docs").rglob("*.md"))]
    for kinds in (WITHOUT_CONSOLE, ("console",) if command else ()):
        for path in marked if kinds else ():
            yield Written(path, partial(_document, path, project, quoted, kinds))


def write(files: Iterator[Written]) -> list[Path]:
    """Write the files whose text is another now, one after the other; their paths."""
    changed = []
    for path, text in files:
        new = text()
        if new != path.read_text(encoding="utf-8"):
            write_whole(path, new.encode())
            changed.append(path)
    return list(dict.fromkeys(changed))


def stale(files: Iterator[Written], root: Path) -> list[str]:
    """What is out of date, a line for each file with the first line that would be another."""
    problems: dict[str, str] = {}
    for path, text in files:
        name = path.relative_to(root).as_posix()
        try:
            old, new = path.read_text(encoding="utf-8").splitlines(), text().splitlines()
        except (ValueError, OSError) as error:
            problems.setdefault(name, str(error) if name in str(error) else f"{name}: {error}")
            continue
        if old != new:
            same = zip(old, new, strict=False)
            line = next((number for number, (was, now) in enumerate(same, start=1) if was != now), len(new))
            problems.setdefault(name, f"{name}, line {line}: not what follows from the facts; run release")
    return list(problems.values())


def set_version(root: Path, version: Version) -> list[Path]:
    """Write a version, and say in the list of changes and in the changelog what it brings where neither does yet.

    Returns
    -------
    list of Path
        The files that changed. ValueError where no fact has changed and nothing says why there is a new version.
    """
    data = root / "data"
    # every text before the first is written: an error must leave all files as they were
    texts = {data / VERSION_FILE: _VERSION_TEXT.format(**version._asdict())}
    if version.number not in set(read_changes(data / CHANGES_FILE)[col.VERSION]):
        texts[data / CHANGES_FILE] = _with_change(data, version)
    if f"## [{version.number}]" not in (root / CHANGELOG).read_text(encoding="utf-8"):
        texts[root / CHANGELOG] = _with_heading(root, version)
    return write(Written(path, partial(str, text)) for path, text in texts.items())


def _manifest(data: Path, version: Version, atlas: Atlas) -> str:
    """The manifest with checksums, counts and, for what is ours, version, period and day of the last change."""
    first = min(atlas.incidents[col.STARTED_ON])
    blocks = []
    for block in manifest.blocks(data):
        new = manifest.stamped(data, block)
        for language in LANGUAGES:
            day = Words(language).when(version.day.isoformat())
            new = re.sub(_OF_VERSION.format(language), rf"\g<1>version {version.number}, {day},", new)
        if f'path = "{OWN}' in new:
            new = re.sub(r'(?m)^vintage = ".*"$', f'vintage = "{first}/{version.known_until}"', new)
            if _checksum(new) != _checksum(block):
                new = re.sub(r'(?m)^accessed = ".*"$', f'accessed = "{version.day}"', new)
        blocks.append(new)
    return "".join(blocks)


def _checksum(block: str) -> str:
    return str(tomllib.loads(block)["file"][0]["sha256"])


def _document(path: Path, project: Project, quoted: dict[str, str], kinds: tuple[str, ...]) -> str:
    try:
        text = documents.with_numbers(path.read_text(encoding="utf-8"), quoted)
        return documents.with_passages(text, project, kinds)
    except ValueError as error:
        raise ValueError(f"{path.relative_to(project.root).as_posix()}: {error}") from error


def _changelog(root: Path, version: Version) -> str:
    """The changelog with the day of the version in its heading, and the version of the code below."""
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    heading = rf"(?m)^## \[{re.escape(version.number)}\] - \S+\n\nCode \S+\.(?=\s)"
    if not re.search(heading, text):
        raise ValueError(f"{CHANGELOG}: expected “## [{version.number}] - DAY”, a line between, and “Code NUMBER.”")
    return re.sub(heading, _heading(root, version), text)


def _heading(root: Path, version: Version) -> str:
    code = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return f"## [{version.number}] - {version.day}\n\nCode {code}."


def _with_heading(root: Path, version: Version) -> str:
    """The changelog with a heading for the version: of what is unreleased where that is there, else of its own."""
    text = (root / CHANGELOG).read_text(encoding="utf-8")
    heading = _heading(root, version)
    unreleased = re.search(r"(?m)^## \[Unreleased\][^\n]*\n+", text)
    if unreleased:
        between = "\n\n" if text[unreleased.end() :].startswith("#") else " "
        return text[: unreleased.start()] + heading + between + text[unreleased.end() :]
    newest = text.index("\n## [") + 1
    return f"{text[:newest]}{heading} {_difference(root / 'data', 'en')}\n\n{text[newest:]}"


def _with_change(data: Path, version: Version) -> str:
    """The list of changes with one more, first: which tables have changed."""
    text = (data / CHANGES_FILE).read_text(encoding="utf-8")
    change = _CHANGE.format(
        version=version.number, date=version.day, fr=_difference(data, "fr"), en=_difference(data, "en")
    )
    first = text.index("\n[[change]]") + 1
    return text[:first] + change + text[first:]


def _difference(data: Path, language: str) -> str:
    """How many rows the tables that have changed since the last release have, and had, in a sentence."""
    words = Words(language)
    tables = [
        words(
            "release.table",
            table=Path(entry.path).stem,
            rows=words.number(manifest.count(data / entry.path)),
            before=words.number(entry.rows),
        )
        for entry in manifest.read_manifest(data / manifest.MANIFEST)
        if entry.path.startswith(OWN) and manifest.sha256(data / entry.path) != entry.sha256
    ]
    if not tables:
        raise ValueError(
            f"no fact has changed since the last release: say in {CHANGELOG} and data/{CHANGES_FILE} what is new"
        )
    return words("release.changed", tables=words.listing(tables))


def next_version(root: Path, number: str, today: date, day: str = "", known_until: str = "") -> Version:
    """The version asked for, with its days; ValueError where it is lower than the present one, or a day is none.

    Parameters
    ----------
    number : str
        The present version, which keeps its day, or a higher one.
    today : date
        The day of a higher version, where neither `day` nor the list of changes says another.
    day, known_until : str
        In ISO form; empty where they are not given.
    """
    data = root / "data"
    present = read_version(data / VERSION_FILE)
    version = Version(number, today, present.known_until)
    if version.order < present.order:
        raise ValueError(f"version {number} is lower than the present one, {present.number}")
    changes = read_changes(data / CHANGES_FILE)
    written = [date.fromisoformat(text) for text in changes.loc[changes[col.VERSION] == number, col.DATE]]
    usual = present.day if version.order == present.order else [*written, today][0]
    return Version(number, _day(day, "date") or usual, _day(known_until, "known-until") or present.known_until)


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"--{name} must be a day, like 2026-11-25, not “{text}”") from None
