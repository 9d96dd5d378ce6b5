"""What incidents did: the services disrupted."""

from __future__ import annotations

import pandas as pd

from analytics.drawings.charts import base
from analytics.drawings.charts.numbers import valued
from analytics.schema import col
from analytics.schema.codes import SERVICE_CODES
from analytics.statistics.totals import services_hit
from analytics.words import headlines
from analytics.words.incidents import with_claims


def services(incidents: pd.DataFrame, scope: str, look: base.Look) -> base.Chart:
    """How many incidents disrupted each service; parameters as in `by_year`, with services."""
    words, counts = look.words, services_hit(incidents)
    claimed_alone = services_hit(incidents[incidents[col.STATUS] == "claimed"])
    claims = [claimed_alone.get(code, 0) for code in counts]
    known = int(incidents[col.SERVICES].notna().sum())
    rows = {words.label(SERVICE_CODES, code): count for code, count in counts.items()}
    of = words.number(known)
    said = {name: words("figure.services_hover", hit=words.number(count), of=of) for name, count in rows.items()}
    hovers = [
        f"{name}<br>{with_claims(told, claimed, words)}"
        for (name, told), claimed in zip(said.items(), claims, strict=True)
    ]
    return base.Chart(
        headlines.service_finding(incidents, words),
        [words("drawing.services_subtitle", count=known), scope],
        [words("drawing.services_note"), words("drawing.known")],
        [
            valued(name, with_claims(words.number(count), claimed, words), words)
            for (name, count), claimed in zip(rows.items(), claims, strict=True)
        ],
        [base.Block([_bars(rows, claims, hovers, list(counts), look)])] if rows else [],
    )


def _bars(rows: dict[str, int], claims: list[int], hovers: list[str], codes: list[str], look: base.Look) -> base.Panel:
    """One bar a row, hollow as far as the attacker alone says so, its number at its end.

    Its name stands on the left, or above it where the sheet is narrow.
    """
    words, theme, narrow = look.words, look.theme, look.narrow
    numbers = [base.Text(count, place, words.number(count), 7, 5) for place, count in enumerate(rows.values())]
    known = [float(count - claimed) for count, claimed in zip(rows.values(), claims, strict=True)]
    key = base.Key("", fill=theme.ramp[3])
    bars: list[base.Mark] = [base.Bars(key, known, hovers, codes=codes)]
    legend = [base.claimed_key(look, key)] if any(claims) else []
    bars += [
        base.Bars(of_claims, [float(count) for count in claims], hovers, codes=codes, below=known)
        for of_claims in legend
    ]
    return base.Panel(
        "rows",
        base.Axis(0, max(rows.values())),
        [],
        base.Room(0, 50, 0, 42, 0, first=27) if narrow else base.Room(300, 50, 0, 27, 0, first=9),
        base.Page(60 + 26 * len(rows)),
        [base.Slot(name) for name in rows],
        [*bars, base.Texts(numbers, theme.text)],
        legend=legend,
        naming=base.Naming(0, -14) if narrow else base.Naming(-10, 6, 292, anchor="end"),
    )
