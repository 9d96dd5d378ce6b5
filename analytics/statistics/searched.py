"""Where the record comes from: what was found in each country, in whose words, and until when."""

from __future__ import annotations

import pandas as pd

from analytics.atlas import cited
from analytics.atlas.atlas import Atlas
from analytics.schema import col

LANGUAGES, PUBLISHERS, LATEST = "languages", "publishers", "latest_source"
UNTOLD = "und"  # a language that could not be told
DIRECT = 2  # publishers from which an incident no longer rests on one alone


def searched(atlas: Atlas) -> pd.DataFrame:
    """What was found in each country, those with most incidents first; an incident counts in its own country.

    Returns
    -------
    DataFrame, index country
        incidents; sources and publishers that are cited on them; languages of those sources, the commonest first
        (a list in a cell), without those that could not be told; latest_source, the day of the last one, as precise as
        it is known.
    """
    countries = atlas.incidents.set_index(col.INCIDENT_ID)[col.COUNTRY]
    sources = cited.cited(atlas)
    sources = sources.assign(**{col.COUNTRY: sources[col.INCIDENT_ID].map(countries)})
    sources = sources.drop_duplicates([col.COUNTRY, col.SOURCE_ID])
    by = sources.groupby(col.COUNTRY)
    told = sources[sources[col.LANGUAGE] != UNTOLD].groupby(col.COUNTRY)[col.LANGUAGE]
    table = pd.DataFrame(
        {
            col.INCIDENTS: countries.value_counts(),
            col.SOURCES: by.size(),
            PUBLISHERS: by[col.PUBLISHER].nunique(),
            LANGUAGES: told.agg(lambda languages: "; ".join(languages.value_counts(sort=True).index)),
            LATEST: by[col.PUBLISHED_ON].max(),
        }
    )
    counts = [col.INCIDENTS, col.SOURCES, PUBLISHERS]
    table[counts] = table[counts].fillna(0).astype(int)
    table = table.rename_axis(col.COUNTRY).reset_index()
    return table.sort_values([col.INCIDENTS, col.COUNTRY], ascending=[False, True]).set_index(col.COUNTRY)


def several_publishers(atlas: Atlas) -> int:
    """Incidents on which two publishers or more are direct (`cited.direct_publishers`)."""
    return int((cited.direct_publishers(atlas) >= DIRECT).sum())
