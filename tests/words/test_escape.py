"""Text that stands in Markdown stays text."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from analytics.words.escape import unmarked

# what Markdown of pages makes a link of without any sign (GitHub Flavored Markdown, 6.9)
LITERAL = re.compile(r"https?://|www\.|[\w.+-]+@[\w-]", re.IGNORECASE)
HOSTILE = [
    "[log in here](https://evil.example/login)",
    "![pixel](https://evil.example/a.png)",
    "https://user:pw@evil.example/login",
    "www.evil.example and HTTP://evil.example",
    "somebody@evil.example",
    "<https://evil.example> <img src=x onerror=alert(1)>",
    "**bold** _it_ `code` ~~gone~~ # heading | cell |",
    "$4 million and $2 million",
    "\\[x\\](https://evil.example)",
    "- item",
    "1. item",
    "12) item",
    "heading\n===",
    "heading\n---",
    "    code",
    "\tcode",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_it_is_markup(text):
    reader = MarkdownIt("gfm-like", {"linkify": False})
    read = reader.render(unmarked(text)).strip()

    assert re.fullmatch(r"<p>[^<]*</p>", read), read
    assert not LITERAL.search(read)
    # without it something is
    assert "<" in reader.render(text).strip()[3:-4] or LITERAL.search(text) or "$" in text


def test_colours_symbols_and_formulas_of_streamlit_are_text():
    assert unmarked(":red[x] $a$") == r"\:red\[x\] \$a\$"
    # icons and faces are found in the text that Markdown leaves, signs escaped or not: a word joiner breaks them
    assert unmarked(":material/home: :smile: :+1:") == ":\u2060material/home: :\u2060smile: :\u2060+1:"


def test_an_entity_is_the_signs_that_it_is_written_with():
    read = MarkdownIt().render(unmarked("&lt;b&gt; AT&T &#64;")).strip()
    assert read == "<p>&amp;lt;b&amp;gt; AT&amp;T &amp;#64;</p>"


def test_our_own_sentences_stay_as_they_are():
    told = "Bretagne : 4 attaques connues, de 2023 à 2024 (« sous toute réserve ») – 12:30, 8,9 %"
    assert unmarked(told) == told
