"""What all pages of the static edition share: where each is, what is worked out once, and the frame around it.

A page needs no script, asks no other host, and says what the dashboard says, in the same words. Its frame is a
template of Jinja, in which every value is escaped; what is put in whole comes from the rooms that escape it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from analytics.edition.pictures import PREVIEW, picture_path
from analytics.geography.levels import Level
from analytics.outputs import addresses, brief, heads
from analytics.outputs.brief import Content
from analytics.outputs.datapackage import LICENCE_PAGE
from analytics.outputs.heads import Head
from analytics.outputs.held import Basis
from analytics.outputs.html import reporting
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.notes.note import FORMS
from analytics.outputs.templates import templates_in, trusted
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection
from analytics.site import repository
from analytics.statistics import areas
from analytics.words import phrases
from analytics.words.text import Words

# addresses within the folder of a language
FRONT, INCIDENT_INDEX, AREA_INDEX, NAMES, METHOD, FILES, ACCESSIBILITY, LICENCES = (
    "index.html",
    "incidents/index.html",
    "areas/index.html",
    "names.html",
    "method.html",
    "downloads.html",
    "accessibility.html",
    "licences.html",
)
CHOICE = "index.html"  # within the edition: the page that offers its languages


_KEY = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", re.ASCII)
LONGEST_KEY = 100


def incident_path(incident: str) -> str:
    """Where the page of an incident is, within the folder of a language; errors as `area_path`."""
    return f"incidents/{_named(incident)}.html"


def area_path(level: Level, code: str) -> str:
    """Where the page of a department or a region is, within the folder of a language.

    Raises
    ------
    ValueError
        Where the code is more than letters, digits and hyphens, too long, or the name of a page that lists others.
    """
    return f"{level}s/{_named(code)}.html"


def hospitals_path(department: str) -> str:
    """Where the page of the hospitals of a department is, within the folder of a language; errors as `area_path`."""
    return f"hospitals/{_named(department)}.html"


def _named(key: str) -> str:
    """A key that names a page."""
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY or key.lower() == "index":
        raise ValueError(
            f"{key[:LONGEST_KEY]!r} cannot be the key of a page: letters, digits and single hyphens between them, at "
            f"most {LONGEST_KEY}, and not “index”"
        )
    return key


def relative(target: str, page: str) -> str:
    """The address of a file seen from a page; both as paths within one folder."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def whole(edition: Edition, language: str, path: str) -> str:
    """The public address of a page in a language; a folder's own page goes by the folder."""
    return f"{edition.base}/{language}/{path.removesuffix('index.html')}"


def paths(edition: Edition) -> Iterator[str]:
    """Where all pages are, within the folder of a language."""
    yield from (FRONT, INCIDENT_INDEX, AREA_INDEX, NAMES, METHOD, FILES, ACCESSIBILITY, LICENCES)
    yield from map(incident_path, edition.published[col.INCIDENT_ID])
    yield from (area_path(level, code) for level in brief.LEVELS for code in edition.area_counts[level])
    yield from map(hospitals_path, edition.area_counts["department"])


TEMPLATES = Path(__file__).resolve().parent / "templates"
# the files beside a page, also where it is opened from a folder (file:), and no script, frame or foreign address
POLICY = "default-src 'none'; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
PAGES = templates_in(TEMPLATES, POLICY)


class Page(NamedTuple):
    """One page: its path within the edition, and its HTML."""

    path: str
    html: str


@dataclass(frozen=True)
class Edition(Basis):
    """What all pages of an edition share, each worked out once; of its selection, the level of evidence alone is used.

    Attributes
    ----------
    languages : those of the edition, in the order in which a reader is offered them.
    live, base : where the dashboard and this edition are published, without a final slash; empty where not said.
    style : name of the style sheet at the root of the edition.
    feed : path of the feed of a ``{language}``, within the edition; empty where there is none.
    """

    languages: tuple[str, ...]
    live: str = ""
    base: str = ""
    style: str = "edition.css"
    feed: str = ""

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
            return relative(incident_path(incident), f"{level}s/")

        return brief.contents(self.held, self.selection, self.languages, address)

    @cached_property
    def area_counts(self) -> dict[Level, dict[str, tuple[int, int]]]:
        """How many incidents that count touched each department and region, and how many of them are claimed alone."""
        levels: tuple[Level, ...] = brief.LEVELS
        tables = {level: areas.rate_table(self.atlas, self.published, self.selection, level) for level in levels}
        return {
            level: {row[col.CODE]: (int(row[col.INCIDENTS]), int(row[col.INCIDENTS_CLAIMED])) for row in rows_of(table)}
            for level, table in tables.items()
        }

    @cached_property
    def dossiers(self) -> dict[str, Dossier]:
        """The file of each incident."""
        incidents = self.published[col.INCIDENT_ID]
        evidence = self.selection.evidence
        return {incident: Dossier(incident, self.atlas, self.published, evidence) for incident in incidents}


class Here(NamedTuple):
    """One page in the making: in which edition, in which language, at which path within the language's folder."""

    edition: Edition
    words: Words
    path: str

    @property
    def language(self) -> str:
        """That of its words."""
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
        query = urlencode([*selection.to_page(), *more])
        return f"{self.edition.live}/{page}" + (f"?{query}" if query else "")

    def notes(self, kind: str, code: str) -> list[tuple[str, str]]:
        """Address and form of the notes of one page that the dashboard makes; none where nobody said where it is."""
        if not self.edition.live:
            return []
        query = Selection(evidence=self.edition.selection.evidence, lang=self.language).to_query()
        return [
            (self.edition.live + addresses.note_path(kind, code, form, query), self.words(f"note.form_{form}"))
            for form in FORMS
        ]

    def cited(self, page: str, **chosen: Any) -> str:  # noqa: ANN401 - fields of a selection
        """The address that a citation gives: of the same page of the dashboard, else of this one; empty without."""
        return self.live(page, **chosen) or self.whole(self.language)


_NAVIGATION = (
    (FRONT, "edition.front"),
    (INCIDENT_INDEX, "page.incident"),
    (AREA_INDEX, "page.regions"),
    (NAMES, "edition.names"),
    (METHOD, "page.method"),
    (FILES, "edition.files"),
)


def rendered(template: str, here: Here, head: Head, live: str, **values: Any) -> Page:  # noqa: ANN401 - of templates
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
        metas=[trusted(line) for line in heads.metas(head._replace(path=here.whole(here.language)), "", words)],
        package=here.root(f"data/{here.language}/datapackage.json"),
        licence=LICENCE_PAGE,
        image=f"{edition.base}/{here.language}/{picture_path(PREVIEW, 'png')}",
        navigation=[(here.to(path), words(key), path == here.path) for path, key in _NAVIGATION],
        home=here.to(FRONT),
        style=here.root(edition.style),
        icon=here.root("icon.svg"),
        feed=here.root(edition.feed.format(language=here.language)) if edition.feed else "",
        evidence=words("brief.evidence", evidence=phrases.evidence_line(edition.selection.evidence, words)),
        who=f"{here.to(METHOD)}#who",
        names=here.to(NAMES),
        accessibility=here.to(ACCESSIBILITY),
        licences=here.to(LICENCES),
        repository=repository(),
        report=trusted(reporting.part(head.title, here.whole(here.language) or live, words)),
        footer=words("site.footer", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat())),
        **values,
    )
    return Page(f"{here.language}/{here.path}", page)


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


def head_in_dashboard(page: str, here: Here, incident: str = "") -> Head:
    """Title and description of a page that the dashboard has too."""
    head = heads.head_of(page, incident, here.edition.atlas, here.words)
    assert head is not None  # noqa: S101 - these pages exist
    return head


def area_names(table: pd.DataFrame, words: Words) -> dict[str, str]:
    """Names of areas by code, with their typographic apostrophe, in the order of the table."""
    named = zip(table[col.CODE], table[words.column("name")], strict=True)
    return {str(code): str(name).replace("'", "’") for code, name in named}
