"""The search in the head of every page, as HTML: a field that works as a form alone, and what its script needs to know.

It is no part of what Streamlit draws: it is there before the first run, and no run changes it.
"""

from __future__ import annotations

from analytics.selection.address import LONGEST_SEARCH
from analytics.selection.filters import FILTERS
from analytics.words.escape import safe
from analytics.words.text import Words
from dashboard import around
from dashboard.base_path import below


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
    scripts = around.addresses(base_path)
    return f"""{around.styles(base_path)}<div id="find" role="search" {data}>
<form action="{base}/" method="get">
<input type="search" name="q" role="combobox" aria-label="{safe(words("find.label"))}" aria-expanded="false" \
aria-autocomplete="list" aria-controls="find-list" aria-keyshortcuts="/" autocomplete="off" autocapitalize="off" \
spellcheck="false" enterkeyhint="search" maxlength="{LONGEST_SEARCH}" placeholder="{safe(words("find.placeholder"))}">
<input type="hidden" name="lang" value="{lang}"><kbd aria-hidden="true">/</kbd></form>
<div class="find-panel" hidden><p class="find-meant" hidden></p>
<ul id="find-list" role="listbox" aria-label="{safe(words("find.results"))}"></ul></div>
<p class="unseen" role="status"></p>
</div>
{copying(words)}<script src="{scripts["find.js"]}" defer></script>
<script src="{scripts["actions.js"]}" defer></script>
""" + (f'{widgets_told}<script src="{scripts["widgets.js"]}" defer></script>\n' if widgets_told else "")


def copying(words: Words) -> str:
    """What is said of what was copied, and where it is copied by hand; what answers a choice, for who hears it."""
    told = {"copied": words("actions.copied"), "address": words("actions.address_copied")}
    data = " ".join(f'data-{name}="{safe(value)}"' for name, value in told.items())
    return f"""<p id="answer" role="status" data-live-announcer="true"></p>
<div id="copying" {data}>
<p role="status"></p>
<label hidden>{safe(words("actions.by_hand"))} <textarea readonly rows="3"></textarea></label>
</div>
"""
