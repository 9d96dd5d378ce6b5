"""What a person reads of an import: a page in both languages, and the rows that were set aside as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pandas as pd

from analytics.feeds.parts import COUNTED, NO_YEAR, SET_ASIDE
from analytics.outputs.formats import to_csv
from analytics.outputs.templates import PAGES
from analytics.schema import col
from analytics.schema.codes import CODE_LISTS
from analytics.schema.tables import IMPORTED
from analytics.words.text import Words

_LANGUAGES = ("fr", "en")
_ROWS = 10_000  # that are written at a time
_NAMED = 40  # files or columns that are named one by one


def report_page(report: Mapping[str, Any]) -> bytes:
    """The page of a report, in French and then in English; what files say is escaped.

    Parameters
    ----------
    report : mapping
        As `feeds.importing.run` gives it.
    """
    told = [part(report, Words(language)) for language in _LANGUAGES]
    return PAGES.get_template("import.html").render(report=report, parts=told).encode()


def set_aside_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """The rows that were set aside: file, place, rule, column, found, expected, text; formulas defused."""
    return to_csv(pd.DataFrame(list(rows), columns=list(SET_ASIDE), dtype="string"))


def set_aside_pieces(rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """`set_aside_csv` of very many rows, piece by piece."""
    left = iter(rows)
    yield set_aside_csv(islice(left, _ROWS))
    while batch := list(islice(left, _ROWS)):
        yield set_aside_csv(batch).split(b"\n", 1)[1]  # without the header


def part(report: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """What is said of a report in one language, by name."""
    counts = report["counts"]
    number = {name: words.number(counts[name]) for name in ("accepted", "set_aside")}
    not_taken = dict.fromkeys(name for file in report["files"] for name in file["columns_not_taken"])
    dropped = report[col.ADDRESSES_DROPPED]
    return {
        "words": words,
        "language": words("import.language"),
        "title": words("import.title", feed=report["title"][words.language]),
        "answer": words("import.answer", count=counts["read"], **number),
        "unplaced": words("import.unplaced", count=report[col.PLACED_BY].get("none", 0)),
        "dropped": words("import.dropped", count=dropped) if dropped else "",
        "aside": _labelled(report["reasons"], "import_rules", words),
        "doubts": _labelled(report["doubts"], "import_doubts", words),
        "columns": [(_meaning(name, words), _of_column(report[name], name, words)) for name in COUNTED],
        "years": [
            (words("import.year_none") if year == NO_YEAR else year, count) for year, count in report["years"].items()
        ],
        "not_read": words("import.not_read", names=_names(report["not_read"])) if report["not_read"] else "",
        "not_taken": words("import.not_taken", names=_names(not_taken)) if not_taken else "",
    }


def _meaning(name: str, words: Words) -> str:
    return IMPORTED.column(name).meaning.in_language(words.language)


def _of_column(counts: Mapping[str, int], name: str, words: Words) -> list[tuple[str, int]]:
    labels = IMPORTED.column(name).codes or {}
    said = {code: labels[code].in_language(words.language) for code in counts if code}
    return [(said.get(code) or words("import.nothing_said"), count) for code, count in counts.items()]


def _labelled(counts: Mapping[str, int], codes: str, words: Words) -> list[tuple[str, int]]:
    return [(words.label(CODE_LISTS[codes], code), count) for code, count in counts.items()]


def _names(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:_NAMED]) + (f" … (+ {len(every) - _NAMED})" if len(every) > _NAMED else "")
