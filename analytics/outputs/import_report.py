"""What a person reads of an import: a page in both languages, and the rows that were set aside as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.drawings.leaflet.assets import page_css
from analytics.drawings.legends import SVG_NAMESPACE
from analytics.drawings.maps.imported import ImportedPlaces, by_area, imported_places, told
from analytics.drawings.maps.imported_map import imported_svg
from analytics.drawings.maps.outlines import near_outlines
from analytics.drawings.svg.canvas import WIDTHS, Sheet
from analytics.drawings.theme import OF_THE_PAGE
from analytics.feeds import parts as import_parts
from analytics.feeds.parts import COUNTED, NO_YEAR, SET_ASIDE
from analytics.geography.labels import label_points
from analytics.outputs.formats import to_csv
from analytics.outputs.templates import PAGES, trusted
from analytics.schema import col
from analytics.schema.codes import CODE_LISTS
from analytics.schema.tables import IMPORTED
from analytics.words.text import Words

_LANGUAGES = ("fr", "en")
_ROWS = 10_000  # that are written at a time
_NAMED = 40  # files or columns that are named one by one


def report_page(report: Mapping[str, Any], places: ImportedPlaces) -> bytes:
    """The page of a report, in French and then in English; what files say is escaped.

    Parameters
    ----------
    report : mapping
        As `feeds.importing.run` gives it.
    places : ImportedPlaces
        Where its rows are.
    """
    each = [Words(language) for language in _LANGUAGES]
    parts = [part(report, words) | {"map": _map(places, words)} for words in each]
    return PAGES.get_template("import.html").render(report=report, parts=parts, colours=page_css("auto")).encode()


def places_of(folder: Path) -> ImportedPlaces:
    """Where the rows of an import are, read from its folder."""
    rows = import_parts.places(folder)
    return imported_places(rows, lambda level: label_points(near_outlines(level)), number=rows[import_parts.ROWS])


def _map(places: ImportedPlaces, words: Words) -> dict[str, Any]:
    """The map, for a page and for a telephone; what it shows, in words and as a table."""
    drawn = {}
    for size in WIDTHS if places.on_map else ():
        svg = imported_svg(places, Sheet(words, OF_THE_PAGE, size), f"{words.language}-{size}-").svg
        drawn[size] = trusted(svg.replace(f' xmlns="{SVG_NAMESPACE}"', ""))  # within HTML it needs no name space
    return {"drawn": drawn, "told": told(places, words, drawn=True), "rows": by_area(places, words).to_numpy().tolist()}


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
