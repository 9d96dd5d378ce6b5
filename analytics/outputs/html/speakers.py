"""Who says a thing, as HTML: a source by its name and day, with a link where we send readers, and who speaks in it.

Every word from the data is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.evidence import voices
from analytics.evidence.links import linkable
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.words import sources
from analytics.words.escape import safe
from analytics.words.text import Words

Row = Mapping[str, Any]


def source_link(source: Row, text: str) -> str:
    """Some text as a link to a source, where readers are sent there; the bare text elsewhere."""
    address = linkable(source)
    if address is None:
        return safe(text)
    return f'<a href="{safe(address)}" target="_blank" rel="noopener noreferrer">{safe(text)}</a>'


def source_html(source: Row, words: Words) -> str:
    """One source: publisher, title unless it was rebuilt from an address, date, tier; a link where we link."""
    name = sources.named(source, words)
    when: str = "" if pd.isna(source[col.PUBLISHED_ON]) else f", {words.when(source[col.PUBLISHED_ON])}"
    return f'{source_link(source, name + when)} <span class="said">({safe(sources.standing(source, words))})</span>'


def links(documents: Sequence[Row], words: Words) -> str:
    """Some sources as links; those of one publisher are told apart by their day, and by a number where that is one."""
    names = [sources.publisher(document, words) for document in documents]
    several = Counter(names)
    told = [
        sources.dated(document, words) if several[name] > 1 else name
        for name, document in zip(names, documents, strict=True)
    ]
    again, parts = Counter[str](), []
    for name, document in zip(told, documents, strict=True):
        again[name] += 1
        parts.append(source_link(document, name if again[name] == 1 else f"{name} [{again[name]}]"))
    return ", ".join(parts)


def who(source: Row, tier: str, words: Words) -> str:
    """A source by its name and its day, and who speaks in it."""
    colon = words("card.colon")
    return f"{source_link(source, sources.dated(source, words))}{safe(colon + sources.speaking(source, tier, words))}"


def of_claims(claims: pd.DataFrame, documents: pd.DataFrame, words: Words) -> str:
    """Who says what some claims state: the strongest of them; empty where the article we began with is alone."""
    said = _said(voices.by_weight(claims, documents).head(1), documents)
    return "".join(who(*first, words) for first in said)


def strongest_by_measure(claims: pd.DataFrame, documents: pd.DataFrame) -> dict[str, tuple[Row, str]]:
    """Who says each figure of one incident: of the claims on it the strongest that we retain, or of all without one.

    Parameters
    ----------
    claims : DataFrame
        Those of the incident that are accepted.
    documents : DataFrame
        The checked sources.

    Returns
    -------
    dict
        By measure the source, and the tier of who speaks in it. A figure that the article which the atlas began with
        states alone is absent.
    """
    retained = set(claims.loc[claims[col.PREFERRED] == "yes", col.MEASURE])
    speaking = claims[(claims[col.PREFERRED] == "yes") | ~claims[col.MEASURE].isin(retained)]
    first = voices.by_weight(speaking, documents).drop_duplicates(col.MEASURE)
    return dict(zip(first[col.MEASURE], _said(first, documents), strict=True))


def _said(claims: pd.DataFrame, documents: pd.DataFrame) -> list[tuple[Row, str]]:
    """The source of each claim, and the tier of who speaks in it."""
    cited = rows_of(documents[documents[col.SOURCE_ID].isin(claims[col.SOURCE_ID])])
    by_id = {source[col.SOURCE_ID]: source for source in cited}
    return [(by_id[source], tier) for source, tier in zip(claims[col.SOURCE_ID], claims[col.TIER], strict=True)]


def of_measures(claims: pd.DataFrame, documents: pd.DataFrame, words: Words) -> dict[str, str]:
    """Who says each figure of one incident, by measure as HTML; empty where nobody is named."""
    first = strongest_by_measure(claims, documents)
    return {
        measure: who(*first[measure], words) if measure in first else "" for measure in claims[col.MEASURE].unique()
    }


def strongest(spoken: Iterable[Row], tier: str, words: Words) -> str:
    """The line that names the strongest source of an incident, its day, and who speaks in it; empty without one.

    Parameters
    ----------
    spoken : iterable of mapping
        Its sources (`voices.speaking`).
    tier : str
        The strongest tier that attests to it.
    words : Words
    """
    attesting = voices.attesting(spoken, tier)
    if not attesting:
        return ""
    label = f'<span class="label">{safe(words("card.strongest"))}{safe(words("card.colon"))}</span>'
    return f'<p class="line">{label} {who(attesting[0], tier, words)}</p>'
