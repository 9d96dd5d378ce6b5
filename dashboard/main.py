"""The entry script: the frame around every page. Navigation, language, filters; then the page that was asked for."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import streamlit as st

from analytics import site
from analytics.outputs.heads import head_of
from analytics.words.text import Words
from dashboard import controls, frame, loading, mine, receipt, say, tray
from dashboard.frame import Run
from dashboard.turns import TURN
from dashboard.visitors import whose


def show(name: str, runs: list[Run]) -> None:
    """The page of a name, by the run that is there when it is shown: the function `page` of its file in views."""
    import_module(f"dashboard.views.{name}").page(runs[-1])


with TURN.of(whose(st.context.ip_address)):
    titles, runs = Words(controls.language()), list[Run]()
    pages = {
        each.name: st.Page(
            partial(show, each.name, runs), title=titles(each.title), url_path=each.path, default=each == site.FRONT
        )
        for each in site.PAGES
    }
    shown = st.navigation(list(pages.values()), position="hidden")
    page = site.at(shown.url_path)
    st.session_state["page"], st.session_state["pages"] = shown.url_path, pages

    side = mine.turn_to(page)
    held = loading.held()
    atlas = held.atlas
    chosen = controls.current(atlas)
    words = Words(chosen.selection.lang, side)
    run = Run(held.choice(chosen.selection), chosen, words, frame.theme())
    runs.append(run)

    about = controls.shown(controls.FINESS) if page == site.HOSPITAL else chosen.selection.incident
    head = head_of(shown.url_path, about, atlas, words)
    title = head.title if head else words("site.title")
    st.set_page_config(page_title=title, page_icon=frame.ICON, layout="wide", initial_sidebar_state="auto")

    frame.navigation(pages, shown, chosen.selection, words, partial(tray.title, chosen.selection, words))
    controls.sidebar(chosen, atlas, words, page)
    frame.printed(run)
    if loading.record().damage:
        say.error(words("site.damaged", count=len(loading.record().damage)))
    mine.banner(run, page)
    if controls.notices(chosen, atlas, words):
        shown.run()
    frame.footer(run, title)
    receipt.drawer(run)
