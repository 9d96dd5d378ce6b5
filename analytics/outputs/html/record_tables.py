"""What the method page says of the record itself as HTML: what was found where, and how many errors a reading found.

Every word from the data is escaped.
"""

from __future__ import annotations

from base64 import b64encode

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.drawings import legends
from analytics.drawings.maps.searched_map import SearchedMap, class_of, searched_map
from analytics.drawings.theme import OF_THE_PAGE, Theme
from analytics.outputs.html.method_tables import table
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import BATCHES, MENDED_KINDS, READING_KINDS, READING_WAYS, SOURCE_LANGUAGES, YES_NO, Label
from analytics.statistics import quality
from analytics.statistics.searched import LANGUAGES, LATEST, PUBLISHERS, searched
from analytics.words.escape import safe
from analytics.words.incidents import names as incident_names
from analytics.words.text import UNKNOWN, Words


def map_of_sources(atlas: Atlas, theme: Theme, words: Words) -> str:
    """The countries where something was found, by the languages of the sources; as an image, which Streamlit keeps."""
    drawn = _map(atlas, theme, words)
    image = f"data:image/svg+xml;base64,{b64encode(drawn.svg.encode()).decode()}"
    alt = safe(words("method.searched_map"))
    return f'<img class="searched" src="{image}" alt="{alt}">{legends.swatches_html(drawn.key, theme)}'


def map_in_page(atlas: Atlas, words: Words) -> str:
    """The same as a part of a page whose style sheet names the colours."""
    drawn = _map(atlas, OF_THE_PAGE, words)
    items = "".join(
        f'<li><svg class="mark" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="{colour}"/>'
        f"</svg> {safe(label)}</li>"
        for colour, label in drawn.key
    )
    return f'{drawn.svg}<ul class="swatches">{items}</ul>'


def _map(atlas: Atlas, theme: Theme, words: Words) -> SearchedMap:
    found = searched(atlas)[LANGUAGES]
    return searched_map({str(code): class_of(split_list(cell)) for code, cell in found.items()}, theme, words)


def countries(atlas: Atlas, words: Words) -> tuple[str, str]:
    """Title and table of what was found in each country."""
    found = searched(atlas)
    names = atlas.place_names[col.COUNTRY, words.column("name")]
    rows = (
        (
            _whole(names[row[col.COUNTRY]]),
            *(words.number(row[name]) for name in (col.INCIDENTS, col.SOURCES, PUBLISHERS)),
            _whole(_labels(row[LANGUAGES], SOURCE_LANGUAGES, words) or UNKNOWN),
            _whole(words.when(row[LATEST])),
        )
        for row in rows_of(found.reset_index())
    )
    heads = ("country", "incidents", "sources", "publishers", "languages", "latest")
    title = words("method.searched_table", count=len(found))
    return title, table((words(f"method.searched_{name}") for name in heads), rows, words)


def rates(atlas: Atlas, words: Words) -> tuple[str, str]:
    """Title and table of the errors that each reading found, by research."""
    rows = (
        (
            safe(words.label(READING_KINDS, row[col.READING])),
            _roomy(_labels(row[col.BATCH], BATCHES, words, words("semicolon")) or words("method.read_all")),
            *(_counted(row[name], words) for name in (col.INCIDENTS, col.FACTS_COMPARED)),
            _rate(row[col.WRONG], row[quality.SHARE], row[quality.LOW], row[quality.HIGH], words),
            _rate(
                row[col.FALSE_OR_MISATTRIBUTED],
                row[quality.FALSE_SHARE],
                row[quality.FALSE_LOW],
                row[quality.FALSE_HIGH],
                words,
            ),
            _roomy(row[words.column("note")]),
        )
        for row in rows_of(quality.by_batch(atlas))
    )
    heads = ("reading", "batch", "incidents", "compared", "wrong", "false")
    named = (*(words(f"method.read_{name}") for name in heads), words("dossier.note"))
    return words("method.read_table"), table(named, rows, words)


def _labels(cell: object, labels: dict[str, Label], words: Words, between: str = ", ") -> str:
    """What the codes of a cell are called."""
    return between.join(words.label(labels, code) for code in split_list(cell))


def _counted(count: float | None, words: Words) -> str:
    return UNKNOWN if count is None or pd.isna(count) else words.number(count)


def _rate(count: float | None, share: float, low: float, high: float, words: Words) -> str:
    """How many, their share and its interval, as far as they are known."""
    if pd.isna(share):
        return _counted(count, words)
    if pd.isna(low):
        return safe(words.percent(share, 1))
    span = words.span(100 * low, 100 * high, 1)
    return f"{words.number(count)}<br>{_whole(f'{words.percent(share, 1)} ({span})')}"


def _roomy(cell: object) -> str:
    """Text that has room for some words a line; nothing where the cell is empty."""
    return "" if pd.isna(cell) else f'<span class="roomy">{safe(cell)}</span>'  # type: ignore[call-overload]


def _whole(text: str) -> str:
    """Text that is not broken into lines: tables that are too wide scroll."""
    return f'<span class="whole">{safe(text)}</span>'


def readings(atlas: Atlas, words: Words) -> pd.DataFrame:
    """Every reading of an incident, under headings in the reader's language; numbers stay numbers."""
    rows, names = atlas.readings, incident_names(atlas.incidents, words)

    def labelled(column: str, labels: dict[str, Label]) -> pd.Series:
        return rows[column].map(lambda cell: _labels(cell, labels, words))

    return pd.DataFrame(
        {
            words("table.name"): rows[col.INCIDENT_ID].map(names).fillna(rows[col.INCIDENT_ID]),
            words("method.read_reading"): labelled(col.READING, READING_KINDS),
            words("method.read_how"): labelled(col.HOW, READING_WAYS),
            words("method.read_compared"): rows[col.FACTS_COMPARED],
            words("method.read_wrong"): rows[col.WRONG],
            words("method.read_false"): rows[col.FALSE_OR_MISATTRIBUTED],
            words("method.read_changes"): rows[col.CHANGES],
            words("method.read_mended"): labelled(col.MENDED, MENDED_KINDS),
            words("method.read_open"): labelled(col.OPEN, YES_NO),
        }
    )
