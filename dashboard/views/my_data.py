"""My data: a file of the reader's own, read in sight, with its report; then every page that can shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from io import BytesIO
from typing import Any

import pandas as pd
import streamlit as st

from analytics.atlas.brought import LEFT_OUT
from analytics.drawings.maps.imported import ImportedPlaces, imported_places
from analytics.feeds.own import COLUMNS
from analytics.feeds.parts import table_of
from analytics.feeds.recognising import ENDINGS
from analytics.feeds.registry import FEEDS
from analytics.outputs.bringing import DESK, MOST_BYTES, MOST_ROWS, Bringing
from analytics.outputs.brought import MOST_SHOWN, Brought
from analytics.outputs.import_report import part, report_page, set_aside_csv
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, CODE_LISTS, TIERS
from analytics.schema.tables import IMPORTED
from analytics.words.brought import place
from analytics.words.escape import unmarked
from analytics.words.text import Words
from dashboard import loading, mine, paged, say, tables
from dashboard.frame import Run
from dashboard.imported_map import imported_map

FIRST = 20  # rows set aside that are shown at once
MEGABYTE = 1_000_000
MOST_CODES = 12  # values of a column that a reader gives a code
NOTHING = ""  # of a list: no column, no code


def page(run: Run) -> None:
    """The page: what can be brought and what becomes of it, the file on its way, its report."""
    words = run.words
    one, held = mine.bringing(), mine.brought()
    say.heading(headline(one, held, words), 1)
    say.text(words("mine.subtitle"))
    if refused := st.session_state.pop(mine.REFUSED, ""):
        say.error(words("mine.too_many" if refused == "mine.too_many" else "mine.full"))
    if one is not None and one.under_way:
        on_its_way(words)
        return
    if one is not None and one.step == "failed":
        say.error(words("mine.failed", error=one.error))
    if one is not None and one.step == "asking":
        asked(one, run)
        return
    if held is not None:
        report(held, run)
        return
    choose(words)


def headline(one: Bringing | None, held: Brought | None, words: Words) -> str:
    """The sentence of the page."""
    if held is not None:
        counts = held.rows.report["counts"]
        told = {name: words.number(counts[name]) for name in ("accepted", "set_aside")}
        return words("import.answer", count=counts["read"], **told)
    if one is not None and one.step not in ("failed", "cancelled"):
        return words("mine.title_of", name=one.name)
    return words("mine.title")


def choose(words: Words) -> None:
    """The field for a file, what it may be, and what becomes of it."""
    size, rows = words.number(MOST_BYTES / MEGABYTE), words.number(MOST_ROWS)
    st.file_uploader(
        words("mine.choose"),
        type=[ending.strip(".") for ending in ENDINGS],
        key=mine.widget(),
        on_change=mine.take,
        max_upload_size=MOST_BYTES // MEGABYTE,
    )
    say.caption(words("mine.limits", size=size, rows=rows))
    say.heading(words("mine.private"))
    say.text(words("mine.private_text"))
    say.heading(words("mine.kinds"))
    names = {feed.title.in_language(words.language): ", ".join(feed.endings) for feed in FEEDS.values()}
    say.table(
        pd.DataFrame(
            {words("mine.files"): [*names.values(), ", ".join((".csv", ".tsv", ".txt", ".xlsx"))]},
            index=pd.Index([*names, words("mine.own_table")], name=words("mine.kind")),
        )
    )
    say.text(words("mine.kinds_text"))


@st.fragment(run_every=mine.EACH)
def on_its_way(words: Words) -> None:
    """How far the file is, and the button that stops it; when it needs its reader, the page runs again."""
    one = mine.bringing()
    if one is None or not one.under_way:
        st.rerun()
        return
    if one.step == "waiting":
        told, share = words("mine.waiting", count=DESK.before(one)), 0.0
    elif not one.total:
        told, share = words("mine.looking"), 0.0
    else:
        told = words("mine.reading", done=words.number(one.done), count=one.total)
        share = min(1.0, one.done / one.total)
    st.progress(share, unmarked(told))
    say.button(words("mine.cancel"), key="mine-cancel", on_click=mine.cancel)


# --- a table that nobody described ------------------------------------------------------------------------


def asked(one: Bringing, run: Run) -> None:
    """The mapping proposed for a table, to be seen and mended: its columns, whose word it is, what its values mean."""
    assert one.seen is not None  # noqa: S101 - it is what the file was found to be
    words, proposed = run.words, one.seen.mapping
    countries = run.atlas.place_names[col.COUNTRY, words.column("name")]
    say.text(words("mine.mapping"))
    with st.form("mine-mapping", border=False):
        say.heading(words("mine.columns"), 2)
        columns = _columns(one.seen.header, proposed.get("columns", {}), words)
        say.heading(words("mine.same"), 2)
        tier = st.selectbox(
            words("mine.tier"), list(TIERS), index=None, format_func=partial(words.label, TIERS), key="mine-tier"
        )
        country = st.selectbox(
            words("mine.country"),
            sorted(countries, key=countries.__getitem__),
            index=None,
            format_func=countries.__getitem__,
            key="mine-country",
        )
        day_first = st.toggle(words("mine.day_first"), value=bool(proposed.get("day_first", True)), key="mine-days")
        codes = _codes(proposed.get("codes", []), words)
        if say.form_submit_button(words("mine.import"), type="primary", key="mine-import"):
            fixed = {col.TIER: tier, col.COUNTRY: country}
            written = _mapping(proposed, columns, {name: said for name, said in fixed.items() if said}, codes)
            mine.begin(one, written | {"day_first": day_first})
            st.rerun()
    say.button(words("mine.cancel"), key="mine-cancel", on_click=mine.cancel)


def _columns(header: Iterable[str], proposed: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Which of their columns is each of ours."""
    options, chosen = [NOTHING, *header], {}
    for name in COLUMNS:
        found = proposed.get(name, NOTHING)
        label = IMPORTED.column(name).meaning.in_language(words.language)
        chosen[name] = st.selectbox(
            unmarked(label),
            options,
            index=options.index(found) if found in options else 0,
            format_func=lambda option: option or words("mine.no_column"),
            key=f"mine-column-{name}",
        )
    return chosen


def _codes(lists: Iterable[Mapping[str, Any]], words: Words) -> list[dict[str, Any]]:
    """What the values of their column mean, for the first of them; the others as they were proposed."""
    found = next((each for each in lists if each["column"] == col.ATTACK_TYPE), None)
    if found is None:
        return []
    say.heading(words("mine.values", column=found["from"]), 2)
    values = dict(found["values"])
    for value in list(values)[:MOST_CODES]:
        options = [NOTHING, *ATTACK_TYPES]
        values[value] = st.selectbox(
            unmarked(value),
            options,
            index=options.index(values[value]),
            format_func=lambda code: words.label(ATTACK_TYPES, code) if code else words("mine.no_attack"),
            key=f"mine-value-{value}",
        )
    attacks = {value: code for value, code in values.items() if code}
    cyber = {value: "yes" if code else "no" for value, code in values.items()}
    return [
        {"column": name, "from": found["from"], "values": coded}
        for name, coded in ((col.ATTACK_TYPE, attacks), (col.CYBER, cyber))
        if coded
    ]


def _mapping(
    proposed: Mapping[str, Any], columns: Mapping[str, str], fixed: Mapping[str, Any], codes: list[dict[str, Any]]
) -> dict[str, Any]:
    """The mapping as a file of one would have it."""
    form = {"form": proposed["form"]} if "form" in proposed else {}
    chosen = {ours: theirs for ours, theirs in columns.items() if theirs}
    same = {name: said for name, said in fixed.items() if name not in chosen}
    return {"name": proposed["name"], **form, "columns": chosen, "fixed": same, "codes": codes}


# --- the report -------------------------------------------------------------------------------------------


def report(held: Brought, run: Run) -> None:
    """What was read, where it is, what pages show of it, what was set aside and why, and the files to take away."""
    words = run.words
    found, told = held.rows.report, part(held.rows.report, words)
    say.text(words("mine.apart"))
    if len(held.rows.accepted):
        say.heading(words("imported_map.map"))
        imported_map(places(held), words, run.theme, "mine-map")
    on_pages(held, words)
    without_country(held, words)
    downloads(held, words)
    say.heading(told["title"])
    set_aside(held, told, words)
    _counts(words("import.doubts"), told["doubts"], words("import.doubts_none"), words)
    for meaning, counted in told["columns"]:
        _counts(meaning, counted, "", words)
    _counts(words("import.years"), told["years"], "", words)
    say.heading(words("import.files"))
    for file in found["files"]:
        encodings = words.listing([f"{name} ({words.number(lines)})" for name, lines in file["encodings"].items()])
        rows = words("mine.file_rows", count=file["records"])
        say.text(words("mine.file_read", name=file["name"], rows=rows, encodings=encodings or words("mine.json")))
    for line in (told["unplaced"], told["dropped"], told["not_read"], told["not_taken"]):
        if line:
            say.text(line)


def places(held: Brought) -> ImportedPlaces:
    """Where the rows accepted are."""
    found: ImportedPlaces = held.parts.of("map", lambda: imported_places(held.rows.accepted, loading.label_points))
    return found


def on_pages(held: Brought, words: Words) -> None:
    """How many of the rows accepted pages show, and why the others are on none."""
    say.heading(words("mine.on_pages"))
    say.text(words("mine.on_pages_text", count=len(held.sorted.shown)))
    if held.too_many:
        say.warning(words("mine.too_many_rows", most=words.number(MOST_SHOWN)))
    elif held.sorted.shown.empty:
        say.warning(words("mine.nothing_shown"))
    reasons = {words(f"mine.left_{reason}"): held.sorted.left_out[reason] for reason in LEFT_OUT}
    shown = {words("mine.shown"): len(held.sorted.shown)} | {name: count for name, count in reasons.items() if count}
    _counts("", list(shown.items()), "", words)


def without_country(held: Brought, words: Words) -> None:
    """The rows that are on no page for want of a country alone: each with its place in the file, and what it says."""
    rows = held.sorted.without_country
    if rows.empty:
        return
    title = words("mine.without_country", count=len(rows))
    say.heading(title, 3)
    say.text(words("mine.without_country_text"))
    shown = paged.of_page(rows_of(rows.astype(object).where(rows.notna(), None)), "mine-without-country", words, "rows")
    columns: dict[str, list[object]] = {
        words("mine.place"): [place(str(row[col.PLACE]), words) for row in shown],
        words("mine.name"): [row[col.ORGANISATION] for row in shown],
        words("table.date"): [row["day"] for row in shown],
        words("table.type"): [words.label(ATTACK_TYPES, row[col.ATTACK_TYPE] or "unknown") for row in shown],
        IMPORTED.column(col.TIER).meaning.in_language(words.language): [
            words.label(TIERS, row[col.TIER]) if row[col.TIER] else None for row in shown
        ],
        words("mine.country_stated"): [row[col.COUNTRY_STATED] for row in shown],
    }
    if rows[col.FILE].nunique() > 1:
        columns = {words("import.file"): [row[col.FILE] for row in shown], **columns}
    grid = tables.grid(columns, words, date=words("table.date"))
    tables.show(grid, title, f"mine-without-country-{shown[0][col.PLACE]}")


def set_aside(held: Brought, told: Mapping[str, Any], words: Words) -> None:
    """The rows set aside: how many by each rule, and the first of them with their place and text."""
    _counts(words("import.aside"), told["aside"], words("import.aside_none"), words)
    if not held.rows.aside:
        return
    first = held.rows.aside[:FIRST]
    rules = CODE_LISTS["import_rules"]
    say.table(
        pd.DataFrame(
            {
                words("import.expected"): [words.label(rules, row["rule"]) for row in first],
                words("mine.found"): [row["found"] or "" for row in first],
                words("mine.text"): [row["text"][:200] for row in first],
            },
            index=pd.Index([place(row[col.PLACE], words) for row in first], name=words("mine.place")),
        )
    )
    if len(held.rows.aside) > FIRST:
        say.caption(words("mine.first_of", count=FIRST, all=words.number(len(held.rows.aside))))


def _counts(heading: str, counted: Iterable[tuple[str, int]], nothing: str, words: Words) -> None:
    """A table of how many rows say what."""
    rows = list(counted)
    if heading:
        say.heading(heading, 3)
    if not rows:
        if nothing:
            say.text(nothing)
        return
    say.table(
        pd.DataFrame(
            {words("import.rows"): [words.number(count) for _, count in rows]},
            index=pd.Index([label for label, _ in rows], name=words("mine.what")),
        )
    )


def downloads(held: Brought, words: Words) -> None:
    """The files that the command writes too, made when they are asked for, of what the session has."""
    stem = held.file.name.rpartition(".")[0] or held.file.name
    offered = (
        ("csv", f"{stem}-accepted.csv", "text/csv", held.accepted_csv),
        ("parquet", f"{stem}-accepted.parquet", "application/vnd.apache.parquet", partial(_parquet, held)),
        ("aside", f"{stem}-set-aside.csv", "text/csv", lambda: set_aside_csv(held.rows.aside)),
        ("json", f"{stem}-report.json", "application/json", partial(_json, held)),
        ("page", f"{stem}-report.html", "text/html", lambda: report_page(held.rows.report, places(held))),
    )
    with st.container(horizontal=True, key="downloads-mine"):
        for name, file, mime, made in offered:
            say.download_button(
                words(f"mine.take_{name}"), made, file, mime, key=f"mine-take-{name}", on_click="ignore"
            )


def _json(held: Brought) -> bytes:
    return json.dumps(held.rows.report, ensure_ascii=False, indent=2).encode()


def _parquet(held: Brought) -> bytes:
    written = BytesIO()
    rows = held.rows.accepted
    table_of(rows_of(rows.astype(object).where(rows.notna(), None))).to_parquet(written, index=False)
    return written.getvalue()
