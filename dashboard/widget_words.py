"""What the script of Streamlit's widgets is told: words in the reader's language, names in lists, what buttons open.

Streamlit has the words of its widgets in English only and takes no others; its lists compare letters with accents; and
a button of its is called by what is written on it, which stands on a page once for each figure.
"""

from __future__ import annotations

import json
from typing import Any

from analytics.outputs import pictures, receipts
from analytics.outputs.held import Held
from analytics.outputs.receipt_figures import FIGURES
from analytics.selection.filters import FILTERS
from analytics.words.phrases import names_of
from analytics.words.text import Words

ENGLISH = Words("en")
# as Streamlit 1.67 writes them; a test finds each in its program
TOLD = (
    "choose",
    "decrement",
    "increment",
    "help",
    "help_for",
    "heading",
    "apply",
    "no_results",
    "clear_all",
    "clear_value",
    "open",
    "selected_values",
    "remove",
    "columns",
    "search",
    "close_search",
    "next_result",
    "previous_result",
    "clear_selection",
    "select_all",
    "fullscreen",
    "close_fullscreen",
    "skip",
    "collapse_sidebar",
    "expand_sidebar",
    "sidebar",
    "close",
    "sort_ascending",
    "sort_descending",
    "autosize",
    "pin",
    "unpin",
    "hide",
    "format",
    "statistics",
    "column_menu",
    "copy_name",
    "connecting",
    "running",
    "download_failed",
    "upload",
    "drop",
)


def told(held: Held, lang: str) -> str:
    """A data block for a page: English words and ours, and the names of each list by the name of its filter."""
    words = Words(lang)
    pairs = {ENGLISH(f"widgets.{name}"): words(f"widgets.{name}") for name in TOLD} if lang != "en" else {}
    lists = (each for each in FILTERS.values() if each.repeats and each.side != "page")
    names = {each.field: [*names_of(each, held.atlas, words).values()] for each in lists}
    block = json.dumps(
        {"words": pairs, "names": names, "about": _about(words)}, ensure_ascii=False, separators=(",", ":")
    )
    block = block.replace("<", "\\u003c")  # no text ends the block
    return f'<script type="application/json" id="widgets-told">{block}</script>'


def _about(words: Words) -> dict[str, Any]:
    """What is written on buttons that stand on a page many times, and the names of what they are about.

    ``verbs`` by the beginning of their keys, ``fields`` and ``heading`` by the label that Streamlit gives them.
    """
    return {
        "verbs": {
            "receipt": words("receipt.open"),
            "take": words("actions.take"),
            "embed": words("actions.embed"),
            "bar": words("answer.of_bar"),
        },
        "figures": {name: receipts.label(name, words) for name in FIGURES},
        "pictures": {name: pictures.label(name, words) for name in pictures.PICTURES},
        "fields": [words(f"widgets.{name}") for name in ("open", "clear_all", "clear_value")],
        "heading": words("widgets.heading"),
        "colon": words("card.colon"),
    }
