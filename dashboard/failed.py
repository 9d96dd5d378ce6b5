"""What a reader is told where a page fails: in their language, without internals, with the way on."""

from __future__ import annotations

import streamlit as st

from analytics import site
from analytics.selection.selection import LANGUAGES
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard import controls, frame, say


def told(_failure: Exception) -> bool:
    """Say that the page failed, in the place of what Streamlit says in English; Streamlit has logged it by then.

    Whatever is needed here has to work where the page did not: neither the record nor the choice is read.

    Parameters
    ----------
    _failure : Exception

    Returns
    -------
    bool
        True: nothing else is shown.
    """
    asked = st.query_params.get("lang", "")
    words = Words(asked if asked in LANGUAGES else controls.asked_language())
    page = site.at(st.session_state.get("page", "")) or site.FRONT
    say.error(words("failed.text"))
    ways = dict.fromkeys((page, site.FRONT, site.at("method") or site.FRONT))
    links = "".join(
        f'<li><a href="{safe(f"{frame.base()}/{way.path}?lang={words.language}")}" target="_self">'
        f"{safe(words(way.title))}</a></li>"
        for way in ways
    )
    st.html(f'<ul class="short-list" lang="{words.language}">{links}</ul>')
    return True
