"""What the static edition says of itself: the method with its tables and the dictionary, accessibility, licences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markupsafe import Markup

from analytics import site
from analytics.edition.frame import (
    ACCESSIBILITY,
    FILES,
    LICENCES,
    METHOD,
    Edition,
    Here,
    Page,
    head_in_dashboard,
    rendered,
)
from analytics.outputs.html import method_tables, record_tables, third_parties
from analytics.outputs.templates import trusted
from analytics.schema import col, veris
from analytics.schema.measures import MEASURES
from analytics.schema.tables import CHECKED, Table
from analytics.selection.selection import Selection
from analytics.words import declared, method
from analytics.words.citations import named_citations
from analytics.words.text import Words

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def _markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - its own markup; HTML in the text is escaped


class _Table(NamedTuple):
    """A table that opens under its title."""

    title: str
    html: Markup


def method_page(edition: Edition, words: Words) -> Page:
    """The method with its tables, the dictionary, the crosswalk, and what changed between versions of the data."""
    here = Here(edition, words, METHOD)
    atlas = edition.atlas
    opened = {
        **method_tables.opened(atlas, words),
        "origin": record_tables.map_in_page(atlas, words),
    }
    tables = {
        **method_tables.closed(atlas, words, here.incident),
        "origin": record_tables.countries(atlas, words),
        "quality": record_tables.rates(atlas, words),
    }
    closed = {topic: _Table(title, trusted(table)) for topic, (title, table) in tables.items()}
    return rendered(
        "method.html",
        here,
        head_in_dashboard("method", here),
        here.live("method"),
        sections=[
            (section, _markdown(section.body), trusted(opened.get(section.topic, "")), closed.get(section.topic))
            for section in method.sections(atlas, edition.held.published(Selection().evidence), words)
        ],
        files=here.to(FILES),
        citations=named_citations(words, here.cited("method")),
        dictionary=[
            *(_defined(table, words) for table in CHECKED.values()),
            _Table(words("method.measures", count=len(MEASURES)), trusted(method_tables.measures(words))),
        ],
        crosswalk=_Table(
            words("method.veris_table", count=len(veris.CROSSWALK)), trusted(method_tables.crosswalk(words))
        ),
        changes=_versions(edition, words),
    )


def accessibility_page(edition: Edition, words: Words) -> Page:
    """The declaration of accessibility."""
    here = Here(edition, words, ACCESSIBILITY)
    told = [(section.title, _markdown(section.body)) for section in declared.declaration(words)]
    return _told(site.ACCESSIBILITY, here, words("accessibility.title"), told)


def licences_page(edition: Edition, words: Words) -> Page:
    """The licences of what others made of the atlas."""
    here = Here(edition, words, LICENCES)
    told = [
        (words("licences.parts"), trusted(third_parties.parts(words)) + _markdown(third_parties.bundled(words))),
        (words("licences.texts"), trusted(third_parties.texts(words))),
    ]
    return _told(site.LICENCES, here, words("licences.title"), told, _markdown(words("licences.ours")))


def _told(page: site.Page, here: Here, title: str, sections: Sequence[tuple[str, Markup]], first: str = "") -> Page:
    """A page of text that the dashboard has too, under the same name."""
    return rendered(
        "told.html",
        here,
        head_in_dashboard(page.path, here),
        here.live(page.path),
        title=title,
        subtitle=here.words(page.subtitle),
        first=first,
        sections=sections,
    )


def _defined(table: Table, words: Words) -> _Table:
    """The columns of one table, under what a row of it is."""
    title = f"{table.name} – {table.row.in_language(words.language)}"
    return _Table(title, trusted(method_tables.columns(table, words)))


def _versions(edition: Edition, words: Words) -> list[tuple[str, str, list[str]]]:
    """Version, day and changes of the data, in the order of the file."""
    return [
        (str(version), words.when(day), list(rows[words.column("text")]))
        for (version, day), rows in edition.held.changes.groupby([col.VERSION, col.DATE], sort=False)
    ]
