"""What is kept is weighed near enough: measured, or by a sample."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analytics.outputs.weights import weight


@dataclass
class Two:
    """Something of two parts."""

    text: str
    numbers: list[float]


def test_a_table_weighs_what_pandas_says():
    table = pd.DataFrame({"code": ["78", "91"] * 500, "count": np.arange(1000.0), "named": ["a name"] * 1000})

    assert weight(table) == pytest.approx(table.memory_usage(deep=True).sum(), rel=0.05)


def test_a_wide_table_is_weighed_by_some_of_its_columns():
    table = pd.DataFrame(np.zeros((100, 90))).assign(**{f"text{place}": "some words" for place in range(90)})

    assert weight(table) == pytest.approx(table.memory_usage(deep=True).sum(), rel=0.3)


@pytest.mark.parametrize("columns", [0, 3])
def test_a_table_without_rows_weighs_next_to_nothing(columns):
    assert weight(pd.DataFrame(columns=range(columns))) < 1000


def test_a_text_in_a_figure_counts_with_its_length():
    short, long = ({"layout": {"title": {"text": "a" * length}}} for length in (10, 100_010))

    assert weight(long) - weight(short) == 100_000


def test_a_long_list_is_weighed_by_a_sample():
    rows = [[str(number), float(number)] for number in range(10_000)]
    whole = sys.getsizeof(rows) + sum(sys.getsizeof(row) + sum(map(sys.getsizeof, row)) for row in rows)

    assert weight(rows) == pytest.approx(whole, rel=0.05)


def test_what_consists_of_parts_weighs_them():
    table = pa.table({"a": list(range(1000))})

    assert weight(Two("a" * 1000, [1.0] * 1000)) > 1000 + 24 * 1000
    assert weight((table, "a" * 1000)) > table.nbytes + 1000
    assert weight(pd.DataFrame({"a": range(1000)}).style) > 8000
    assert weight(None) < 100
