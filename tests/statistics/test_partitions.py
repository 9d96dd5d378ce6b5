"""However time is divided, the parts add up to the whole: of incidents, of what each weighs, of tables of areas."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.record.dates import share_within
from analytics.schema import col
from analytics.selection.selection import Selection
from analytics.statistics import areas
from analytics.statistics.periods import weights_in_doubt

DAYS = st.dates(date(2016, 1, 1), date(2026, 11, 23))


@pytest.fixture(scope="module")
def shipped_incidents(publish_shipped) -> pd.DataFrame:
    return publish_shipped(Selection().evidence)


def parts_of(cuts: list[date]) -> list[Selection]:
    """The whole of time, divided before each of the days given."""
    begins = ["", *(str(day) for day in sorted(cuts))]
    ends = [*(str(day - timedelta(days=1)) for day in sorted(cuts)), ""]
    return [Selection(start=start, end=end) for start, end in zip(begins, ends, strict=True)]


@settings(max_examples=40)
@given(cuts=st.lists(DAYS, max_size=12, unique=True))
def test_the_parts_of_time_add_up_to_the_whole(shipped_incidents, cuts):
    parts = parts_of(cuts)
    total = Selection().keep(shipped_incidents)

    certain = [part.keep(shipped_incidents)[col.INCIDENT_ID] for part in parts]
    doubt = [part.possible(shipped_incidents)[col.INCIDENT_ID] for part in parts]
    weights = pd.concat([weights_in_doubt(shipped_incidents, part) for part in parts])

    counted = pd.concat(certain)
    straddling = set(pd.concat(doubt))
    assert counted.is_unique
    assert set(counted).isdisjoint(straddling)
    assert len(counted) + len(straddling) == len(total)
    # each incident in doubt weighs one over all parts
    assert weights.groupby(level=0).sum().to_dict() == pytest.approx(dict.fromkeys(straddling, 1.0))
    assert weights.between(0, 1, inclusive="neither").all()
    assert len(counted) + weights.sum() == pytest.approx(len(total))


@settings(max_examples=4)
@given(cuts=st.lists(DAYS, min_size=1, max_size=3, unique=True), level=st.sampled_from(["department", "country"]))
def test_the_parts_of_time_add_up_in_every_area(shipped, shipped_incidents, cuts, level):
    tables = [areas.rate_table(shipped, shipped_incidents, part, level) for part in (*parts_of(cuts), Selection())]

    *parts, whole = (table.set_index(col.CODE) for table in tables)
    weighted = sum(part[col.INCIDENTS_WEIGHTED] for part in parts)
    assert weighted.to_numpy() == pytest.approx((whole[col.INCIDENTS] - whole[col.INCIDENTS_WEBSITE]).to_numpy())
    assert whole[col.INCIDENTS_POSSIBLE].sum() == 0


@pytest.mark.parametrize(
    "ends",
    [
        ["2021-01", "2021-04", "2021-07", "2021-10", "2022-01"],
        [f"2019-{month:02d}" for month in range(1, 13)] + ["2020-01"],
    ],
)
def test_quarters_and_months_are_no_more_than_their_year(shipped_incidents, ends):
    days = [date.fromisoformat(f"{month}-01") for month in ends]
    parts = [Selection(start=str(one), end=str(other - timedelta(days=1))) for one, other in pairwise(days)]
    year = Selection(start=ends[0][:4], end=ends[0][:4])

    certain = sum(len(part.keep(shipped_incidents)) for part in parts)
    weights = sum(weights_in_doubt(shipped_incidents, part).sum() for part in parts)

    in_the_year = shipped_incidents[col.STARTED_ON].str.startswith(ends[0][:4]).sum()
    assert len(year.keep(shipped_incidents)) == in_the_year
    assert certain < in_the_year
    assert certain + weights == pytest.approx(in_the_year)


@settings(max_examples=100)
@given(first=DAYS, last=DAYS, precision=st.sampled_from([4, 7, 10]), told=DAYS)
def test_a_share_is_that_of_the_days_counted_one_by_one(first, last, precision, told):
    first, last = sorted((first, last))
    written = str(told)[:precision]
    meant = [day for n in range(366) if str(day := date(told.year, 1, 1) + timedelta(days=n)).startswith(written)]

    share = share_within(pd.Series([written]), str(first), str(last)).iloc[0]

    assert share == pytest.approx(sum(first <= day <= last for day in meant) / len(meant))
