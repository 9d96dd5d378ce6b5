"""Method: what counts, who is believed, how a figure comes about, what is missing, and how to quote it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd
import streamlit as st

from analytics import method, veris
from analytics.maps import safe
from analytics.records import rows_of
from analytics.schema import (
    CLAIMS,
    INCIDENT_ID,
    MEASURES,
    ORGANISATION,
    POINT_PRECISIONS,
    PRECISIONS,
    PUBLISHER,
    REASON,
    RULES,
    SOURCE_ID,
    TABLES,
    TIERS,
    UNMATCHED_REASONS,
    WHEN,
    Label,
    Table,
)
from dashboard import cards, controls, frame, loading, opening

run = frame.run()
atlas, chosen, words, theme, published, kept = run


def method_page() -> None:
    """The page: the sections with their tables, then the dictionary, the crosswalk and the changes."""
    st.markdown(f"# {words('method.title')}")
    st.markdown(words("method.subtitle"))
    controls.dial(chosen.selection, opening.count, words)
    for section in method.sections(atlas, words):
        st.markdown(f"## {section.title}")
        st.markdown(section.body)
        if section.topic in ADDED:
            ADDED[section.topic]()
    dictionary()
    crosswalk()
    changes()


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A table whose cells are HTML already; it scrolls in its own frame where the screen is narrow."""
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    st.html(
        f'<div class="frame" tabindex="0" lang="{words.language}"><table class="plain-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def codes(labels: Mapping[str, Label]) -> None:
    """A list of codes with what they mean."""
    table(
        (words("method.code"), words("method.meaning")),
        ((f"<code>{safe(code)}</code>", safe(words.label(dict(labels), code))) for code in labels if code),
    )


def precisions() -> None:
    """Codes of dates and of points."""
    codes({**PRECISIONS, **POINT_PRECISIONS})


def unmatched() -> None:
    """French incidents without official beds, and why."""
    names = atlas.incidents.set_index(INCIDENT_ID)[words.column("name")]
    with st.expander(words("method.unmatched", count=len(atlas.beds_unmatched))):
        rows = []
        for row in rows_of(atlas.beds_unmatched):
            note = row[words.column("note")]
            address = frame.page_address("incident", chosen.selection, row[INCIDENT_ID])
            rows.append(
                (
                    f'<a href="{safe(address)}" target="_self">{safe(names[row[INCIDENT_ID]])}</a>',
                    safe(words.label(UNMATCHED_REASONS, row[REASON])),
                    "" if pd.isna(note) else safe(note),
                )
            )
        table((words("table.name"), words("method.why"), words("dossier.note")), rows)


def see_timeline() -> None:
    """Where our counts stand beside the official ones."""
    st.page_link(
        st.session_state["pages"]["timeline"],
        label=words("method.see_timeline"),
        query_params=frame.pairs(chosen.selection),
    )


def mentions() -> None:
    """What was read and is not an incident, and why."""
    sources = atlas.sources.set_index(SOURCE_ID, drop=False)
    with st.expander(words("method.mentions", count=len(atlas.mentions))):
        rows = []
        for row in rows_of(atlas.mentions):
            source = {str(name): cell for name, cell in sources.loc[row[SOURCE_ID]].items()}
            text = row[words.column("text")]
            rows.append(
                (
                    safe(row[ORGANISATION]),
                    "" if pd.isna(row[WHEN]) else safe(row[WHEN]),
                    "" if pd.isna(text) else safe(text),
                    safe(row[words.column("reason")]),
                    cards.source_link(source, str(source[PUBLISHER])),
                )
            )
        heads = ("organisation", "when", "said", "why", "source")
        table((words(f"method.{name}") for name in heads), rows)


def corrections() -> None:
    """What we corrected in the tables as collected."""
    rows = rows_of(atlas.corrections)
    if not rows:
        st.markdown(words("method.no_corrections"))
        return
    table(
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
    )


def cite() -> None:
    """How to cite, ready to copy."""
    for form, text in method.citations(words).items():
        st.markdown(f"**{words(f'method.cite_{form}')}**")
        st.code(text, language=None, wrap_lines=True)


def dictionary() -> None:
    """Every table, column and measure, in the reader's language."""
    st.markdown(f"## {words('method.dictionary')}")
    st.markdown(words("method.dictionary_subtitle"))
    for one in TABLES.values():
        with st.expander(f"`{one.name}` – {one.row.in_language(words.language)}"):
            columns(one)
    with st.expander(words("method.measures", count=len(MEASURES))):
        table(
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
        )


def columns(one: Table) -> None:
    """The columns of one table, with the codes that they hold."""
    rows = []
    for column in one.columns:
        held = ""
        if (
            column.codes
            and not (one.name == CLAIMS and column.codes.keys() == MEASURES.keys())
            and len(column.codes) < 25
        ):
            held = "; ".join(
                f"<code>{safe(code)}</code> {safe(words.label(column.codes, code))}" for code in column.codes if code
            )
        rows.append((f"<code>{safe(column.name)}</code>", safe(column.meaning.in_language(words.language)), held))
    table((words("method.column"), words("method.meaning"), words("method.codes")), rows)


def crosswalk() -> None:
    """Our codes in the VERIS vocabulary."""
    st.markdown(f"## {words('method.veris')}")
    st.markdown(words("method.veris_subtitle"))
    rows = []
    for match in veris.CROSSWALK:
        ours = f"<code>{safe(match.column)}</code>" + (f" = <code>{safe(match.code)}</code>" if match.code else "")
        remark = match.remark.in_language(words.language) if match.remark else ""
        rows.append((ours, f"<code>{safe(match.path)}</code>" if match.path else "", safe(match.value), safe(remark)))
    with st.expander(words("method.veris_table", count=len(rows))):
        heads = (*(words(f"method.veris_{name}") for name in ("ours", "path", "value")), words("dossier.note"))
        table(heads, rows)


def changes() -> None:
    """What changed from one version of the data to the next."""
    st.markdown(f"## {words('method.changes')}")
    for (version, date), rows in loading.changes().groupby(["version", "date"], sort=False):
        lines = "\n".join(f"- {text}" for text in rows[words.column("text")])
        st.markdown(f"**{version}** – {words.when(date)}\n\n{lines}")


ADDED: Mapping[str, Callable[[], None]] = {
    "evidence": lambda: codes(TIERS),
    "figures": lambda: codes(RULES),
    "precision": precisions,
    "beds": unmatched,
    "visibility": see_timeline,
    "left-out": mentions,
    "corrections": corrections,
    "licence": cite,
}

method_page()
