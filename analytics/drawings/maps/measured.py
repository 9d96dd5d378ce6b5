"""One measure of the areas of a level, as maps and tiles draw it, and what both say of it in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analytics.drawings.svg import canvas
from analytics.geography.levels import Level
from analytics.schema import col
from analytics.statistics import profiles
from analytics.statistics.profiles import BED_DAYS_LEFT_OUT, MEASURES, SHARE_IS_CUT, SHARE_IS_LOW, AreaMeasure
from analytics.words import phrases
from analytics.words.text import Words

COUNTRY_MEASURES = ("incidents", "sites", "rate", "beds-rate")


@dataclass(frozen=True)
class Measured:
    """The areas of a level and the measure to draw of them.

    Attributes
    ----------
    areas : DataFrame, index code
        name_fr, name_en and the columns of the measures (`profiles.profiles`).
    name : str
        The measure, one of `profiles.MEASURES`; of countries one of `COUNTRY_MEASURES`.
    level : str
        ``department``, ``region`` or ``country``.
    breaks : tuple of float
        Upper ends of the classes, chosen once from the whole record.

    Raises
    ------
    ValueError
        Where the level has no such measure.
    """

    areas: pd.DataFrame
    name: str
    level: Level
    breaks: tuple[float, ...]

    def __post_init__(self) -> None:
        known = COUNTRY_MEASURES if self.level == col.COUNTRY else tuple(MEASURES)
        if self.name not in known:
            raise ValueError(f"the map has no measure “{self.name}”; it has {', '.join(known)}")

    @property
    def measure(self) -> AreaMeasure:
        """What the measure is."""
        return MEASURES[self.name]

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
        return self.values.index[profiles.fragile(self.values, self.measure, self.areas[col.RELIABILITY])]

    @property
    def minima(self) -> pd.Index:
        """The areas whose share of beds is known to be at least what is told."""
        if self.name != "beds-share":
            return self.areas.index[:0]
        return self.areas.index[self.areas[SHARE_IS_LOW].astype(bool)]

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
    areas, name, level = measured.areas, measured.name, measured.level
    touched, of = len(measured.touched), words.number(len(areas))
    known = areas[measured.measure.column].astype(float)
    if name == "sites":
        return words("drawing.sites", count=int(known.sum()), areas=words(f"drawing.areas_{level}", count=touched))
    if name == "beds-share":
        return words(f"drawing.share_{level}", count=int((known > 0).sum()), of=of)
    if name == "bed-days":
        return words(f"drawing.bed_days_{level}", count=int(known.notna().sum()), of=words.number(touched))
    if level == col.COUNTRY:
        return words("drawing.touched_country", count=touched)
    return words(f"drawing.touched_{level}", count=touched, of=of)


def notes(measured: Measured, named: Collection[str], words: Words) -> list[str]:
    """One value read aloud, what is measured, and what the values leave out; `named` are the areas outlined."""
    areas, name, measure = measured.areas, measured.name, measured.measure
    sentences = [phrases.area_reading(areas, name, measured.names(words), words), words(f"area.definition_{name}")]
    if measured.level == col.COUNTRY:
        sentences.append(words("world.denominators"))
    if not measured.is_count and measure.ends:
        sentences.append(words("drawing.map_fragile"))
    if name == "bed-days":
        sentences.append(words("area.left_out", count=int(areas[BED_DAYS_LEFT_OUT].sum())) + ".")
    if name == "beds-share" and areas[SHARE_IS_CUT].any():
        cut = [_name_with_code(code, row, measured.level, words) for code, row in areas[areas[SHARE_IS_CUT]].iterrows()]
        sentences.append(canvas.told(words.listing(cut), words("area.share_cut"), words) + ".")
    if named:
        sentences.append(words(f"drawing.map_note_{measured.where}"))
    return [*sentences, words("drawing.known")]


def values_in_words(measured: Measured, words: Words) -> list[str]:
    """Each area that an incident touched with its value, the most incidents first."""
    return [
        canvas.told(
            _name_with_code(code, row, measured.level, words), phrases.area_told(row, measured.name, words), words
        )
        for code, row in measured.touched.iterrows()
    ]


def _name_with_code(code: object, row: pd.Series, level: Level, words: Words) -> str:
    name = place_name(row[words.column("name")])
    return f"{name} ({code})" if level == "department" else name
