"""One measure of the areas of a level, as maps and tiles draw it, and what both say of it in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analytics.drawings.charts.numbers import valued
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.statistics.area_measures import AreaMeasure, measure_of
from analytics.words import phrases
from analytics.words.text import Words


@dataclass(frozen=True)
class Measured:
    """The areas of a level and the measure to draw of them.

    Attributes
    ----------
    areas : DataFrame, index code
        name_fr, name_en and the columns of the measures (`profiles.profiles`).
    name : str
        The measure, one of those of the level (`area_measures.of_level`).
    level : str
        ``department``, ``region`` or ``country``.
    breaks : tuple of float
        Upper ends of the classes, chosen once from the whole record.
    """

    areas: pd.DataFrame
    name: str
    level: Level
    breaks: tuple[float, ...]

    @cached_property
    def measure(self) -> AreaMeasure:
        """What the measure is; ValueError where the level has no such measure."""
        return measure_of(self.name, self.level)

    @property
    def is_count(self) -> bool:
        """Whether things are counted: a ratio is drawn otherwise."""
        return self.measure.kind == "count"

    @property
    def where(self) -> str:
        """The map that it is drawn on: ``france`` or ``world``."""
        return "world" if self.level == col.COUNTRY else "france"

    @cached_property
    def values(self) -> pd.Series:
        """The value of each area; the count of one without an incident is zero, whatever is counted."""
        values = self.areas[self.measure.column].astype("Float64").astype(float)
        return values.mask(values.isna() & self.areas[col.INCIDENTS].eq(0) & self.is_count, 0.0)

    @property
    def fragile(self) -> pd.Index:
        """The areas whose value a few more or fewer incidents would change."""
        return self.values.index[self.measure.fragile(self.values, self.areas[col.RELIABILITY])]

    @property
    def minima(self) -> pd.Index:
        """The areas whose value is known to be at least what is told."""
        if not self.measure.at_least:
            return self.areas.index[:0]
        return self.areas.index[self.areas[self.measure.at_least].astype(bool)]

    @property
    def touched(self) -> pd.DataFrame:
        """The areas with an incident, the most incidents first."""
        touched = self.areas[self.areas[col.INCIDENTS] > 0]
        return touched.sort_values(col.INCIDENTS, ascending=False, kind="stable")

    def names(self, words: Words) -> dict[str, str]:
        """The name of each area in a language, by its code."""
        return {str(code): place_name(name) for code, name in self.areas[words.column("name")].items()}

    def subtitle(self, words: Words) -> str:
        """What is drawn, and of which areas."""
        return words(f"picture.by_{self.level}", measure=words(f"area.{self.name}"))


def place_name(name: object) -> str:
    """The name of an area with its typographic apostrophe."""
    return str(name).replace("'", "’")


def finding(measured: Measured, words: Words) -> str:
    """What the map shows, in a sentence."""
    areas, level, column = measured.areas, measured.level, measured.measure.column
    sentence = measured.measure.finding
    return words(
        f"drawing.{sentence.key(level)}",
        count=sentence.count(areas, column),
        of=words.number(sentence.of(areas, column)),
        areas=words(f"drawing.areas_{level}", count=len(measured.touched)),
    )


def notes(measured: Measured, named: Collection[str], words: Words) -> list[str]:
    """One value read aloud, what is measured, and what the values leave out; `named` are the areas outlined."""
    areas, name, measure = measured.areas, measured.name, measured.measure
    sentences = [phrases.area_reading(areas, name, measured.names(words), words), words(f"area.definition_{name}")]
    if measured.level == col.COUNTRY:
        sentences.append(words("world.denominators"))
    if not measured.is_count and measure.ends:
        sentences.append(words("drawing.map_fragile"))
    if measure.left_out:
        sentences.append(words("area.left_out", count=int(areas[measure.left_out].sum())) + ".")
    if measure.cut and areas[measure.cut].any():
        cut = [_name_with_code(code, row, measured.level, words) for code, row in areas[areas[measure.cut]].iterrows()]
        sentences.append(valued(words.listing(cut), words("area.share_cut"), words) + ".")
    if named:
        sentences.append(words(f"drawing.map_note_{measured.where}"))
    return [*sentences, words("drawing.known")]


def values_in_words(measured: Measured, words: Words) -> list[str]:
    """Each area that an incident touched with its value, the most incidents first."""
    return [
        valued(_name_with_code(code, row, measured.level, words), phrases.area_told(row, measured.name, words), words)
        for code, row in measured.touched.iterrows()
    ]


def _name_with_code(code: object, row: pd.Series, level: Level, words: Words) -> str:
    name = place_name(row[words.column("name")])
    return f"{name} ({code})" if level == "department" else name
