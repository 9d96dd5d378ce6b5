"""The benchmark asks both servers for the same, and sums up as it says; how fast they are is not tested."""

from __future__ import annotations

import asyncio

import pytest

from analytics.selection.selection import Selection
from tests.benchmarks.api_against_datasette import (
    CONCURRENCIES,
    QUERIES,
    Compared,
    Measured,
    Query,
    Summary,
    body_of,
    both,
    compare,
    line,
    summary,
)
from tests.benchmarks.shared import percentile

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def servers():
    """Our server and Datasette over the same tables."""
    with both() as addresses:
        yield addresses


def test_a_percentile_is_a_value_that_so_many_do_not_exceed():
    values = [float(number) for number in range(100, 0, -1)]

    assert [percentile(values, share) for share in (0.5, 0.95, 1)] == [50, 95, 100]
    assert percentile([3.0], 0.95) == 3
    assert percentile([1.0, 2.0, 3.0], 0.5) == 2
    assert percentile([1.0] * 19 + [9.0], 0.95) == 1
    assert percentile([1.0] * 18 + [9.0, 9.0], 0.95) == 9


def test_rounds_are_taken_together():
    rounds = [Measured([0.001, 0.002], 0.5), Measured([0.003, 0.004], 1.5)]

    assert summary(rounds) == Summary(per_second=2, p95=4)


def test_ratios_are_ours_by_theirs():
    compared = Compared("q", 8, Summary(300, 2), Summary(100, 8), (10, 20))

    assert compared.ratios == Summary(3, 0.25)
    assert line(compared).split() == ["q", "8", "|", "300", "100", "3.00", "|", "2.00", "8.00", "0.25", "|", "10", "20"]


@pytest.mark.shipped
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_both_servers_hold_the_same_incidents(servers, publish_shipped, query):
    ours, theirs = (
        query.incidents(asyncio.run(body_of(address, path)))
        for address, path in zip(servers, (query.ours, query.theirs), strict=True)
    )

    assert ours == theirs
    whole = len(Selection().keep(publish_shipped("specialist")))
    assert len(ours) == {"all incidents, JSON": whole, "one incident, JSON": 1}.get(query.name, len(ours)) > 0


@pytest.mark.shipped
@pytest.mark.parametrize("concurrency", CONCURRENCIES)
def test_a_comparison_measures_both(servers, concurrency):
    compared = asyncio.run(compare(QUERIES[2], servers, concurrency, rounds=2, requests=8))

    assert compared.concurrency == concurrency
    assert min(*compared.ours, *compared.theirs, *compared.sizes) > 0


@pytest.mark.shipped
def test_answers_that_differ_are_not_compared(servers):
    wrong = Query("wrong", QUERIES[2].ours, QUERIES[0].theirs, QUERIES[0].incidents)

    with pytest.raises(RuntimeError, match=r"1 incidents of ours, \d{2,} of Datasette"):
        asyncio.run(compare(wrong, servers, 1, rounds=1, requests=1))


@pytest.mark.shipped
def test_an_address_that_is_refused_is_an_error(servers):
    with pytest.raises(RuntimeError, match="400"):
        asyncio.run(body_of(servers[0], "/api/v1/incidents.json?department=999"))
