"""The numbers that the documents quote from the facts, by the names that their marks give them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.backing import THIRD
from analytics.atlas.published import in_france
from analytics.outputs.held import Held
from analytics.record import manifest
from analytics.record.cells import split_list
from analytics.schema import col
from analytics.schema.version import Version
from analytics.selection.selection import Selection
from analytics.statistics import quality, searched, totals
from analytics.statistics.official import DECLARED
from analytics.words.method import LAST_SAMPLE
from analytics.words.text import Words

PEOPLE = "people_affected"


def numbers(atlas: Atlas, version: Version, root: Path) -> dict[str, str]:
    """Each number as the documents write it, in English.

    Parameters
    ----------
    atlas : Atlas
    version : Version
    root : Path
        The folder of the data, whose files are counted: `rows data/facts/sites.csv`.
    """
    words = Words("en")
    chosen = Selection()
    kept = chosen.keep(Held(lambda: atlas).published(chosen.evidence))
    years = sorted(kept[col.STARTED_ON].str[:4])
    return {
        "version": version.number,
        "date": words.when(version.day.isoformat()),
        "known-until": words.when(version.known_until.isoformat()),
        "first-year": years[0],
        "last-year": years[-1],
        **{name: words.number(count) for name, count in _counts(atlas, kept)},
        **_totals(kept, words),
        **_record(atlas, words),
        **{
            f"rows data/{entry.path}": words.number(manifest.count(root / entry.path))
            for entry in manifest.read_manifest(root / manifest.MANIFEST)
        },
    }


def _counts(atlas: Atlas, kept: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """How many there are, of all and in the default choice, and the official counts that are beyond dispute."""
    yield "incidents", len(atlas.incidents)
    yield "claimed", int((atlas.incidents[col.STATUS] == "claimed").sum())
    yield "kept", len(kept)
    yield "kept-france", len(in_france(kept))
    yield "without-beds", len(atlas.beds_unmatched)
    yield "with-beds", len(in_france(atlas.incidents)) - len(atlas.beds_unmatched)
    yield "geonames-points", sum("geonames-2026" in split_list(cell) for cell in atlas.sites[col.SOURCE_IDS])
    official = atlas.national_series[atlas.national_series[col.METRIC] == DECLARED]
    for year, values in official.groupby(col.YEAR)[col.VALUE]:
        if values.nunique() == 1:  # where sources disagree there is no number to quote
            yield f"declared-{year}", float(values.iloc[0])
            yield f"french-{year}", int(in_france(kept)[col.STARTED_ON].str.startswith(str(year)).sum())


def _totals(kept: pd.DataFrame, words: Words) -> dict[str, str]:
    """Beds of hospitals hit in care or systems; people whose data were taken (in millions), with the largest case."""
    beds, people = totals.totals(kept, [col.BEDS, PEOPLE])
    largest = people[totals.CASES][0].value
    return {
        "beds": words.number(beds[totals.TOTAL]),
        "beds-incidents": words.number(beds[totals.BASED_ON]),
        "people-millions": words.number(people[totals.TOTAL] / 1e6, 1),
        "people-incidents": words.number(people[totals.BASED_ON]),
        "people-largest-millions": words.number(largest / 1e6),
        "people-without-largest-millions": words.number((people[totals.TOTAL] - largest) / 1e6, 1),
    }


def _record(atlas: Atlas, words: Words) -> dict[str, str]:
    """How many errors readings found, the third and the last sample, and what has two direct publishers, in percent."""
    total, left = quality.whole(atlas, THIRD), quality.whole(atlas, LAST_SAMPLE)
    percents = {"wrong": total[quality.SHARE], "wrong-low": total[quality.LOW], "wrong-high": total[quality.HIGH]}
    percents["false"] = total[quality.FALSE_SHARE]
    if left[col.INCIDENTS]:
        percents |= {"left": left[quality.SHARE], "left-low": left[quality.LOW], "left-high": left[quality.HIGH]}
    several = searched.several_publishers(atlas) / max(1, len(atlas.incidents))
    return {
        "read": words.number(total[col.INCIDENTS]),
        "sampled": words.number(left[col.INCIDENTS]),
        "compared": words.number(total[col.FACTS_COMPARED]),
        **{f"{name}-percent": words.number(100 * share, 1) for name, share in percents.items()},
        "several-publishers-percent": words.number(100 * several),
    }
