"""The search that answers while a reader types: what is asked of it, and its answer as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from analytics.api import limits
from analytics.api.openapi import ALL_KINDS
from analytics.api.problems import Problem, Refused
from analytics.api.queries import unknown_value, value_of, whole_number
from analytics.find.entries import KINDS
from analytics.outputs.answers import attribution
from analytics.outputs.held import Held
from analytics.schema.version import DATA_DATE, DATA_VERSION, LICENCE
from analytics.selection.address import LONGEST_SEARCH
from analytics.selection.selection import LANGUAGES
from analytics.words.text import Words

NAMES = ("q", "kind", "limit", "lang")


class Sought(NamedTuple):
    """A search, understood."""

    text: str
    kind: str
    limit: int
    lang: str


def sought(query: Mapping[str, list[str]]) -> Sought:
    """What a query searches for; Problem where it has no words or a value is not known."""
    refused: list[Refused] = []
    text = query.get("q", [""])[-1]
    if not text:
        refused.append(Refused("missing-name", "a search has words (q=…)", (), "q"))
    if len(text) > LONGEST_SEARCH:
        refused.append(unknown_value("q", text, (f"≤ {LONGEST_SEARCH} signs",)))
    kind = value_of("kind", query, (ALL_KINDS, *KINDS), refused)
    lang = value_of("lang", query, LANGUAGES, refused)
    limit = whole_number("limit", query, (1, limits.MOST_FOUND), refused)
    if refused:
        raise Problem(*refused)
    return Sought(text, kind, limit or limits.USUALLY_FOUND, lang)


def answer(held: Held, asked: Sought, base: str) -> dict[str, Any]:
    """What was found, the likeliest first, and what the answer says of itself; pages stand below the base path."""
    words = Words(asked.lang)
    kinds = () if asked.kind == ALL_KINDS else (asked.kind,)
    found = held.finder.answer(asked.text, words, asked.limit, kinds)
    return {
        "meta": {
            "q": asked.text,
            "count": len(found.results),
            "did_you_mean": found.did_you_mean or None,
            "data_version": DATA_VERSION,
            "data_date": DATA_DATE.isoformat(),
            "licence": LICENCE,
            "attribution": attribution(words),
        },
        "data": [each | {"page": base + each["page"]} for each in found.results],
    }
