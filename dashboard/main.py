"""The entry script: the frame around every page. Navigation, language, filters; then the page that was asked for."""

from __future__ import annotations

from functools import partial
from importlib import import_module

import streamlit as st

from analytics.outputs.heads import head_of
from analytics.words.text import Words
from dashboard import controls, frame, loading, receipt
from dashboard.frame import Run

PAGES = ("explore", "incident", "timeline", "impact", "regions", "world", "method")


def show(name: str, run: Run) -> None:
    """The page of a name: the function `page` of its file in views."""
    import_module(f"dashboard.views.{name}").page(run)


atlas = loading.atlas()
chosen = controls.current(atlas)
words = Words(chosen.selection.lang)
published = loading.published(chosen.selection.evidence)
run = Run(atlas, chosen, words, frame.theme(), published, chosen.selection.keep(published))

pages = {
    name: st.Page(
        partial(show, name, run),
        title=words(f"page.{name}"),
        url_path="" if name == "explore" else name,
        default=name == "explore",
    )
    for name in PAGES
}
page = st.navigation(list(pages.values()), position="hidden")
head = head_of(page.url_path, chosen.selection.incident, atlas, words)
title = head.title if head else words("site.title")
st.set_page_config(page_title=title, page_icon=frame.ICON, layout="wide", initial_sidebar_state="auto")
st.session_state["page"], st.session_state["pages"] = page.url_path, pages

frame.styles()
frame.navigation(pages, page, chosen.selection, words)
controls.sidebar(chosen, atlas, words)
controls.notices(chosen, words)
page.run()
frame.footer(words)
receipt.drawer(run)
