"""The tables of the method page as HTML: codes, what was left out, corrections, the dictionary, the crosswalk.

Every word from the data is escaped, and a reader is sent only to the sources that we link to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.outputs.html.speakers import source_link
from analytics.record.cells import rows_of
from analytics.schema import col, veris
from analytics.schema.codes import POINT_PRECISIONS, PRECISIONS, RULES, TIERS, UNMATCHED_REASONS, Label
from analytics.schema.measures import MEASURES
from analytics.schema.tables import Column, Table
from analytics.words import official
from analytics.words.escape import safe
from analytics.words.incidents import names as incident_names
from analytics.words.sources import publisher
from analytics.words.text import Words

LONGEST_LIST = 25  # codes that the dictionary lists beside a column


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], words: Words) -> str:
    """A table whose cells are HTML already; it scrolls in its own frame where the screen is narrow."""
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="frame" tabindex="0" lang="{words.language}"><table class="plain-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def codes(labels: Mapping[str, Label], words: Words) -> str:
    """A list of codes with what they mean."""
    return table(
        (words("method.code"), words("method.meaning")),
        ((f"<code>{safe(code)}</code>", safe(words.label(dict(labels), code))) for code in labels if code),
        words,
    )


def opened(atlas: Atlas, words: Words) -> dict[str, str]:
    """The tables that stand open under a section, by its topic."""
    return {
        "evidence": codes(TIERS, words),
        "figures": codes(RULES, words),
        "precision": codes({**PRECISIONS, **POINT_PRECISIONS}, words),
        "official-counts": official_counts(atlas, words),
        "corrections": corrections(atlas, words),
    }


def official_counts(atlas: Atlas, words: Words) -> str:
    """The countries with official counts, and what of them stands beside our incidents."""
    rows = official.countries_table(atlas, words)
    return table(map(str, rows), ([safe(cell) for cell in row] for row in rows.itertuples(index=False)), words)


def closed(atlas: Atlas, words: Words, address: Callable[[str], str]) -> dict[str, tuple[str, str]]:
    """The long tables, which open under their title, by the topic of their section; `address` as for `unmatched`."""
    return {"beds": without_beds(atlas, words, address), "left-out": left_out(atlas, words)}


def without_beds(atlas: Atlas, words: Words, address: Callable[[str], str]) -> tuple[str, str]:
    """Title and table of the French incidents without official beds."""
    return words("method.unmatched", count=len(atlas.beds_unmatched)), unmatched(atlas, words, address)


def left_out(atlas: Atlas, words: Words) -> tuple[str, str]:
    """Title and table of what was read and is not an incident."""
    return words("method.mentions", count=len(atlas.mentions)), mentions(atlas, words)


def unmatched(atlas: Atlas, words: Words, address: Callable[[str], str]) -> str:
    """French incidents without official beds, and why; `address` says where an incident leads, by its identifier."""
    names = incident_names(atlas.incidents, words)
    rows = []
    for row in rows_of(atlas.beds_unmatched):
        note = row[words.column("note")]
        incident = row[col.INCIDENT_ID]
        rows.append(
            (
                f'<a href="{safe(address(incident))}" target="_self">{safe(names[incident])}</a>',
                safe(words.label(UNMATCHED_REASONS, row[col.REASON])),
                "" if pd.isna(note) else safe(note),
            )
        )
    return table((words("table.name"), words("method.why"), words("dossier.note")), rows, words)


def mentions(atlas: Atlas, words: Words) -> str:
    """What was read and is not an incident, and why."""
    sources = {row[col.SOURCE_ID]: row for row in rows_of(atlas.sources)}
    rows = []
    for row in rows_of(atlas.mentions):
        source = sources[row[col.SOURCE_ID]]
        text = row[words.column("text")]
        rows.append(
            (
                safe(row[col.ORGANISATION]),
                "" if pd.isna(row[col.WHEN]) else safe(row[col.WHEN]),
                "" if pd.isna(text) else safe(text),
                safe(row[words.column("reason")]),
                source_link(source, publisher(source, words)),
            )
        )
    heads = ("organisation", "when", "said", "why", "source")
    return table((words(f"method.{name}") for name in heads), rows, words)


def corrections(atlas: Atlas, words: Words) -> str:
    """What we corrected in the tables as collected; a sentence where that is nothing."""
    rows = rows_of(atlas.corrections)
    if not rows:
        return f"<p>{safe(words('method.no_corrections'))}</p>"
    return table(
        (words(f"method.{name}") for name in ("when", "where", "was", "is", "why")),
        (
            (
                safe(words.when(row["date"])),
                f"<code>{safe(row['table'])} · {safe(row['key'])} · {safe(row['column'])}</code>",
                safe(row["expected"] or words("method.empty")),
                safe(row["value"] or words("method.empty")),
                safe(row[words.column("reason")]),
            )
            for row in rows
        ),
        words,
    )


def columns(defined: Table, words: Words) -> str:
    """The columns of one table, with the codes that they hold."""
    rows = []
    for column in defined.columns:
        held = ""
        if column.codes and len(column.codes) < LONGEST_LIST and not _lists_measures(defined, column):
            held = "; ".join(
                f"<code>{safe(code)}</code> {safe(words.label(column.codes, code))}" for code in column.codes if code
            )
        rows.append((f"<code>{safe(column.name)}</code>", safe(column.meaning.in_language(words.language)), held))
    return table((words("method.column"), words("method.meaning"), words("method.codes")), rows, words)


def _lists_measures(defined: Table, column: Column) -> bool:
    """Whether the codes of a column are the measures of the claims, which have a table of their own."""
    return defined.name == col.CLAIMS and column.codes is not None and column.codes.keys() == MEASURES.keys()


def measures(words: Words) -> str:
    """What a claim may be about, with the unit of each."""
    return table(
        (words("method.code"), words("method.label"), words("method.meaning"), words("method.unit")),
        (
            (
                f"<code>{safe(name)}</code>",
                safe(measure.label.in_language(words.language)),
                safe(measure.meaning.in_language(words.language)),
                safe(measure.unit),
            )
            for name, measure in MEASURES.items()
        ),
        words,
    )


def crosswalk(words: Words) -> str:
    """Our codes in the VERIS vocabulary."""
    rows = []
    for match in veris.CROSSWALK:
        ours = f"<code>{safe(match.column)}</code>" + (f" = <code>{safe(match.code)}</code>" if match.code else "")
        remark = match.remark.in_language(words.language) if match.remark else ""
        rows.append((ours, f"<code>{safe(match.path)}</code>" if match.path else "", safe(match.value), safe(remark)))
    heads = (*(words(f"method.veris_{name}") for name in ("ours", "path", "value")), words("dossier.note"))
    return table(heads, rows, words)
