"""The search in the head of every page, as HTML: a field that works as a form alone, and what its script needs to know.

It is no part of what Streamlit draws: it is there before the first run, and no run changes it.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from analytics.api.limits import LONGEST_SEARCH
from analytics.selection.filters import FILTERS
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard.base_path import below

HERE = Path(__file__).resolve().parent
MEDIA_TYPES = {
    "find.js": "text/javascript; charset=utf-8",
    "widgets.js": "text/javascript; charset=utf-8",
    "find.css": "text/css; charset=utf-8",
}


@cache
def program() -> dict[str, bytes]:
    """The scripts and the style of what stands around the pages, by their addresses below ``assets/``.

    An address changes with what it holds.
    """
    return {
        f"around/{hashlib.sha256(content).hexdigest()[:12]}/{name}": content
        for name in MEDIA_TYPES
        for content in [(HERE / name).read_bytes()]
    }


def find_box(lang: str, base_path: str = "", widgets_told: str = "") -> str:
    """The field, its empty list and its script, below a base path; then what the script of the widgets is told."""
    words, base = Words(lang), below(base_path)
    told = {
        "lang": lang,
        "base": base,
        "longest": LONGEST_SEARCH,
        "narrowing": " ".join(name for name, each in FILTERS.items() if each.side != "page"),
        "near": words("find.near", distance="{distance}"),
        "all": words("find.all", text="{text}"),
        "meant": words("find.did_you_mean", text="{text}"),
        "nothing": words("find.nothing"),
        "one": words("find.one"),
        "many": words("find.many", number="{number}"),
    }
    data = " ".join(f'data-{name}="{safe(value)}"' for name, value in told.items())
    script, widgets, style = (f"{base}/assets/{address}" for address in program())
    return f"""<link rel="stylesheet" href="{style}">
<div id="find" role="search" {data}>
<form action="{base}/" method="get">
<input type="search" name="q" role="combobox" aria-label="{safe(words("find.label"))}" aria-expanded="false" \
aria-autocomplete="list" aria-controls="find-list" aria-keyshortcuts="/" autocomplete="off" autocapitalize="off" \
spellcheck="false" enterkeyhint="search" maxlength="{LONGEST_SEARCH}" placeholder="{safe(words("find.placeholder"))}">
<input type="hidden" name="lang" value="{lang}"><kbd aria-hidden="true">/</kbd></form>
<div class="find-panel" hidden><p class="find-meant" hidden></p>
<ul id="find-list" role="listbox" aria-label="{safe(words("find.results"))}"></ul></div>
<p class="unseen" role="status"></p>
</div>
<script src="{script}" defer></script>
""" + (f'{widgets_told}<script src="{widgets}" defer></script>\n' if widgets_told else "")
