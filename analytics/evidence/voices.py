"""How many independent sources speak for an incident, and how strong they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analytics.evidence.links import linkable
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.codes import TIERS


def voices(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Whose voice each claim is, in the order of the claims: the agency whose text is repeated, else the publisher."""
    known = sources.set_index(col.SOURCE_ID)
    agencies = claims[col.SOURCE_ID].map(known[col.AGENCY])
    return agencies.fillna(claims[col.SOURCE_ID].map(known[col.PUBLISHER])).rename("voice")


def independent_sources(claims: pd.DataFrame, sources: pd.DataFrame, by: list[str]) -> pd.Series:
    """How many voices stand behind each group of claims; repeats of one agency dispatch are one voice.

    A voice is the agency whose text is repeated, or else the publisher. Copies by third parties count only
    where nothing but copies is left, and then as one. The article that the atlas began with is no voice: where it
    alone speaks there are none.
    """
    known = sources.set_index(col.SOURCE_ID)
    rows = claims[[*by]].assign(voice=voices(claims, sources), copied=claims[col.SOURCE_ID].map(known[col.COPY]))
    spoken = rows[~_founding(claims, sources)]
    direct = spoken[spoken["copied"] == "no"].groupby(by)["voice"].nunique()
    counted = direct.reindex(spoken.groupby(by).size().index, fill_value=0).clip(lower=1)
    return counted.reindex(rows.groupby(by).size().index, fill_value=0)


def only_copies(claims: pd.DataFrame, sources: pd.DataFrame, by: list[str]) -> pd.Series:
    """Whether all that each group of claims rests on are copies by third parties."""
    copied = claims[col.SOURCE_ID].map(sources.set_index(col.SOURCE_ID)[col.COPY]) == "yes"
    return copied.groupby([claims[name] for name in by]).all()


def strongest(claims: pd.DataFrame, sources: pd.DataFrame, by: list[str]) -> pd.Series:
    """The strongest tier in each group of claims; the article that the atlas began with lends none beside others."""
    order = {tier: rank for rank, tier in enumerate(TIERS)}
    names = dict(enumerate(TIERS))

    def lowest(rows: pd.DataFrame) -> pd.Series:
        return rows[col.TIER].map(order).groupby([rows[name] for name in by]).min()

    of_all = lowest(claims)
    of_voices = lowest(claims[~_founding(claims, sources)]).reindex(of_all.index)
    return of_voices.where(of_voices.notna(), of_all).map(names)


def _founding(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """Which claims are those of the article that the atlas began with."""
    ours = sources.loc[sources[col.FOUNDING] == "yes", col.SOURCE_ID]
    return claims[col.SOURCE_ID].isin(ours)


def by_weight(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Claims in the order of who is to be believed first: the tier of who speaks, no copy, a link, the earlier.

    The article that the atlas began with speaks for none, and its claims are left out.
    """
    known = sources.set_index(col.SOURCE_ID)
    spoken = claims[~_founding(claims, sources)]
    cited = known.loc[spoken[col.SOURCE_ID]]
    order = pd.DataFrame(
        {
            "tier": spoken[col.TIER].map({tier: rank for rank, tier in enumerate(TIERS)}).to_numpy(),
            "copy": (cited[col.COPY] == "yes").to_numpy(),
            "no_link": [linkable(source) is None for _, source in cited.iterrows()],
            "day": cited[col.PUBLISHED_ON].fillna("9").to_numpy(),
        },
        index=spoken.index,
    )
    return spoken.loc[order.sort_values([*order.columns], kind="stable").index]


def attesting(spoken: Iterable[Mapping[str, Any]], tier: str) -> list[Mapping[str, Any]]:
    """Of the sources of an incident (`speaking`) those of one tier that attest to it, what is no copy and linked first.

    Statistics, which count the beds of a hospital, attest to no attack, nor does the article that the atlas began with.
    """
    there = [
        source
        for source in spoken
        if source["voice"] == tier and "yes" not in (source[col.STATISTICAL], source[col.FOUNDING])
    ]
    return sorted(there, key=lambda source: (source[col.COPY] == "yes", linkable(source) is None))


def support(claims: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """For each incident: its sources, how many are independent, and the strongest tier that speaks of it.

    Reference statistics are left out: they count the beds of a hospital, and attest to no attack on it.

    Returns
    -------
    DataFrame, index incident_id
        sources, independent_sources, strongest_tier.
    """
    by = [col.INCIDENT_ID]
    claims = claims[~claims[col.SOURCE_ID].isin(sources.loc[sources[col.STATISTICAL] == "yes", col.SOURCE_ID])]
    return pd.DataFrame(
        {
            col.SOURCES: claims.groupby(col.INCIDENT_ID)[col.SOURCE_ID].nunique(),
            col.INDEPENDENT_SOURCES: independent_sources(claims, sources, by),
            col.STRONGEST_TIER: strongest(claims, sources, by),
        }
    )


def speaking(
    incident: str, claims: pd.DataFrame, events: pd.DataFrame, sources: pd.DataFrame, tiers: Sequence[str]
) -> pd.DataFrame:
    """The sources of one incident, strongest voice first, each with the accepted tier that speaks in it (``voice``).

    A claim has the tier of who speaks, which may be stronger than the paper that quotes them; a line of the timeline
    has that of its source.

    Parameters
    ----------
    incident : str
    claims, events, sources : DataFrame
        As checked.
    tiers : sequence of str
        The tiers accepted, strongest first.
    """
    known = sources.set_index(col.SOURCE_ID)[col.TIER]
    own = claims[claims[col.INCIDENT_ID] == incident]
    spoken = list(zip(own[col.SOURCE_ID], own[col.TIER], strict=True))
    for cell in events.loc[events[col.INCIDENT_ID] == incident, col.SOURCE_IDS]:
        spoken += [(code, known[code]) for code in split_list(cell)]
    rank = {tier: place for place, tier in enumerate(tiers)}
    # the strongest voice of a source comes last, and stays
    voice = dict(sorted((pair for pair in spoken if pair[1] in rank), key=lambda pair: -rank[pair[1]]))
    rows = sources[sources[col.SOURCE_ID].isin(voice)]
    rows = rows.assign(voice=rows[col.SOURCE_ID].map(voice))
    rows = rows.assign(rank=rows["voice"].map(rank)).sort_values(["rank", col.PUBLISHED_ON, col.SOURCE_ID])
    return rows.drop(columns="rank")
