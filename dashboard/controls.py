"""The reader's choice on screen: widgets that fill a `Selection`, and an address that always says it.

The selection is the only truth. Each run reads it from the address when the address has changed, writes it
back, and sets the widgets from it; a widget's callback changes the selection and nothing else. Streamlit's own
`bind="query-params"` is not used: it writes the label of an option where the contract wants its code
(`department=78`, the same link in both languages), and drops silently what it does not know, which we show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from analytics.atlas.atlas import Atlas
from analytics.outputs.receipt_figures import FIGURES
from analytics.outputs.receipts import RECEIPT, STATED, VERSION, read_stated
from analytics.schema import col
from analytics.schema.codes import TIERS
from analytics.schema.tables import FINESS_PATTERN
from analytics.selection.address import Misread, from_query, within_reach
from analytics.selection.filters import FILTERS, Filter
from analytics.selection.languages import preferred
from analytics.selection.selection import DEFAULT_LANGUAGE, LANGUAGES, SCOPES, WORLD, Selection, usual_scope
from analytics.site import HOSPITAL, Page
from analytics.statistics.area_measures import MEASURES
from analytics.words.phrases import names_of, narrowing
from analytics.words.text import Words
from dashboard import loading, say, scopes

SELECTION, WRITTEN, MISREAD = "selection", "written-address", "misread"
# how a page shows its view; part of a page's address, and of nothing else
SHADE, HOSPITALS = "shade", "hospitals"
# of the pages of areas: level, measure, whether rates are smoothed, map or tiles
LEVEL, MEASURE, SMOOTH, DRAWN = "level", "measure", "smooth", "drawn"
LEVELS = ("department", "region")
# of the page of the world: what has a panel of its years
PANELS, PANELS_OF = "panels", ("country", "group")
DRAWN_AS = ("map", "tiles")


class Shown(NamedTuple):
    """One name of an address that says how a page is shown: what it takes, and what to tell whoever errs."""

    pattern: str
    allowed: str


def _one_of(*values: str) -> Shown:
    return Shown("|".join(map(re.escape, values)), ", ".join(values))


# what goes along from page to page, and what belongs to the receipt that is open
LASTING = {
    SHADE: _one_of("yes"),
    HOSPITALS: _one_of("yes"),
    LEVEL: _one_of(*LEVELS),
    MEASURE: _one_of(*MEASURES),
    SMOOTH: _one_of("yes"),
    DRAWN: _one_of(*DRAWN_AS),
    PANELS: _one_of(*PANELS_OF),
}
OF_RECEIPT = {
    RECEIPT: _one_of(*FIGURES),
    STATED: Shown(r"[0-9A-Za-z:.+-]{1,60}", "0-9 a-z : . -"),
    VERSION: Shown(r"\d+\.\d+\.\d+", "1.0.0"),
}
FINESS = HOSPITAL.about
OF_PAGE = {FINESS: Shown(FINESS_PATTERN, "FINESS, 010000024")}  # goes along to no other page
DISPLAY = {**LASTING, **OF_PAGE, **OF_RECEIPT}


MOST_NOTICES, LONGEST_SAID = 10, 80  # of what was not understood: notices, and signs of each name and value


class Chosen(NamedTuple):
    """What holds for this run: the selection, how to show it, and what of the address was not understood.

    Attributes
    ----------
    shaded : whether departments are shaded by their rate.
    misread : what of the address was not understood.
    receipt : the figure whose receipt is open; empty where none is.
    stated, version : what the link to that receipt quotes, and from which version of the data.
    """

    selection: Selection
    shaded: bool
    misread: list[Misread]
    receipt: str = ""
    stated: str = ""
    version: str = ""

    @property
    def view(self) -> str:
        """Which map shows the choice: that of France or that of the world."""
        return self.selection.scope


def current(atlas: Atlas) -> Chosen:
    """The choice of this run, read from the address if that is new, and written back to it."""
    state = st.session_state
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    if SELECTION not in state or address != state[WRITTEN]:
        reached, too_long = within_reach(address)
        own = {name: values for name, values in scopes.said(reached).items() if name not in DISPLAY}
        own["lang"] = [asked_language(), *own.get("lang", [])]
        read, misread = from_query(own, atlas.vocabulary)
        misread += too_long
        state[SELECTION] = scopes.usual(read, reached, atlas)
        for name, shown in DISPLAY.items():
            given = [
                read_stated(value, state[SELECTION].lang) if name == STATED else value
                for value in reached.get(name, [])
            ]
            wrong = [value for value in given if not re.fullmatch(shown.pattern, value)]
            state[name] = given[-1] if given and not wrong else ""
            misread += [Misread(name, value, shown.allowed) for value in wrong]
        state[MISREAD] = misread
    selection: Selection = state[SELECTION]
    written = as_query(selection)
    if written != address:
        st.query_params.from_dict(written)
    state[WRITTEN] = written
    of_receipt = [state.get(name, "") for name in OF_RECEIPT]
    # the hospital of a page is of this page alone: the choice that goes along has none
    about = replace(selection, finess=state.get(FINESS, ""))
    return Chosen(about, state.get(SHADE) == "yes", state[MISREAD], *of_receipt)


def language() -> str:
    """The language of this run: what the address says last, else what the reader's browser asks for."""
    said = [code for code in st.query_params.get_all("lang") if code in LANGUAGES]
    return said[-1] if said else asked_language()


def as_query(selection: Selection, names: Iterable[str] = tuple(DISPLAY)) -> dict[str, list[str]]:
    """The address that says a selection and, of the names given, how it is shown; names in a fixed order.

    It says the language where the reader's browser asks for another, and where it is not the usual one; and the world
    where the usual scope is France.
    """
    query = selection.without("finess").by_name()  # which is among the names given, where it goes along
    if usual_scope(selection.lang) == "france" and not selection.names_area:
        query = {"country": [WORLD], **query}
    if selection.lang != asked_language():
        query["lang"] = [selection.lang]
    for name in names:
        if st.session_state.get(name):
            query[name] = [st.session_state[name]]
    return query


def asked_language() -> str:
    """The language of an address that says none: what the reader's browser asks for."""
    return preferred(st.context.headers.get("Accept-Language", ""))


def choose(**changes: Any) -> None:  # noqa: ANN401 - fields of a selection
    """Change the selection; what was not understood before is forgotten."""
    before: Selection = st.session_state[SELECTION]
    st.session_state[SELECTION] = scopes.agreeing(before, replace(before, **changes), changes)
    st.session_state[MISREAD] = []
    for one in LEVELS:  # the areas chosen last are those that the page of areas shows
        if changes.get(one) and level() != one:
            st.session_state[LEVEL] = one


def level() -> str:
    """The level of the page of areas: the one asked for, else that of the areas chosen, the smaller ones first."""
    selection: Selection = st.session_state[SELECTION]
    return shown(LEVEL) or ("region" if selection.region and not selection.department else "department")


def choose_once(key: str, incident: str | None) -> None:
    """Open the incident that was just picked in a table or a figure, and run again.

    A table keeps its picked row in every later run: what was seen under `key` is remembered, so that a card
    that the reader closed stays closed.
    """
    seen = st.session_state.get(key)
    st.session_state[key] = incident
    if incident and incident != seen:
        choose(incident=incident)
        st.rerun()


def shown(name: str, default: str = "") -> str:
    """How the page shows its view, by a name of `LASTING`."""
    return st.session_state.get(name) or default


def show_as(name: str, value: str) -> None:
    """Change how the page shows its view."""
    st.session_state[name] = value


def open_receipt(name: str) -> None:
    """Open the receipt of a figure; with an empty name, close the one that is open."""
    for other in OF_RECEIPT:
        st.session_state[other] = ""
    st.session_state[RECEIPT] = name


def clear() -> None:
    """Take every narrowing back; the scope and the language stay."""
    st.session_state[SELECTION] = scopes.cleared(st.session_state[SELECTION])
    st.session_state[MISREAD] = []


def sidebar(chosen: Chosen, atlas: Atlas, words: Words, page: Page | None) -> None:
    """All filters that a page uses, in the order in which a reader narrows: when, where, what, who says so."""
    selection = chosen.selection
    with st.sidebar:
        say.heading(words("filters.title"))
        if page and not page.narrowed:
            say.text(words("filters.none_used"))
            return
        _search(selection, words)
        _period(selection, atlas, words)
        repeated = [each for each in FILTERS.values() if each.repeats and not (page and each.name in page.unused)]
        places = [each for each in repeated if each.kind == "places"]
        for each in (*reversed(places), *(each for each in repeated if each.kind == "codes")):  # the small areas first
            _many(each, _options(each, atlas, words), selection, words)
        if selection.narrowing_scope:
            say.button(words("filters.clear"), key="clear-sidebar", on_click=clear, width="stretch")


class Options(NamedTuple):
    """The codes to choose from, and what each is called; a few are named that are not offered."""

    codes: list[str]
    names: Mapping[str, str]


def _options(filtering: Filter, atlas: Atlas, words: Words) -> Options:
    """What a list offers: in its own order, or places that readers know by name alone in that of the names."""
    return loading.held().once(("options", filtering.name, words), lambda: _offered(filtering, atlas, words))


def _offered(filtering: Filter, atlas: Atlas, words: Words) -> Options:
    names = names_of(filtering, atlas, words)
    french = names_of(filtering, atlas, Words(DEFAULT_LANGUAGE))
    if filtering.name == col.REGION:  # in English one is found by its French name too
        names = {code: name if name == french[code] else f"{name} ({french[code]})" for code, name in names.items()}
    written = {code: name[:1].upper() + name[1:] for code, name in names.items()}
    if filtering.kind == "codes" or filtering.numbered:
        return Options(list(names), written)
    touched = set(atlas.incidents[col.COUNTRY])  # some two hundred countries have no incident
    known = [code for code in names if code in touched or filtering.name != col.COUNTRY]
    return Options(sorted(known, key=names.__getitem__), written)


def _search(selection: Selection, words: Words) -> None:
    key = "widget-q"
    st.session_state[key] = selection.q
    st.text_input(
        words("filters.q"),
        key=key,
        placeholder=words("filters.q_placeholder"),
        on_change=lambda: choose(q=st.session_state[key].strip()),
    )


def _period(selection: Selection, atlas: Atlas, words: Words) -> None:
    years = loading.held().once("years", lambda: sorted(atlas.incidents[col.STARTED_ON].str[:4].unique()))
    for column, field, label in zip(st.columns(2), ("start", "end"), ("filters.from", "filters.to"), strict=True):
        key = f"widget-{field}"
        value = getattr(selection, field)
        # an address may name a month or a day, which the list of years does not have
        options = ["", *sorted({*years, value} - {""})]
        st.session_state[key] = value
        column.selectbox(
            words(label),
            options,
            key=key,
            format_func=lambda year: words.when(year) if year else words("filters.any"),
            help=words(f"{label}_help"),
            on_change=_take_period,
        )


def _take_period() -> None:
    """Take both ends of the period; an end before the start follows it."""
    start, end = st.session_state["widget-start"], st.session_state["widget-end"]
    choose(start=start, end=start if start and end and end < start[: len(end)] else end)


def _many(filtering: Filter, options: Options, selection: Selection, words: Words) -> None:
    field = filtering.field
    key = f"widget-{field}"
    value = list(getattr(selection, field))
    st.session_state[key] = value
    st.multiselect(
        words(f"filters.{field}"),
        [*options.codes, *(code for code in value if code not in options.codes)],
        key=key,
        format_func=options.names.__getitem__,
        placeholder=words("filters.all"),
        select_all=False,
        on_change=lambda: choose(**{field: tuple(st.session_state[key])}),
    )


def count(selection: Selection) -> int:
    """How many incidents a selection keeps."""
    return selection.count(loading.held().published(selection.evidence))


def scope(selection: Selection, words: Words) -> None:
    """France or the world, for all of the page; each says how many incidents it keeps of what else is chosen."""
    key = "widget-scope"
    st.session_state[key] = selection.scope
    france, world = (count(selection.scoped(scope)) for scope in SCOPES)
    told = {
        "france": words("scope.france", number=words.number(france)),
        "world": words("scope.world", number=words.number(world), elsewhere=words.number(world - france)),
    }
    st.segmented_control(
        words("scope.label"),
        list(SCOPES),
        key=key,
        format_func=told.__getitem__,
        label_visibility="collapsed",
        required=True,
        wrap=True,
        on_change=lambda: _take_scope(st.session_state[key]),
    )


def _take_scope(scope: str) -> None:
    """Take all of France, or all of the world, in the place of the areas chosen."""
    scoped: Selection = st.session_state[SELECTION].scoped(scope)
    choose(**{name: getattr(scoped, name) for name in scopes.AREAS})


def dial(selection: Selection, words: Words) -> None:
    """Who is believed, from official sources alone to attackers' claims; each step says how many incidents it keeps."""
    key = "widget-evidence"
    st.session_state[key] = selection.evidence
    told = {tier: f"{words(f'evidence.{tier}')} · {words.number(count(selection.at(tier)))}" for tier in TIERS}
    with st.container(horizontal=True, vertical_alignment="center", key="dial", width="content"):
        say.text(words("evidence.dial"), help=words("evidence.help"), width="content")
        st.segmented_control(
            words("evidence.dial"),
            list(TIERS),
            key=key,
            format_func=told.__getitem__,
            label_visibility="collapsed",
            required=True,
            wrap=True,
            on_change=lambda: choose(evidence=st.session_state[key]),
        )


def chips(selection: Selection, atlas: Atlas, words: Words) -> None:
    """What narrows the view within its scope, each with the button that takes it back."""
    chosen = selection.narrowing_scope
    if not chosen:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for field, value in chosen:
            say.button(
                f"{narrowing(field, value, atlas, words)}  ×",
                key=f"chip-{field}-{value}",
                on_click=lambda field=field, value=value: _take_back(field, value),
            )
        say.button(words("filters.clear"), key="clear-chips", type="tertiary", on_click=clear)


def _take_back(field: str, value: str) -> None:
    choose(**{field: getattr(st.session_state[SELECTION].without(field, value), field)})


def notices(chosen: Chosen, atlas: Atlas, words: Words) -> bool:
    """Say what of the address was not understood; False where the page without it would answer another question."""
    wider = [each for each in chosen.misread if each.narrows]
    for each in chosen.misread[:MOST_NOTICES]:
        told = "filters.misread_narrowing" if each.narrows else "filters.misread"
        name, value = each.name[:LONGEST_SAID], each.value[:LONGEST_SAID]
        say.warning(words(told, name=name, value=value, allowed=each.allowed))
    if len(chosen.misread) > MOST_NOTICES:
        say.warning(words("filters.misread_more", count=len(chosen.misread) - MOST_NOTICES))
    if not wider:
        return True
    say.heading(words("filters.unread"), 1)
    meant = dict.fromkeys(pair for each in wider for pair in each.nearest)
    if meant:
        say.text(words("filters.did_you_mean"))
    for name, value in meant:
        say.button(
            narrowing(FILTERS[name].field, value, atlas, words),
            key=f"meant-{name}-{value}",
            on_click=lambda name=name, value=value: _take_meant(FILTERS[name], value),
        )
    say.button(words("filters.without_unread"), key="without-unread", type="tertiary", on_click=choose)
    return False


def _take_meant(filtering: Filter, value: str) -> None:
    """Add what was meant to the choice; what was not understood is forgotten."""
    kept = getattr(st.session_state[SELECTION], filtering.field)
    choose(**{filtering.field: (*kept, value) if filtering.repeats else value})


def offer_meant(text: str, words: Words, take: Callable[[str], None]) -> None:
    """Where a word of a search may have been misspelled, the button that searches for what is near it."""
    meant = loading.record().finder.answer(text, words, 1).did_you_mean if text else ""
    if meant:
        say.button(words("find.did_you_mean", text=meant), key="meant-words", on_click=lambda: take(meant))


def nothing_found(selection: Selection, atlas: Atlas, words: Words) -> None:
    """An empty result: what may have been meant, which filter to loosen, and the button that does it."""
    say.info(words("filters.nothing"))
    offer_meant(selection.q, words, lambda meant: choose(q=meant))
    offers = []
    for field, value in selection.narrowing:
        found = count(selection.without(field, value))
        if found:
            offers.append((found, field, value))
    for found, field, value in sorted(offers, reverse=True)[:3]:
        label = narrowing(field, value, atlas, words)
        say.button(
            words("filters.loosen", count=found, filter=label),
            key=f"loosen-{field}-{value}",
            on_click=lambda field=field, value=value: _take_back(field, value),
        )
    if not offers:
        say.button(words("filters.clear"), key="clear-empty", on_click=clear)


def other_language(selection: Selection) -> Selection:
    """The same choice in the other language."""
    return replace(selection, lang=next(language for language in LANGUAGES if language != selection.lang))
