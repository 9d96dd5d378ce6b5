"""The pages of the static edition: the front, each incident, each area, the method, the files, as plain HTML.

A page needs no script, asks no other host, and says what the dashboard says, in the same words. Its frame is a
template of Jinja, in which every value is escaped; what is put in whole comes from the rooms that escape it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd
from markdown_it import MarkdownIt
from markupsafe import Markup

from analytics.atlas.atlas import Atlas
from analytics.atlas.related import related
from analytics.drawings.charts.by_year import year_table
from analytics.drawings.legends import mark_svg
from analytics.edition.files import NO_TABLE, File
from analytics.edition.pictures import PREVIEW, Picture, picture_path
from analytics.evidence import figures as evidence_figures
from analytics.geography.levels import Level
from analytics.outputs import brief, heads
from analytics.outputs.brief import Content
from analytics.outputs.heads import Head
from analytics.outputs.html import cards, dossier, method_tables
from analytics.outputs.templates import templates_in
from analytics.record.cells import plain, rows_of, split_list
from analytics.schema import col, veris
from analytics.schema.codes import ATTACK_TYPES, FRANCE, RULES, STATUSES, TIERS
from analytics.schema.derived import COMPUTED_TABLES
from analytics.schema.measures import MEASURES
from analytics.schema.tables import TABLES
from analytics.schema.version import DATA_DATE, DATA_VERSION, KNOWN_UNTIL
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import areas, trends
from analytics.statistics import totals as impact_totals
from analytics.words import citations, method, phrases
from analytics.words.escape import safe
from analytics.words.text import Words

# addresses within the folder of a language
FRONT, INCIDENT_INDEX, AREA_INDEX, METHOD, FILES = (
    "index.html",
    "incidents/index.html",
    "areas/index.html",
    "method.html",
    "downloads.html",
)
CHOICE = "index.html"  # within the edition: the page that offers its languages


def incident_path(incident: str) -> str:
    """Where the page of an incident is, within the folder of a language."""
    return f"incidents/{incident}.html"


def area_path(level: Level, code: str) -> str:
    """Where the page of a department or a region is, within the folder of a language."""
    return f"{level}s/{code}.html"


def relative(target: str, page: str) -> str:
    """The address of a file seen from a page; both as paths within one folder."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def whole(edition: Edition, language: str, path: str) -> str:
    """The public address of a page in a language; a folder's own page goes by the folder."""
    return f"{edition.base}/{language}/{path.removesuffix('index.html')}"


def paths(edition: Edition) -> Iterator[str]:
    """Where all pages are, within the folder of a language."""
    yield from (FRONT, INCIDENT_INDEX, AREA_INDEX, METHOD, FILES)
    yield from map(incident_path, edition.published[col.INCIDENT_ID])
    yield from (area_path(level, code) for level in brief.LEVELS for code in edition.area_counts[level])


TEMPLATES = Path(__file__).resolve().parent / "templates"
PAGES = templates_in(TEMPLATES)


class Page(NamedTuple):
    """One page: its path within the edition, and its HTML."""

    path: str
    html: str


@dataclass(frozen=True)
class Edition:
    """What all pages of an edition share, each worked out once.

    Attributes
    ----------
    published : DataFrame
        Incidents with their figures (`atlas.publish`) at the level of evidence of the selection.
    changes : DataFrame
        What changed between versions of the data (`store.read_changes`).
    selection : Selection
        Its level of evidence; nothing else in it is used.
    languages : those of the edition, in the order in which a reader is offered them.
    live, base : where the dashboard and this edition are published, without a final slash; empty where not said.
    style : name of the style sheet at the root of the edition.
    feed : path of the feed of a ``{language}``, within the edition; empty where there is none.
    """

    atlas: Atlas
    published: pd.DataFrame
    changes: pd.DataFrame
    selection: Selection
    languages: tuple[str, ...]
    live: str = ""
    base: str = ""
    style: str = "edition.css"
    feed: str = ""

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The incidents that count at the level of evidence."""
        return self.selection.keep(self.published)

    @cached_property
    def newest_first(self) -> list[dict[str, Any]]:
        """Every incident, also those that do not count, the latest first."""
        return rows_of(self.published.sort_values([col.STARTED_ON, col.INCIDENT_ID], ascending=False))

    @cached_property
    def counted(self) -> frozenset[str]:
        """Identifiers of the incidents that count."""
        return frozenset(self.kept[col.INCIDENT_ID])

    @cached_property
    def briefs(self) -> dict[str, list[Content]]:
        """What is said of each department and region, by language."""

        def address(incident: str, level: Level) -> str:
            return relative(incident_path(incident), area_path(level, ""))

        return brief.contents(self.atlas, self.published, self.selection, self.languages, address)

    @cached_property
    def area_counts(self) -> dict[Level, dict[str, int]]:
        """How many incidents that count touched each department and region."""
        levels: tuple[Level, ...] = brief.LEVELS
        tables = {level: areas.rate_table(self.atlas, self.published, self.selection, level) for level in levels}
        return {level: dict(zip(table[col.CODE], table[col.INCIDENTS], strict=True)) for level, table in tables.items()}

    @cached_property
    def claims(self) -> dict[str, pd.DataFrame]:
        """The claims of the tiers accepted, by incident."""
        claims = self.atlas.claims
        accepted = claims[claims[col.TIER].isin(accepted_tiers(self.selection.evidence))]
        found = dict(iter(accepted.groupby(col.INCIDENT_ID)))
        return {incident: found.get(incident, accepted.iloc[:0]) for incident in self.published[col.INCIDENT_ID]}

    @cached_property
    def figures(self) -> dict[str, pd.DataFrame]:
        """What those claims come to, by incident."""
        stated = evidence_figures.figures(pd.concat(self.claims.values()), self.atlas.sources)
        found = dict(iter(stated.groupby(col.INCIDENT_ID)))
        return {incident: found.get(incident, stated.iloc[:0]) for incident in self.published[col.INCIDENT_ID]}

    @cached_property
    def related(self) -> dict[str, dict[str, list[str]]]:
        """The incidents related to each, by what relates them."""
        return {
            incident: related(incident, self.published, self.atlas.claims)
            for incident in self.published[col.INCIDENT_ID]
        }


class _Here(NamedTuple):
    """One page in the making: in which edition, in which language, at which path within the language's folder."""

    edition: Edition
    words: Words
    path: str

    @property
    def language(self) -> str:
        return self.words.language

    def to(self, target: str) -> str:
        """The relative address of another page of the same language."""
        return relative(target, self.path)

    def root(self, target: str) -> str:
        """The relative address of a file by its path within the edition."""
        return relative(target, f"{self.language}/{self.path}")

    def incident(self, incident: str) -> str:
        """The relative address of the page of an incident."""
        return self.to(incident_path(incident))

    def area(self, level: Level, code: str) -> str:
        """The relative address of the page of an area."""
        return self.to(area_path(level, code))

    def whole(self, language: str) -> str:
        """The public address of this page in a language; empty where nobody said where the edition is published."""
        return whole(self.edition, language, self.path) if self.edition.base else ""

    def live(self, page: str, more: Sequence[tuple[str, str]] = (), **chosen: Any) -> str:  # noqa: ANN401 - fields
        """The address of a page of the dashboard with a choice; empty where nobody said where the dashboard is."""
        if not self.edition.live:
            return ""
        selection = Selection(evidence=self.edition.selection.evidence, lang=self.language, **chosen)
        query = urlencode([*selection.to_query(), *more])
        return f"{self.edition.live}/{page}" + (f"?{query}" if query else "")


# --- the frame --------------------------------------------------------------------------------------------------


_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_NAVIGATION = (
    (FRONT, "edition.front"),
    (INCIDENT_INDEX, "page.incident"),
    (AREA_INDEX, "page.regions"),
    (METHOD, "page.method"),
    (FILES, "edition.files"),
)


def _rendered(template: str, here: _Here, head: Head, live: str, **values: Any) -> Page:  # noqa: ANN401 - of templates
    """A page from its template, with what every page needs."""
    edition, words = here.edition, here.words
    others = [language for language in edition.languages if language != here.language]
    page = PAGES.get_template(template).render(
        words=words,
        here=here,
        head=head,
        live=live,
        switches=[(other, here.root(f"{other}/{here.path}"), words("site.other_language")) for other in others],
        alternates=[(language, here.whole(language)) for language in edition.languages] if edition.base else [],
        canonical=here.whole(here.language),
        image=f"{edition.base}/{here.language}/{picture_path(PREVIEW, 'png')}",
        navigation=[(here.to(path), words(key), path == here.path) for path, key in _NAVIGATION],
        home=here.to(FRONT),
        style=here.root(edition.style),
        icon=here.root("icon.svg"),
        feed=here.root(edition.feed.format(language=here.language)) if edition.feed else "",
        evidence=words("brief.evidence", evidence=phrases.evidence_line(edition.selection.evidence, words)),
        footer=words("site.footer", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat())),
        **values,
    )
    return Page(f"{here.language}/{here.path}", page)


def _markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - its own markup; HTML in the text is escaped


def _html(text: str) -> Markup:
    """HTML of a room that escapes what it takes from the data."""
    return Markup(text)  # noqa: S704


def choice_page(edition: Edition) -> Page:
    """The page at the root: the languages of the edition, each named in its own."""
    offered = [(language, f"{language}/{FRONT}", Words(language)) for language in edition.languages]
    page = PAGES.get_template("choice.html").render(
        offered=offered,
        alternates=[(language, f"{edition.base}/{language}/") for language in edition.languages if edition.base],
        style=edition.style,
        icon="icon.svg",
    )
    return Page(CHOICE, page)


# --- incidents in lists ------------------------------------------------------------------------------------------


def _listed(rows: Iterable[dict[str, Any]], here: _Here) -> list[dict[str, Any]]:
    """Incidents as the rows of a table: address, date, name, place, mark and type, strongest tier, what is special."""
    words, edition = here.words, here.edition
    listed = []
    for row in rows:
        special = ""
        if row[col.STATUS] == "claimed":
            special = words.label(STATUSES, "claimed")
        elif row[col.INCIDENT_ID] not in edition.counted:
            special = words("edition.uncounted")
        listed.append(
            {
                "address": here.incident(row[col.INCIDENT_ID]),
                "date": words.when(row[col.STARTED_ON]),
                "name": row[words.column("name")],
                "place": phrases.place_line(row, edition.atlas, words),
                "mark": _html(mark_svg(row[col.ATTACK_TYPE])),
                "type": words.label(ATTACK_TYPES, row[col.ATTACK_TYPE]),
                "tier": words.label(TIERS, row[col.STRONGEST_TIER]),
                "special": special,
            }
        )
    return listed


def _uncounted(here: _Here) -> str:
    """How many incidents of the lists count in no figure; empty where all count."""
    count = len(here.edition.published) - len(here.edition.kept)
    return here.words("edition.uncounted_note", count=count) if count else ""


# --- the front ----------------------------------------------------------------------------------------------------


def front_page(edition: Edition, words: Words, pictures: Iterable[Picture]) -> Page:
    """The finding of the record, its key figures, its drawings, every incident, and what it does not mean."""
    here = _Here(edition, words, FRONT)
    kept = edition.kept
    totals = rows_of(impact_totals.totals(kept, cards.FRONT_MEASURES).reset_index())
    items = [cards.places_item(kept, words), *(cards.total_item(row[col.MEASURE], row, words) for row in totals)]
    return _rendered(
        "front.html",
        here,
        _head("", here),
        here.live(""),
        headline=phrases.count_sentence(kept, words),
        note=phrases.claims_sentence(kept, edition.selection, words),
        items=[_html(item) for item in items],
        pictures=list(pictures),
        years=_html(_years(kept, words)),
        caveats=_caveats(words),
        incidents=_listed(edition.newest_first, here),
        uncounted=_uncounted(here),
        areas=here.to(AREA_INDEX),
        index=here.to(INCIDENT_INDEX),
        method=here.to(METHOD),
        files=here.to(FILES),
        citations=_citations(words),
    )


def _head(page: str, here: _Here, incident: str = "") -> Head:
    """Title and description of a page that the dashboard has too."""
    head = heads.head_of(page, incident, here.edition.atlas, here.words)
    assert head is not None  # noqa: S101 - these pages exist
    return head


def _years(kept: pd.DataFrame, words: Words) -> str:
    """The numbers behind the chart of years."""
    table = year_table(trends.per_year(kept), words, KNOWN_UNTIL)
    rows = (
        [safe(year), *(safe(words.number(float(cell))) for cell in cells)]
        for year, cells in zip(table.index, table.to_numpy(), strict=True)
    )
    return method_tables.table([str(table.index.name), *map(str, table.columns)], rows, words)


def _caveats(words: Words) -> list[str]:
    """What the figures do not mean."""
    return [
        words("kit.limit_public"),
        words("edition.limit_gaps", date=words.when(KNOWN_UNTIL.isoformat())),
        words("kit.limit_empty"),
        words("edition.limit_range"),
        words("edition.limit_official"),
        words("kit.limit_rates"),
    ]


# --- incidents ----------------------------------------------------------------------------------------------------


def incident_index(edition: Edition, words: Words) -> Page:
    """Every incident under its year, and under each department or country that it touched."""
    here = _Here(edition, words, INCIDENT_INDEX)
    years: dict[str, list[dict[str, Any]]] = {}
    for row in edition.newest_first:
        years.setdefault(str(row[col.STARTED_ON])[:4], []).append(row)
    return _rendered(
        "incidents.html",
        here,
        _head("incident", here),
        here.live("incident"),
        title=words("incident.find_title", count=len(edition.published)),
        uncounted=_uncounted(here),
        years=[(year, _listed(rows, here)) for year, rows in years.items()],
        departments=_by_department(here),
        elsewhere=_by_country(here),
    )


class _Group(NamedTuple):
    """Incidents under one heading."""

    anchor: str
    name: str
    incidents: list[dict[str, Any]]


def _by_department(here: _Here) -> list[_Group]:
    """French incidents under each department that they touched, in the order of codes, then those without one."""
    names = _names(here.edition.atlas.departments, here.words)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in here.edition.newest_first:
        if row[col.COUNTRY] == FRANCE:
            for code in split_list(row[col.DEPARTMENTS]) or [""]:
                found.setdefault(code, []).append(row)
    groups = [
        _Group(f"d{code}", f"{names[code]} ({code})", _listed(found[code], here)) for code in names if code in found
    ]
    if "" in found:
        groups.append(_Group("d-", here.words("regions.unplaced_row_department"), _listed(found[""], here)))
    return groups


def _by_country(here: _Here) -> list[_Group]:
    """Incidents outside France under their country, in alphabetical order of the language."""
    names = _names(here.edition.atlas.countries, here.words)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in here.edition.newest_first:
        if row[col.COUNTRY] != FRANCE:
            found.setdefault(row[col.COUNTRY], []).append(row)
    return [
        _Group(f"c{code}", names[code], _listed(found[code], here))
        for code in sorted(found, key=lambda code: plain(names[code]))
    ]


def _names(table: pd.DataFrame, words: Words) -> dict[str, str]:
    """Names of areas by code, with their typographic apostrophe, in the order of the table."""
    named = zip(table[col.CODE], table[words.column("name")], strict=True)
    return {str(code): str(name).replace("'", "’") for code, name in named}


def incident_page(edition: Edition, words: Words, incident: str) -> Page:
    """The file of one incident, with what the level of evidence lets its sources say."""
    here = _Here(edition, words, incident_path(incident))
    atlas = edition.atlas
    (row,) = rows_of(edition.published[edition.published[col.INCIDENT_ID] == incident])
    claims = edition.claims[incident]
    events = atlas.events[atlas.events[col.INCIDENT_ID] == incident].sort_values(col.OCCURRED_ON, kind="stable")
    sites = pd.DataFrame(atlas.sites[atlas.sites[col.INCIDENT_ID] == incident])
    sources = cards.sources_of(incident, atlas)
    names = edition.published.set_index(col.INCIDENT_ID)[words.column("name")]
    beside = zip(("previous", "next"), dossier.neighbours(incident, edition.published), strict=True)
    return _rendered(
        "incident.html",
        here,
        _head("incident", here, incident),
        here.live("incident", incident=incident),
        row=row,
        name=row[words.column("name")],
        kicker=_html(cards.kicker(row, atlas, words, mark_svg)),
        claimed=words.label(STATUSES, "claimed") if row[col.STATUS] == "claimed" else "",
        silent=claims.empty,
        summary=row[words.column("summary")],
        about=_html(cards.about(row, words)),
        items=[_html(item) for item in cards.incident_items(row, edition.figures[incident], words).values()],
        timeline=_html(dossier.timeline(events, atlas, words)) if len(events) else "",
        places=_html(dossier.places(sites, atlas, words)) if len(sites) else "",
        areas=_areas_touched(sites, here),
        services=_html(dossier.services(claims, atlas, words)),
        response=_html(dossier.response(claims, row[col.COUNTRY] == FRANCE, atlas, words)),
        ending=_html(dossier.ending(row, claims, atlas, words)),
        claims=len(claims),
        disagreements=_html(dossier.disagreements(incident, claims, atlas, words)),
        agreements=_html(dossier.agreements(claims, atlas, words)),
        related=_related(incident, here),
        sources=_html(dossier.sources_by_tier(sources, words)),
        source_count=len(sources),
        citation=dossier.citation(row, words),
        version=words("incident.version", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat())),
        beside=[
            (name, here.incident(other), words(f"incident.{name}", name=names[other]))
            for name, other in beside
            if other is not None
        ],
    )


def _areas_touched(sites: pd.DataFrame, here: _Here) -> list[tuple[str, str]]:
    """Address and name of the page of each department that an incident touched."""
    names = _names(here.edition.atlas.departments, here.words)
    touched = set(sites[col.DEPARTMENT].dropna())
    return [(here.area("department", code), f"{name} ({code})") for code, name in names.items() if code in touched]


def _related(incident: str, here: _Here) -> list[tuple[str, Markup]]:
    """What relates an incident to others, and those others as a list."""
    edition, words = here.edition, here.words
    told = []
    for reason, others in edition.related[incident].items():
        table = edition.published[edition.published[col.INCIDENT_ID].isin(others)]
        rows = rows_of(table.sort_values([col.STARTED_ON, col.INCIDENT_ID]))
        listed = cards.short_list(rows, edition.atlas, words, mark_svg, here.incident)
        told.append((words(f"incident.related_{reason}"), _html(listed)))
    return told


# --- areas --------------------------------------------------------------------------------------------------------


def area_index(edition: Edition, words: Words) -> Page:
    """Regions in alphabetical order, under each its departments by code, with counts and never a ranking."""
    here = _Here(edition, words, AREA_INDEX)
    regions = _names(edition.atlas.regions, words)
    groups = [
        (_area_line("region", code, regions[code], here), _departments_of(code, here))
        for code in sorted(regions, key=lambda code: plain(regions[code]))
    ]
    return _rendered(
        "areas.html",
        here,
        Head(f"{words('edition.areas_title')} – {words('site.title')}", words("edition.areas_note"), ""),
        here.live("regions"),
        groups=groups,
    )


class _AreaLine(NamedTuple):
    """One area in a list."""

    code: str
    name: str
    address: str
    known: bool  # of any attack
    told: str


def _area_line(level: Level, code: str, name: str, here: _Here) -> _AreaLine:
    count = int(here.edition.area_counts[level][code])
    told = here.words("edition.area_count", count=count) if count else here.words("map.zero")
    return _AreaLine(code, name, here.area(level, code), count > 0, told)


def _departments_of(region: str, here: _Here) -> list[_AreaLine]:
    """The departments of a region, in the order of codes."""
    table = here.edition.atlas.departments
    names = _names(table, here.words)
    codes = sorted(map(str, table.loc[table[col.REGION] == region, col.CODE]))
    return [_area_line("department", code, names[code], here) for code in codes]


def area_pages(edition: Edition, words: Words) -> Iterator[Page]:
    """The brief of each department and of each region, with the areas around it."""
    of_department = dict(zip(edition.atlas.departments[col.CODE], edition.atlas.departments[col.REGION], strict=True))
    regions = _names(edition.atlas.regions, words)
    for content in edition.briefs[words.language]:
        here = _Here(edition, words, area_path(content.level, content.code))
        region = str(of_department[content.code]) if content.level == "department" else content.code
        chosen = {content.level: (content.code,)}
        level = [("level", content.level)] if content.level == "region" else []
        yield _rendered(
            "area.html",
            here,
            Head(f"{content.heading} – {words('site.title')}", content.answer, ""),
            here.live("regions", level, **chosen),
            content=_html(content.html),
            level=content.level,
            region=(here.area("region", region), regions[region]),
            departments=_departments_of(region, here) if content.level == "region" else [],
            areas=here.to(AREA_INDEX),
        )


# --- method and files ---------------------------------------------------------------------------------------------


def _citations(words: Words) -> list[tuple[str, str]]:
    """How to cite the whole atlas: the name of each form, and its text."""
    return [(words(f"method.cite_{form}"), text) for form, text in citations.citations(words).items()]


class _Table(NamedTuple):
    """A table that opens under its title."""

    title: str
    html: Markup


def method_page(edition: Edition, words: Words) -> Page:
    """The method with its tables, the dictionary, the crosswalk, and what changed between versions of the data."""
    here = _Here(edition, words, METHOD)
    atlas = edition.atlas
    open_tables = {
        "evidence": method_tables.codes(TIERS, words),
        "figures": method_tables.codes(RULES, words),
        "precision": method_tables.precisions(words),
        "corrections": method_tables.corrections(atlas, words),
    }
    closed = {
        "beds": _Table(
            words("method.unmatched", count=len(atlas.beds_unmatched)),
            _html(method_tables.unmatched(atlas, words, here.incident)),
        ),
        "left-out": _Table(
            words("method.mentions", count=len(atlas.mentions)), _html(method_tables.mentions(atlas, words))
        ),
    }
    return _rendered(
        "method.html",
        here,
        _head("method", here),
        here.live("method"),
        sections=[
            (section, _markdown(section.body), _html(open_tables.get(section.topic, "")), closed.get(section.topic))
            for section in method.sections(atlas, words)
        ],
        citations=_citations(words),
        dictionary=[
            *(
                _Table(f"{one.name} – {one.row.in_language(words.language)}", _html(method_tables.columns(one, words)))
                for one in TABLES.values()
            ),
            _Table(words("method.measures", count=len(MEASURES)), _html(method_tables.measures(words))),
        ],
        crosswalk=_Table(
            words("method.veris_table", count=len(veris.CROSSWALK)), _html(method_tables.crosswalk(words))
        ),
        changes=_versions(edition, words),
    )


def _versions(edition: Edition, words: Words) -> list[tuple[str, str, list[str]]]:
    """Version, day and changes of the data, in the order of the file."""
    return [
        (str(version), words.when(day), list(rows[words.column("text")]))
        for (version, day), rows in edition.changes.groupby([col.VERSION, col.DATE], sort=False)
    ]


def files_page(edition: Edition, words: Words, files: Sequence[File]) -> Page:
    """Every file that can be taken away, with its rows and its size."""
    here = _Here(edition, words, FILES)
    by_table: dict[str, list[File]] = {}
    for file in files:
        by_table.setdefault(file.table, []).append(file)
    defined = TABLES | COMPUTED_TABLES
    return _rendered(
        "downloads.html",
        here,
        Head(f"{words('edition.files_title')} – {words('site.title')}", words("edition.files_note"), ""),
        "",
        tables=[
            (
                name,
                defined[name].row.in_language(words.language),
                words.number(own[0].rows),
                [(here.root(file.path), file.label, _size(file, words)) for file in own],
            )
            for name, own in by_table.items()
            if name != NO_TABLE
        ],
        alone=[
            (here.root(file.path), posixpath.basename(file.path), file.label, _size(file, words))
            for file in by_table[NO_TABLE]
        ],
        method=here.to(METHOD),
        citations=_citations(words),
    )


def _size(file: File, words: Words) -> str:
    """The size of a file in kilobytes, at least one."""
    return words("edition.kilobytes", size=words.number(max(1, round(len(file.content) / 1000))))


def pages(edition: Edition, words: Words, files: Sequence[File], pictures: Sequence[Picture]) -> Iterator[Page]:
    """All pages of one language, one after the other.

    Parameters
    ----------
    edition : Edition
    words : Words
    files : sequence of File
        What can be taken away in the language (`edition_files.files`).
    pictures : sequence of Picture
        What the front shows (`edition_pictures.pictures`).
    """
    yield front_page(edition, words, pictures)
    yield incident_index(edition, words)
    for incident in edition.published[col.INCIDENT_ID]:
        yield incident_page(edition, words, incident)
    yield area_index(edition, words)
    yield from area_pages(edition, words)
    yield method_page(edition, words)
    yield files_page(edition, words, files)
