"""What claims can be about: `measures.csv`, each measure with its unit, its meaning and whether it adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from analytics.schema.codes import CODE_LISTS, UNITS, Label, label_of
from analytics.schema.rows import FOLDER, read_rows

MeasureKind = Literal["number", "date", "code", "codes", "text"]

_KINDS: tuple[MeasureKind, ...] = get_args(MeasureKind)
_FILE = FOLDER / "measures.csv"
_COLUMNS = (
    "measure",
    "kind",
    "unit",
    "codes",
    "sums",
    "headline",
    "label_fr",
    "label_en",
    "meaning_fr",
    "meaning_en",
)


@dataclass(frozen=True)
class Measure:
    """One thing that sources state of an incident.

    Attributes
    ----------
    kind : what `value` holds: a number, an ISO date, a code, codes, or words.
    unit : unit of a number, as written in the `unit` column; empty for other kinds.
    codes : the codes allowed, for code and codes.
    sums : whether adding it up over incidents means anything.
    called : what each of those codes is called.
    headline : its place among the figures that a page shows for each incident, from 1; None for all others.
    """

    kind: MeasureKind
    label: Label
    meaning: Label
    unit: str = ""
    codes: tuple[str, ...] = ()
    sums: bool = False
    headline: float | None = None
    called: Mapping[str, Label] = field(default_factory=dict, compare=False)

    @property
    def is_amount(self) -> bool:
        """Whether it says how much there is of something: a number that is no year."""
        return self.kind == "number" and self.unit != "year"


def read_measures(path: Path = _FILE) -> dict[str, Measure]:
    """Every measure by its name, in the order of the file; ValueError where a row is not whole."""
    measures = {}
    for row in read_rows(path, _COLUMNS, unique=("measure",)):
        measures[row.text("measure")] = Measure(
            kind=row.choice("kind", _KINDS),
            label=label_of(row),
            meaning=label_of(row, "meaning"),
            unit=row.choice("unit", UNITS),
            codes=tuple(CODE_LISTS[row.choice("codes", CODE_LISTS)]) if row.cell("codes") else (),
            sums=row.yes("sums"),
            headline=row.number("headline"),
            called=CODE_LISTS[row.choice("codes", CODE_LISTS)] if row.cell("codes") else {},
        )
    return measures


def headlines(measures: dict[str, Measure]) -> tuple[str, ...]:
    """The figures that a page shows for each incident, in the order in which it shows them."""
    places = {measure.headline: name for name, measure in measures.items() if measure.headline is not None}
    return tuple(places[place] for place in sorted(places))


MEASURES = read_measures()
HEADLINE_MEASURES = headlines(MEASURES)
