"""The entry script: the frame around every page. Navigation, language, filters; then the page that was asked for."""

from __future__ import annotations

import streamlit as st

from analytics.outputs.heads import head_of
from analytics.words.text import Words
from dashboard import controls, frame, loading, receipt

PAGES = {
    "explore": "views/explore.py",
    "incident": "views/incident.py",
    "timeline": "views/timeline.py",
    "impact": "views/impact.py",
    "regions": "views/regions.py",
    "world": "views/world.py",
    "method": "views/method.py",
}

atlas = loading.atlas()
chosen = controls.current(atlas)
words = Words(chosen.selection.lang)

pages = {
    name: st.Page(
        path, title=words(f"page.{name}"), url_path="" if name == "explore" else name, default=name == "explore"
    )
    for name, path in PAGES.items()
}
page = st.navigation(list(pages.values()), position="hidden")
head = head_of(page.url_path, chosen.selection.incident, atlas, words)
title = head.title if head else words("site.title")
st.set_page_config(page_title=title, page_icon=frame.ICON, layout="wide", initial_sidebar_state="auto")

frame.styles()
frame.navigation(pages, page, chosen.selection, words)
controls.sidebar(chosen, atlas, words)
controls.notices(chosen, words)
published = loading.published(chosen.selection.evidence)
run = frame.Run(atlas, chosen, words, frame.theme(), published, chosen.selection.keep(published))
st.session_state["run"], st.session_state["page"], st.session_state["pages"] = run, page.url_path, pages
page.run()
frame.footer(words)
receipt.drawer(run)
