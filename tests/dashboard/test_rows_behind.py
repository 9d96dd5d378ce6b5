"""The incidents behind a total stand in the order of what they say."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from analytics.schema import col
from analytics.words.text import Words
from dashboard.views import impact

NAN = float("nan")


def row(name: str, value: float, high: float) -> dict[str, object]:
    figure = {"people_affected": value, "people_affected_low": high, "people_affected_high": high}
    told = {col.NAME_EN: name, col.STATUS: "confirmed", col.STARTED_ON: "2024", col.SEVERITY: "not-stated"}
    return {col.INCIDENT_ID: name, **told, **figure, f"people_affected_{col.PARTIAL}": ""}


def test_where_nothing_is_retained_the_highest_figure_stated_comes_first():
    rows = [row("low", NAN, 10.0), row("high", NAN, 30.0), row("kept", 5.0, 5.0), row("lower", NAN, 9.0)]
    kept = pd.DataFrame({col.INCIDENT_ID: [one[col.INCIDENT_ID] for one in rows]})
    run = SimpleNamespace(words=Words("en"), kept=kept, choice=SimpleNamespace(rows=rows))

    shown = impact.rows_behind(run, "people_affected")

    assert shown[run.words("table.name")].tolist() == ["kept", "high", "low", "lower"]
