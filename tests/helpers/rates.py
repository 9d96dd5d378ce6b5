"""Areas by number, and the day until which tests of rates know anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

KNOWN_UNTIL = date(2026, 8, 6)


def areas_of(values: Sequence[float]) -> pd.Series:
    return pd.Series(values, index=[f"a{number}" for number in range(len(values))])
