"""Every chart and map of the pages as a picture that stands alone, by its name.

One list serves the kit, the addresses of pictures, what is embedded elsewhere and the static edition. A picture has
its title, its choice, its source, its date and its licence inside, and words that stand for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple, get_args
from urllib.parse import urlencode

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.published import in_france, publish
from analytics.drawings import plots
from analytics.drawings.maps import area_maps, incident_map, place_maps, tile_maps
from analytics.drawings.maps.outlines import FrenchLevel
from analytics.drawings.svg import rasters, statistical, timelines
from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.drawings.svg.counts import by_year_svg, official_svg, recoveries_svg, services_svg, unseen_svg
from analytics.geography.levels import Level
from analytics.outputs import receipts
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.version import LICENCE
from analytics.selection.selection import BY_FIELD, Selection
from analytics.statistics import areas, comparison, funnel, official, trends
from analytics.statistics import profiles as area_profiles
from analytics.statistics.area_measures import MEASURES, of_level
from analytics.statistics.profiles import Profiles
from analytics.words import conclusions, phrases
from analytics.words.citations import citations
from analytics.words.text import Words

FORMS: Mapping[str, str] = {"svg": "image/svg+xml", "png": "image/png"}


class Lacking(ValueError):
    """A picture that a choice does not say enough for; `name` is what an address must name."""

    def __init__(self, picture: str, name: str) -> None:
        super().__init__(f"the picture “{picture}” is about one {name}: the address must name it ({name}=…)")
        self.name = name


@dataclass(frozen=True)
class Choice:
    """What a picture is drawn of.

    Attributes
    ----------
    atlas : Atlas
    published : DataFrame
        Published incidents (`atlas.publish`) at the selection's level of evidence.
    selection : Selection
        An incident that it names is taken alone, as in every file.
    classes : dict
        Class breaks by level and measure, as far as they are known: one dictionary for all choices of an atlas spares
        working them out again.
    """

    atlas: Atlas
    published: pd.DataFrame
    selection: Selection
    classes: dict[tuple[str, str], tuple[float, ...]] = field(default_factory=dict, repr=False, compare=False)
    _profiles: dict[str, Profiles] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The incidents that the choice keeps."""
        kept, incident = self.selection.keep(self.published), self.selection.incident
        return kept[kept[col.INCIDENT_ID] == incident] if incident else kept

    def scope(self, words: Words) -> str:
        """The choice in words."""
        said = phrases.scope(self.selection, self.atlas, words)
        if self.selection.incident:
            said = words("semicolon").join([self.selection.incident, said])
        return words("kit.narrowed", scope=said)

    def scope_of_incident(self, words: Words) -> str:
        """The incident that the choice names, and which sources count; what else narrows it does not."""
        return words("kit.narrowed", scope=words("semicolon").join([self.selection.incident, self._evidence(words)]))

    @property
    def all_areas(self) -> Selection:
        """The choice as far as it cuts a map of all areas: not by its areas, but by the incident taken alone."""
        return replace(self.selection.everywhere(), incident=self.selection.incident)

    def area_scope(self, words: Words, level: Level = "department") -> str:
        """That choice in words, of a map of France or of the world."""
        selection = self.all_areas
        said = [
            phrases.narrowing(name, value, self.atlas, words)
            for name, value in selection.narrowing
            if name != "evidence"
        ]
        said = [selection.incident] if selection.incident else said
        said = said or [words("kit.world_everything" if level == "country" else "kit.map_everything")]
        return words("kit.narrowed", scope=words("semicolon").join([*said, self._evidence(words)]))

    def _evidence(self, words: Words) -> str:
        return phrases.evidence_line(self.selection.evidence, words)

    def profiles(self, level: Level) -> Profiles:
        """Everything that is said of each area of a level, worked out once."""
        if level not in self._profiles:
            # profiles know no incident taken alone: those that do not count are left out before
            counted, incident = self.published, self.selection.incident
            counted = counted[counted[col.INCIDENT_ID] == incident] if incident else counted
            found = area_profiles.profiles(self.atlas, counted, self.all_areas, level)
            self._profiles[level] = found
        return self._profiles[level]

    def breaks(self, level: Level, measure: str) -> tuple[float, ...]:
        """The classes of a measure, chosen from the whole record and not from a choice, as on the pages."""
        if (level, measure) not in self.classes:
            whole = area_profiles.profiles(self.atlas, publish(self.atlas), Selection(), level).areas
            self.classes[level, measure] = MEASURES[measure].breaks(whole)
        return self.classes[level, measure]

    def named(self, level: Level) -> tuple[str, ...]:
        """The areas of a level that the reader chose; none where no area is named."""
        chosen = self.selection.region or self.selection.department
        if level == "country":
            chosen = chosen or self.selection.country
        return tuple(areas.chosen(self.atlas, self.selection, level)) if chosen else ()


class Picture(NamedTuple):
    """One picture.

    Attributes
    ----------
    draw : function
        Draws it of a choice on a sheet.
    receipt : str
        The name of the receipt (`receipts.FIGURES`) that works out what it shows.
    page : str
        The page of the dashboard that shows it; empty for the front.
    shown : tuple of (str, str)
        How that page is to show it: names and values of its address that are no part of the choice.
    needs : str
        What the choice must name: ``incident``, ``department``, ``region``, or nothing.
    in_kit : bool
        Whether it is in every kit.
    """

    draw: Callable[[Choice, Sheet], Drawing]
    receipt: str
    page: str
    shown: tuple[tuple[str, str], ...] = ()
    needs: str = ""
    in_kit: bool = False


def _kept(draw: Callable[[pd.DataFrame, str, Sheet], Drawing]) -> Callable[[Choice, Sheet], Drawing]:
    """A picture of the incidents kept."""
    return lambda choice, sheet: draw(choice.kept, choice.scope(sheet.words), sheet)


# --- maps -----------------------------------------------------------------------------------------------------------

_KIT_MAPS = ("department-incidents", "department-rate", "country-incidents")


def _area_map(level: Level, measure: str, choice: Choice, sheet: Sheet) -> Drawing:
    """All areas of a level, those chosen outlined: one department alone would have nothing to compare with."""
    found = choice.profiles(level)
    warning = []
    if level == "country":
        french = int(found.areas[col.INCIDENTS].get(FRANCE, 0))
        warning = [_world_warning(sheet.words, french, found.coverage.distinct)]
    return area_maps.map_svg(
        found.areas,
        measure,
        level,
        choice.area_scope(sheet.words, level),
        sheet,
        breaks=choice.breaks(level, measure),
        named=choice.named(level),
        warning=warning,
    )


def _tiles(level: FrenchLevel, measure: str, choice: Choice, sheet: Sheet) -> Drawing:
    """The twin of the map, as tiles."""
    return tile_maps.tiles_svg(
        choice.profiles(level).areas,
        measure,
        level,
        choice.area_scope(sheet.words, level),
        sheet,
        breaks=choice.breaks(level, measure),
        named=choice.named(level),
    )


def _area_maps() -> dict[str, Picture]:
    """The maps of all levels, a measure each, then their twins of tiles."""
    found = {}
    for level in get_args(Level):
        own = (("level", level),) if level == "region" else ()
        for measure in of_level(level):
            name, shown = f"{level}-{measure}", (("measure", measure), *own)
            page, receipt = "world" if level == "country" else "regions", f"areas-{level}"
            found[name] = Picture(partial(_area_map, level, measure), receipt, page, shown, in_kit=name in _KIT_MAPS)
    for level in get_args(FrenchLevel):
        for measure in of_level(level):
            shown = (*found[f"{level}-{measure}"].shown, ("drawn", "tiles"))
            found[f"tiles-{level}-{measure}"] = Picture(
                partial(_tiles, level, measure), f"areas-{level}", "regions", shown
            )
    return found


def _world_warning(words: Words, french: int, count: int) -> str:
    return words("world.warning", french=words.number(french), count=count)


def _names(table: pd.DataFrame, words: Words) -> dict[str, str]:
    return dict(zip(table[col.CODE], table[words.column("name")], strict=True))


def _map(choice: Choice, sheet: Sheet) -> Drawing:
    """The places hit in France."""
    atlas, words = choice.atlas, sheet.words
    names = _names(atlas.departments, words)
    return place_maps.france_svg(atlas.sites, choice.kept, names, choice.scope(words), sheet)


def _map_of_the_world(choice: Choice, sheet: Sheet) -> Drawing:
    """One mark for each incident kept."""
    atlas, words, kept = choice.atlas, sheet.words, choice.kept
    warning = _world_warning(words, len(in_france(kept)), len(kept))
    names = _names(atlas.countries, words)
    return place_maps.world_svg(atlas.sites, kept, names, choice.scope(words), sheet, [warning])


def _incident_map(choice: Choice, sheet: Sheet) -> Drawing:
    """The places of one incident, whatever else the selection keeps: its page shows it all the same."""
    atlas, words, incident = choice.atlas, sheet.words, choice.selection.incident
    row = rows_of(choice.published[choice.published[col.INCIDENT_ID] == incident])[0]
    areas_around = atlas.departments if row[col.COUNTRY] == FRANCE else atlas.countries
    sites = atlas.sites[atlas.sites[col.INCIDENT_ID] == incident]
    where, scope = phrases.place_line(row, atlas, words), choice.scope_of_incident(words)
    return incident_map.incident_svg(row, sites, _names(areas_around, words), where, scope, sheet)


def _place_maps() -> dict[str, Picture]:
    """The maps of places."""
    return {
        "map": Picture(_map, "map", "", in_kit=True),
        "map-world": Picture(_map_of_the_world, "map", "", (("view", "world"),)),
        "incident-map": Picture(_incident_map, "map", "incident", needs="incident"),
    }


def _everywhere(choice: Choice) -> Choice:
    """The choice as statistics take it: the incident that it names does not narrow them, as on their page."""
    if not choice.selection.incident:
        return choice
    return Choice(choice.atlas, choice.published, choice.selection.everywhere(), choice.classes)


def _official(choice: Choice, sheet: Sheet) -> Drawing:
    return official_svg(official.official_counts(choice.atlas.national_series, receipts.DECLARED), sheet)


def _visibility(choice: Choice, sheet: Sheet) -> Drawing:
    """Official figures are national: of a choice, its level of evidence alone matters."""
    whole = Choice(choice.atlas, choice.published, Selection(evidence=choice.selection.evidence))
    table = receipts.beside_official(whole.atlas, whole.published, whole.selection)
    return unseen_svg(table, whole.area_scope(sheet.words), sheet)


def _trend(choice: Choice, sheet: Sheet) -> Drawing:
    whole = _everywhere(choice)
    counts, exposure = receipts.yearly(whole.published, whole.selection)
    trend = trends.yearly_trend(counts, exposure)
    kinds = [pair for pair in whole.selection.narrowing if BY_FIELD[pair[0]].side == "what"]
    only = ", ".join(phrases.narrowing(*pair, whole.atlas, sheet.words) for pair in kinds)
    return statistical.trend_svg(counts, exposure, trend, whole.area_scope(sheet.words), sheet, only)


def _funnel(level: Level, choice: Choice, sheet: Sheet) -> Drawing:
    whole, words = _everywhere(choice), sheet.words
    table = whole.profiles(level).areas
    return statistical.funnel_svg(
        funnel.funnel(table[col.INCIDENTS].astype(int), table[col.PERSON_YEARS]),
        {code: phrases.narrowing(level, code, whole.atlas, words) for code in table.index},
        level,
        whole.area_scope(words),
        sheet,
        choice.named(level),
    )


def _compare(level: Level, choice: Choice, sheet: Sheet) -> Drawing:
    """The areas that the choice names, as many as have room, beside France."""
    whole, words = _everywhere(choice), sheet.words
    found = whole.profiles(level)
    named = [code for code in getattr(choice.selection, level) if code in found.areas.index]
    shown = named[: plots.MOST_PANELS]
    table, france = found.areas.loc[shown], area_profiles.national(found)
    years = area_profiles.by_year(whole.atlas, whole.published, whole.selection, level)
    against = comparison.observed_expected(found.areas[col.INCIDENTS].astype(int), found.areas[col.PERSON_YEARS])
    ratio = None
    if len(shown) == 2 and (table[col.PERSON_YEARS] > 0).all():
        (one, other), (before, after) = table[col.INCIDENTS].astype(int), table[col.PERSON_YEARS].astype(float)
        ratio = trends.rate_ratio(one, before, other, after)
    compared = statistical.Comparison(
        area_profiles.intervals(found, shown),
        years[years[col.CODE].isin(shown)],
        {code: phrases.narrowing(level, code, whole.atlas, words) for code in shown},
        (words("regions.france"), france[col.RATE_PER_MILLION], france[col.RATE_LOW], france[col.RATE_HIGH]),
        {code: conclusions.expectation_of(against, code) for code in shown},
        ratio,
        len(named) - len(shown),
    )
    return statistical.compare_svg(compared, level, whole.area_scope(words), sheet)


def _events(choice: Choice, sheet: Sheet) -> Drawing:
    """All lines of the timeline of the incident, whatever the choice keeps: its page shows them all the same."""
    atlas, incident = choice.atlas, choice.selection.incident
    names = atlas.incidents.set_index(col.INCIDENT_ID)[sheet.words.column("name")]
    events = atlas.events[atlas.events[col.INCIDENT_ID] == incident]
    return timelines.events_svg(str(names[incident]), events, sheet)


_REGION = ("level", "region")

PICTURES: Mapping[str, Picture] = {
    "by-year": Picture(_kept(by_year_svg), "by-year", "timeline", in_kit=True),
    "services": Picture(_kept(services_svg), "services", "impact", in_kit=True),
    "recoveries": Picture(_kept(recoveries_svg), "recoveries", "impact", in_kit=True),
    "official": Picture(_official, "official", "timeline"),
    "visibility": Picture(_visibility, "visibility", "timeline"),
    "timeline": Picture(_kept(timelines.timeline_svg), "timeline", "timeline", in_kit=True),
    "incident-events": Picture(_events, "incident-events", "incident", needs="incident"),
    "trend": Picture(_trend, "trend", "regions", in_kit=True),
    "funnel-department": Picture(partial(_funnel, "department"), "funnel-department", "regions", in_kit=True),
    "funnel-region": Picture(partial(_funnel, "region"), "funnel-region", "regions", (_REGION,)),
    "compare-department": Picture(partial(_compare, "department"), "compare-department", "regions", needs="department"),
    "compare-region": Picture(partial(_compare, "region"), "compare-region", "regions", (_REGION,), needs="region"),
    **_place_maps(),
    **_area_maps(),
}
IN_KIT = tuple(name for name, one in PICTURES.items() if one.in_kit)


def draw(name: str, choice: Choice, sheet: Sheet) -> Drawing:
    """One picture of a choice.

    Raises
    ------
    KeyError
        Where there is no such picture.
    Lacking
        Where the choice does not name what the picture is about.
    """
    found = PICTURES[name]
    if found.needs and not getattr(choice.selection, found.needs):
        raise Lacking(name, found.needs)
    return found.draw(choice, sheet)


def label(name: str, words: Words) -> str:
    """What a picture shows, in a few words, whatever the choice."""
    kind, _, measure = name.removeprefix("tiles-").partition("-")
    if name in ("map-world", "incident-map"):
        return words(f"picture.{name}")
    if measure in MEASURES:
        if name.startswith("tiles-"):
            return words(f"picture.tiles_{kind}", measure=words(f"area.{measure}"))
        return words(f"picture.by_{kind}", measure=words(f"area.{measure}"))
    return receipts.label(name, words)


def page_address(name: str, selection: Selection) -> str:
    """Where the dashboard shows a picture, with the choice: an address from the root of the site."""
    found = PICTURES[name]
    query = urlencode([*selection.to_query(), *found.shown])
    return f"/{found.page}" + (f"?{query}" if query else "")


def as_png(drawing: Drawing, words: Words) -> bytes:
    """A picture as pixels, with its title, its words, its source and its licence in the file."""
    said = {
        "Title": drawing.title,
        "Description": drawing.alt,
        "Source": citations(words)["press"],
        "Copyright": LICENCE,
    }
    return rasters.png(drawing.svg, said)
