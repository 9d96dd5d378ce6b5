"""What a person decides by: every pair proposed, both sides, as a table to fill in and as a page in both languages."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.linking.linking import Linked, is_with_ours
from analytics.linking.model import Pair, kept
from analytics.outputs.formats import to_csv
from analytics.outputs.templates import PAGES
from analytics.words.text import Words

_LANGUAGES = ("fr", "en")
_SIDE = ("source", "identifier", "name", "place", "date", "address")
COLUMNS = ("probability", *(f"{name}_{side}" for name in _SIDE for side in ("left", "right")), "decision")


def review_csv(linked: Linked) -> bytes:
    """Every pair, the most probable first, with an empty column for the decision; formulas defused."""
    rows = [_row(pair, linked) for pair in linked.pairs]
    return to_csv(pd.DataFrame(rows, columns=list(COLUMNS), dtype="string"))


def review_page(linked: Linked) -> bytes:
    """The page of the review, in French and then in English; what files say is escaped."""
    told = [_part(linked, Words(language)) for language in _LANGUAGES]
    return PAGES.get_template("link.html").render(parts=told).encode()


def _row(pair: Pair, linked: Linked) -> dict[str, str]:
    sides = {"left": linked.records[pair.left], "right": linked.records[pair.right]}
    cells = {f"{name}_{side}": str(getattr(record, name)) for side, record in sides.items() for name in _SIDE}
    return {"probability": f"{pair.probability:.4f}", **cells, "decision": ""}


def _part(linked: Linked, words: Words) -> dict[str, Any]:
    """What the page says in one language."""
    sorted_out: tuple[list[Any], list[Any]] = ([], [])
    for pair in linked.pairs:
        left, right = linked.records[pair.left], linked.records[pair.right]
        sorted_out[not is_with_ours(pair)].append((left, right, words.percent(pair.probability, 1)))
    made = kept()["made"]
    return {
        "words": words,
        "language": words("import.language"),
        "answer": words("link.answer", count=len(linked.pairs), ours=words.number(linked.with_ours)),
        "learnt": words("link.learnt", count=made["labels"], at_least=_lowest(linked, words)),
        "groups": [
            (words(f"link.{name}"), rows) for name, rows in zip(("with_ours", "among"), sorted_out, strict=True)
        ],
        "feeds": list(linked.left_out.items()),
    }


def _lowest(linked: Linked, words: Words) -> str:
    """From which probability pairs are proposed: one, or those of the feeds."""
    if linked.at_least is not None:
        return words.percent(linked.at_least)
    told = {feed: words.percent(share) for feed, share in kept()["thresholds"].items()}
    return words.either([f"{share} ({feed})" for feed, share in told.items()])
