"""Every chart and map of the pages as a picture that stands alone, by its name.

One list serves the kit, the addresses of pictures, what is embedded elsewhere and the static edition. A picture has
its title, its choice, its source, its date and its licence inside, and words that stand for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from operator import attrgetter
from typing import NamedTuple, get_args

import pandas as pd

from analytics.atlas.published import in_france
from analytics.drawings.charts.base import Chart, Look
from analytics.drawings.charts.registry import CHARTS
from analytics.drawings.maps import area_maps, incident_map, place_maps, tile_maps
from analytics.drawings.maps.outlines import FrenchLevel
from analytics.drawings.svg import charts, rasters
from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.geography.levels import Level
from analytics.outputs import (
    area_charts,
    compared,
    hospital_figures,
    kinds_figures,
    nearest_figures,
    official_figures,
    receipt_figures,
    receipts,
    register_figures,
    standing_figures,
)
from analytics.outputs.addresses import asked
from analytics.outputs.held import Basis
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.schema.version import LICENCE
from analytics.selection.selection import Selection
from analytics.statistics import areas, funnel, trends
from analytics.statistics import profiles as area_profiles
from analytics.statistics.area_measures import MEASURES, of_level
from analytics.statistics.profiles import Profiles
from analytics.words import headlines, incidents, official, phrases
from analytics.words.citations import citations
from analytics.words.text import Words
from analytics.words.years import Kind

FORMS: Mapping[str, str] = {"svg": "image/svg+xml", "png": "image/png"}


class Lacking(ValueError):
    """A picture that a choice does not say enough for; `name` is what an address must name."""

    def __init__(self, picture: str, name: str) -> None:
        super().__init__(f"the picture “{picture}” is about one {name}: the address must name it ({name}=…)")
        self.name = name


class Choice(Basis):
    """What a picture is drawn of; an incident that the selection names is taken alone, as in every file."""

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The incidents that the choice keeps."""
        return self._alone(self.held.choice(self.selection).kept)

    @cached_property
    def possible(self) -> pd.DataFrame:
        """Those of which it is not known whether they began in the period of the choice."""
        return self._alone(self.held.choice(self.selection).possible)

    def _alone(self, incidents: pd.DataFrame) -> pd.DataFrame:
        """Of some incidents, the one that the choice names; all where it names none."""
        incident = self.selection.incident
        return incidents[incidents[col.INCIDENT_ID] == incident] if incident else incidents

    def scope(self, words: Words) -> str:
        """The choice in words."""
        said = phrases.scope(self.selection, self.atlas, words)
        if self.selection.incident:
            said = words("semicolon").join([self.selection.incident, said])
        return self._narrowed(said, len(self.possible), words)

    def _narrowed(self, said: str, possible: int, words: Words) -> str:
        """A choice in words, with how many more incidents may be meant by its period."""
        return f"{words('kit.narrowed', scope=said)} {phrases.possible_sentence(possible, words)}".rstrip()

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
        said = [selection.incident] if selection.incident else []
        said = said or phrases.narrowings(selection, self.atlas, words, ("what", "when"))
        said = said or [words("kit.world_everything" if level == "country" else "kit.map_everything")]
        possible = self._alone(selection.possible(self.published))
        if level != col.COUNTRY:
            possible = in_france(possible)
        return self._narrowed(words("semicolon").join([*said, self._evidence(words)]), len(possible), words)

    def _evidence(self, words: Words) -> str:
        return phrases.evidence_line(self.selection.evidence, words)

    def profiles(self, level: Level) -> Profiles:
        """Everything that is said of each area of a level."""
        return self.held.profiles(self.all_areas, level)

    def breaks(self, level: Level, measure: str) -> tuple[float, ...]:
        """The classes of a measure, as on the pages."""
        return self.held.breaks(level, measure, self.selection)

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
        The name of the receipt (`receipt_figures.FIGURES`) that works out what it shows.
    page : str
        The page of the dashboard that shows it; empty for the front.
    shown : tuple of (str, str)
        How that page is to show it: names and values of its address beside the choice.
    needs : str
        What the choice must name: ``incident``, ``finess``, ``department``, ``region``, ``compare``, or nothing.
    in_kit : bool
        Whether it is in every kit.
    covers : function
        What of a choice narrows its finding, which its title names: all of it, unless something else is said here.
    """

    draw: Callable[[Choice, Sheet], Drawing]
    receipt: str
    page: str
    shown: tuple[tuple[str, str], ...] = ()
    needs: str = ""
    in_kit: bool = False
    covers: Callable[[Choice], Selection] = attrgetter("selection")


# --- maps -----------------------------------------------------------------------------------------------------------

_ALL_AREAS = attrgetter("all_areas")
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
            found[name] = Picture(
                partial(_area_map, level, measure), receipt, page, shown, in_kit=name in _KIT_MAPS, covers=_ALL_AREAS
            )
    for level in get_args(FrenchLevel):
        for measure in of_level(level):
            shown = (*found[f"{level}-{measure}"].shown, ("drawn", "tiles"))
            found[f"tiles-{level}-{measure}"] = Picture(
                partial(_tiles, level, measure), f"areas-{level}", "regions", shown, covers=_ALL_AREAS
            )
    return found


def _world_warning(words: Words, french: int, count: int) -> str:
    return words("world.warning", french=words.number(french), count=count)


def _names(table: pd.DataFrame, words: Words) -> dict[str, str]:
    return dict(zip(table[col.CODE], table[words.column("name")], strict=True))


def _map(choice: Choice, sheet: Sheet) -> Drawing:
    """The places in France."""
    atlas, words = choice.atlas, sheet.words
    names = _names(atlas.departments, words)
    return place_maps.france_svg(choice.places, choice.kept, names, choice.scope(words), sheet)


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


# --- charts ---------------------------------------------------------------------------------------------------------


def _everywhere(choice: Choice) -> Choice:
    """The choice as statistics take it: the incident that it names does not narrow them, as on their page."""
    if not choice.selection.incident:
        return choice
    return Choice(choice.held, choice.selection.everywhere())


def _kept(choice: Choice, words: Words) -> tuple[object, ...]:
    return choice.kept, choice.scope(words)


def _visibility(choice: Choice, words: Words) -> tuple[object, ...]:
    """Official figures are national: of a choice, its level of evidence and its country alone matter."""
    whole = Choice(choice.held, official_figures.nation(choice.selection))
    table, country = official_figures.beside(whole), official_figures.country_beside(whole.selection)
    scope = whole.scope(words) if whole.selection.country else whole.area_scope(words)
    return table, official.unseen(country, table, choice.atlas, words), scope


def _trend(choice: Choice, words: Words) -> tuple[object, ...]:
    whole = _everywhere(choice)
    counts, exposure = receipt_figures.yearly(whole.published, whole.selection)
    return counts, exposure, trends.yearly_trend(counts, exposure), whole.area_scope(words)


def _funnel(level: Level, choice: Choice, words: Words) -> tuple[object, ...]:
    whole = _everywhere(choice)
    table = whole.profiles(level).areas
    return (
        funnel.funnel(area_profiles.whole_events(table), table[col.PERSON_YEARS]),
        {code: phrases.narrowing(level, code, whole.atlas, words) for code in table.index},
        level,
        whole.area_scope(words),
        choice.named(level),
    )


def _compare(level: Level, choice: Choice, words: Words) -> tuple[object, ...]:
    """The areas that the choice names, as many as have room, beside France."""
    whole = _everywhere(choice)
    named = getattr(choice.selection, level)
    return area_charts.compared(level, whole, named, words), level, whole.area_scope(words)


def _years(kind: Kind, choice: Choice, words: Words) -> tuple[object, ...]:
    """Areas by year, a panel each."""
    scope = _everywhere(choice).area_scope(words, "country" if kind in ("country", "group") else "region")
    return area_charts.panels(kind, choice, words), scope


def _events(choice: Choice, words: Words) -> tuple[object, ...]:
    """All lines of the timeline of the incident, whatever the choice keeps: its page shows them all the same."""
    atlas, incident = choice.atlas, choice.selection.incident
    names = incidents.names(atlas.incidents, words)
    return str(names[incident]), atlas.events[atlas.events[col.INCIDENT_ID] == incident]


# what a chart is described of, where it is not of the incidents kept
_TABLES: Mapping[str, Callable[[Choice, Words], tuple[object, ...]]] = {
    "official": official_figures.told,
    "visibility": _visibility,
    "incident-events": _events,
    "side-by-side": compared.described,
    "incident-standing": standing_figures.described,
    "hospital-beds": hospital_figures.described,
    "kinds": lambda choice, words: (kinds_figures.found(choice), _everywhere(choice).area_scope(words)),
    "nearest-days": nearest_figures.described,
    "registers": register_figures.described,
    "trend": _trend,
    **{f"funnel-{level}": partial(_funnel, level) for level in get_args(FrenchLevel)},
    **{f"compare-{level}": partial(_compare, level) for level in get_args(FrenchLevel)},
    **{f"years-{kind}": partial(_years, kind) for kind in area_charts.KINDS},
}


def _statistics(choice: Choice) -> Selection:
    return _everywhere(choice).all_areas


def _whole_years(choice: Choice) -> Selection:
    """The same without ends of the period that are years: the finding of the trend names its years itself."""
    selection = _statistics(choice)
    start, end = ("" if len(day) == len("2022") else day for day in (selection.start, selection.end))
    return replace(selection, start=start, end=end)


def _of_panels(kind: Kind, choice: Choice) -> Selection:
    return area_charts.narrowed(kind, choice.selection)


def _nothing(_choice: Choice) -> Selection:
    return Selection()


# what of a choice narrows the finding of a chart, where it is not all of it
_COVERS: Mapping[str, Callable[[Choice], Selection]] = {
    **dict.fromkeys(("official", "incident-events", "hospital-beds", "side-by-side"), _nothing),
    **dict.fromkeys(("visibility", "incident-standing"), lambda choice: Selection(evidence=choice.selection.evidence)),
    "registers": register_figures.followed,
    "kinds": _statistics,
    "trend": _whole_years,
    **{f"{kind}-{level}": _statistics for kind in ("funnel", "compare") for level in get_args(FrenchLevel)},
    **{f"years-{kind}": partial(_of_panels, kind) for kind in area_charts.KINDS},
}


def described(name: str, choice: Choice, look: Look) -> Chart:
    """A chart of the registry, described of a choice."""
    return CHARTS[name].describe(*_TABLES.get(name, _kept)(choice, look.words), look=look)


def _chart(name: str, choice: Choice, sheet: Sheet) -> Drawing:
    return charts.picture(described(name, choice, charts.look(sheet)), sheet)


PICTURES: Mapping[str, Picture] = {
    **{
        name: Picture(
            partial(_chart, name),
            name,
            entry.page,
            entry.shown,
            entry.needs,
            entry.in_kit,
            _COVERS.get(name, attrgetter("selection")),
        )
        for name, entry in CHARTS.items()
    },
    "map": Picture(_map, "map", "", in_kit=True),
    "map-world": Picture(_map_of_the_world, "map", ""),
    "nearest-day": Picture(nearest_figures.draw, "nearest-day", "impact"),
    "incident-map": Picture(_incident_map, "map", "incident", needs="incident", covers=_nothing),
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
    return found.draw(choice, replace(sheet, choice=_narrowed_by(name, choice, sheet.words)))


def chart_height(name: str, choice: Choice, sheet: Sheet) -> int:
    """How high the picture of a chart of the registry is, in pixels; it is not drawn."""
    named = replace(sheet, choice=_narrowed_by(name, choice, sheet.words))
    return charts.height(described(name, choice, charts.look(named)), named)


def _narrowed_by(name: str, choice: Choice, words: Words) -> str:
    return headlines.everything_said(PICTURES[name].covers(choice), choice.atlas, words)


def named(name: str, choice: Choice, words: Words) -> str:
    """What a picture shows of a choice, without a figure: what it shows may change, and this stands on other sites."""
    return headlines.behind(_narrowed_by(name, choice, words), label(name, words), words)


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
    return asked(f"/{found.page}", [*selection.to_page(), *found.shown])


def as_png(drawing: Drawing, words: Words) -> bytes:
    """A picture as pixels, with its title, its words, its source and its licence in the file."""
    said = {
        "Title": drawing.title,
        "Description": drawing.alt,
        "Source": citations(words)["press"],
        "Copyright": LICENCE,
    }
    return rasters.png(drawing.svg, said)
