"""The page that says to people what programs can fetch, with the dictionary of every table."""

from __future__ import annotations

from analytics.drawings.leaflet.assets import page_css
from analytics.drawings.theme import SANS, SERIF
from analytics.outputs.addresses import FEED, KIT, OPENAPI, PACKAGE, asked, formats_of, table_path
from analytics.outputs.labelled import headers
from analytics.outputs.served import DEFINED, columns_of
from analytics.outputs.tables import EXPORTED
from analytics.outputs.templates import PAGES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.words.text import Words

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


def api_page(base: str, words: Words) -> str:
    """The page, whose addresses begin with the base path."""
    return PAGES.get_template("api.html").render(
        words=words,
        colours=page_css("light"),
        sans=SANS,
        serif=SERIF,
        base=base,
        front=asked(f"{base}/", [("lang", words.language)]),
        documents=[(name, base + name) for name in (PACKAGE, OPENAPI, KIT, FEED)],
        tables=[_table(name, base, words) for name in EXPORTED],
        footer=words("site.footer", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat())),
    )


def _table(name: str, base: str, words: Words) -> dict[str, object]:
    columns = columns_of(name)
    return {
        "name": name,
        "row": DEFINED[name].row.in_language(words.language),
        "files": [(form, f"{base}{table_path(name, form)}?lang={words.language}") for form in formats_of(name)],
        "columns": [
            (column.name, header, column.meaning.in_language(words.language))
            for column, header in zip(columns, headers(columns, words), strict=True)
        ],
    }
