"""The entry script: the frame around every page. Navigation, language, filters; then the page that was asked for."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import streamlit as st

from analytics import site
from analytics.outputs.heads import head_of
from analytics.words.text import Words
from dashboard import controls, frame, loading, receipt, say, tray
from dashboard.frame import Run
from dashboard.turns import TURN
from dashboard.visitors import whose


def show(name: str, run: Run) -> None:
    """The page of a name: the function `page` of its file in views."""
    import_module(f"dashboard.views.{name}").page(run)


with TURN.of(whose(st.context.ip_address)):
    held = loading.held()
    atlas = held.atlas
    chosen = controls.current(atlas)
    words = Words(chosen.selection.lang)
    run = Run(held.choice(chosen.selection), chosen, words, frame.theme())

    pages = {
        each.name: st.Page(
            partial(show, each.name, run), title=words(each.title), url_path=each.path, default=each == site.FRONT
        )
        for each in site.PAGES
    }
    shown = st.navigation(list(pages.values()), position="hidden")
    page = site.at(shown.url_path)
    about = controls.shown(controls.FINESS) if page == site.HOSPITAL else chosen.selection.incident
    head = head_of(shown.url_path, about, atlas, words)
    title = head.title if head else words("site.title")
    st.set_page_config(page_title=title, page_icon=frame.ICON, layout="wide", initial_sidebar_state="auto")
    st.session_state["page"], st.session_state["pages"] = shown.url_path, pages

    frame.navigation(pages, shown, chosen.selection, words, partial(tray.title, chosen.selection, words))
    controls.sidebar(chosen, atlas, words, page)
    frame.printed(run)
    if held.damage:
        say.error(words("site.damaged", count=len(held.damage)))
    if controls.notices(chosen, atlas, words):
        shown.run()
    frame.footer(run, title)
    receipt.drawer(run)
