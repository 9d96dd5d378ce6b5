"""What tests of several statistics share."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.schema import col
from analytics.statistics import counts


@pytest.fixture
def departments(small_atlas) -> pd.DataFrame:
    """The counts of the small world by department."""
    return counts.counts(
        small_atlas.sites,
        small_atlas.incidents[col.INCIDENT_ID],
        pd.Index(small_atlas.departments[col.CODE]),
        "department",
    )
