"""Which sources are cited on an incident, and how many publishers stand behind it themselves."""

from __future__ import annotations

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.record.cells import split_list
from analytics.schema import col


def cited(atlas: Atlas) -> pd.DataFrame:
    """Each source cited on an incident by a claim or a line of its timeline, once, with its row of `sources`.

    Reference statistics and the article that the atlas began with are left out: they attest to no attack.
    """
    named: dict[tuple[str, str], None] = dict.fromkeys(
        zip(atlas.claims[col.INCIDENT_ID], atlas.claims[col.SOURCE_ID], strict=True)
    )
    for incident, cell in zip(atlas.events[col.INCIDENT_ID], atlas.events[col.SOURCE_IDS], strict=True):
        named.update(dict.fromkeys((incident, source) for source in split_list(cell)))
    pairs = pd.DataFrame(list(named), columns=[col.INCIDENT_ID, col.SOURCE_ID])
    attesting = atlas.sources[(atlas.sources[[col.STATISTICAL, col.FOUNDING]] != "yes").all(axis=1)]
    return pairs.merge(attesting, on=col.SOURCE_ID, validate="many_to_one")


def direct_publishers(atlas: Atlas) -> pd.Series:
    """How many publishers are direct on each incident, by its identifier.

    A publisher is direct where a source of its own, no copy and more than a headline, is cited on the incident.
    """
    sources = cited(atlas)
    direct = sources[(sources[[col.COPY, col.HEADLINE_ONLY]] != "yes").all(axis=1)]
    counts = direct.groupby(col.INCIDENT_ID)[col.PUBLISHER].nunique()
    return counts.reindex(atlas.incidents[col.INCIDENT_ID], fill_value=0)
