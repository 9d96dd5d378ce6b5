"""Where the record comes from and how good it is, worked out once more from the files by other means."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from math import isclose

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analytics.atlas import cited
from analytics.atlas.atlas import Atlas, load
from analytics.record.files import DATA
from analytics.schema import col
from analytics.schema.codes import BATCHES
from analytics.statistics import quality, searched
from tests.helpers import small_world
from tests.helpers.small_readings import readings
from tests.helpers.small_world import CLAIMED, FACTS, MONTH, TWO_TOWNS


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_readings(folder, rows: list[dict[str, str]]) -> Atlas:
    """The small world with other readings."""
    return load(small_world.written(folder / "data", FACTS | {"readings": rows}))


def test_a_reading_is_counted_as_its_rows_say(small_atlas):
    total = quality.whole(small_atlas, "third")

    assert [total[name] for name in (col.INCIDENTS, *quality.COUNTS)] == [3, 60, 4, 2]
    assert (total[quality.SHARE], total[quality.FALSE_SHARE]) == (4 / 60, 2 / 60)
    assert (total[quality.LOW], total[quality.HIGH]) == pytest.approx(proportion_confint(4, 60, method="wilson"))
    assert quality.whole(small_atlas, "sample")[col.INCIDENTS] == 0


def test_rates_are_by_research_and_what_was_not_counted_is_missing(small_atlas):
    table = quality.by_batch(small_atlas)

    told = table[[col.READING, col.BATCH, col.INCIDENTS, col.FACTS_COMPARED, col.WRONG]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        ["third", "europe", 1, 20, 0],
        ["third", "version-1-france", 2, 40, 4],
        ["second-rest", "europe", None, 50, 5],
        ["second-sample", "europe", 1, None, None],
    ]
    assert list(table[quality.SHARE]) == pytest.approx([0, 0.1, 0.1, 0.045])
    assert list(table[quality.LOW].isna()) == [False, False, False, True]  # a share alone has no interval
    assert list(table[quality.FALSE_SHARE].isna()) == [False, False, True, True]


@pytest.mark.parametrize("seed", range(12))
def test_any_reading_adds_up_whoever_is_read(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311
    incidents = [row["incident_id"] for row in FACTS["incidents"]]
    given = {}
    for incident in chance.sample(incidents, chance.randint(1, len(incidents))):
        compared = chance.randint(0, 40)
        wrong = chance.randint(0, compared)
        given[incident] = (compared, wrong, chance.randint(0, wrong))
    told = readings(
        {incident: " ".join(map(str, counts)) for incident, counts in given.items()},
        [incident for incident in incidents if incident not in given],
    )
    atlas = with_readings(tmp_path, told)
    table, total = quality.by_batch(atlas), quality.whole(atlas, "third")
    table = table[table[col.READING] == "third"]

    sums = [sum(counts[place] for counts in given.values()) for place in range(3)]
    assert [total[name] for name in quality.COUNTS] == sums == [table[name].sum() for name in quality.COUNTS]
    assert total[col.INCIDENTS] == len(given) == table[col.INCIDENTS].sum()
    for _, row in table[table[col.FACTS_COMPARED] > 0].iterrows():
        assert row[quality.LOW] - 1e-12 <= row[quality.SHARE] <= row[quality.HIGH] + 1e-12
        assert row[quality.FALSE_SHARE] <= row[quality.SHARE]


def test_a_sample_stands_beside_the_reading_and_changes_nothing_of_it(tmp_path, small_atlas):
    atlas = with_readings(tmp_path, [*FACTS["readings"], *readings({TWO_TOWNS: "50 1 0"}, reading="sample")])

    pd.testing.assert_series_equal(quality.whole(atlas, "third"), quality.whole(small_atlas, "third"))
    assert quality.whole(atlas, "sample")[quality.SHARE] == 0.02


@pytest.mark.shipped
def test_rates_of_the_record_are_those_of_its_file(shipped):
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows("readings"):
        if row["how"] != "not-read" and row["reading"] == "third":
            batch = row["batch"].split("; ")[0]
            for place in (batch, ""):
                counted[place].update({"incidents": 1} | {name: int(row[name]) for name in quality.COUNTS})

    table = quality.by_batch(shipped)
    table = table[table[col.READING] == "third"].set_index(col.BATCH)
    assert list(table.index) == [batch for batch in BATCHES if batch in counted]
    for batch, counts in counted.items():
        row = table.loc[batch] if batch else quality.whole(shipped, "third")
        assert {name: row[name] for name in counts} == counts, batch
        ends = proportion_confint(counts["wrong"], counts["facts_compared"], method="wilson")
        assert (row[quality.LOW], row[quality.HIGH]) == pytest.approx(ends)
        assert isclose(row[quality.FALSE_SHARE], counts["false_or_misattributed"] / counts["facts_compared"])


@pytest.mark.shipped
def test_countries_languages_and_publishers_are_those_of_the_files(shipped):
    sources = {row["source_id"]: row for row in rows("sources")}
    fixed = shipped.sources.set_index(col.SOURCE_ID)  # publishers may have been corrected
    named = defaultdict(set)
    for row in rows("claims"):
        named[row["incident_id"]].add(row["source_id"])
    for row in rows("events"):
        named[row["incident_id"]].update(row["source_ids"].split("; "))
    unvoiced = [name for name, row in sources.items() if "yes" in (row["statistical"], fixed.loc[name, "founding"])]
    attesting = set(sources) - set(unvoiced)
    direct = {name for name in attesting if "yes" not in (fixed.loc[name, "copy"], sources[name]["headline_only"])}
    by_country = defaultdict(list)
    for row in rows("incidents"):
        by_country[row["country"]].append(row["incident_id"])

    table = searched.searched(shipped)
    assert dict(table[col.INCIDENTS]) == {country: len(incidents) for country, incidents in by_country.items()}
    assert list(table[col.INCIDENTS]) == sorted(table[col.INCIDENTS], reverse=True)
    for country, incidents in by_country.items():
        found = set().union(*(named[incident] for incident in incidents)) & attesting
        row = table.loc[country]
        assert row[col.SOURCES] == len(found), country
        assert row[searched.PUBLISHERS] == len({fixed.loc[name, "publisher"] for name in found}), country
        languages = {fixed.loc[name, "language"] for name in found} - {"und"}
        assert set(row[searched.LANGUAGES].split("; ")) == languages, country
    publishers = {
        row["incident_id"]: {fixed.loc[name, "publisher"] for name in named[row["incident_id"]] & direct}
        for row in rows("incidents")
    }
    assert searched.several_publishers(shipped) == sum(len(names) >= 2 for names in publishers.values())
    # what the record promises of itself
    assert searched.several_publishers(shipped) >= 0.8 * len(shipped.incidents)


def test_copies_headlines_and_the_founding_article_are_no_direct_publishers(small_atlas):
    direct = cited.direct_publishers(small_atlas)

    assert set(direct.index) == set(small_atlas.incidents[col.INCIDENT_ID])
    assert direct[TWO_TOWNS] > direct[MONTH] >= 1
    whole = small_atlas.sources
    for column in (col.COPY, col.HEADLINE_ONLY, col.FOUNDING, col.STATISTICAL):
        emptied = small_atlas._replace(sources=whole.assign(**{column: "yes"}))
        assert cited.direct_publishers(emptied).sum() == 0, column
    assert set(searched.searched(small_atlas).index) == {"FRA", "DEU"}
    assert direct[CLAIMED] >= 0
