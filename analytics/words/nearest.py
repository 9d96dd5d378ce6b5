"""People whose nearest large hospital was in degraded mode, in words: they live near it, and are not its patients."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.statistics.nearest_days import SHARE, SURELY, UNKNOWN_FOR, NearestDays, OneDay, chosen_day
from analytics.words.text import Words

LOW, HIGH = f"{col.PEOPLE}_{col.LOW}", f"{col.PEOPLE}_{col.HIGH}"


def date_of(day: pd.Timestamp, words: Words) -> str:
    """A day as the language writes it."""
    return words.when(f"{day:%Y-%m-%d}")


def finding(found: NearestDays, words: Words) -> str:
    """The day with most people; that there is none where there is none."""
    day = chosen_day(found, "")
    if day is None:
        return words("nearest.nothing")
    low, high, date = int(found.totals[LOW][day]), int(found.totals[HIGH][day]), date_of(day, words)
    if not low:
        return words("nearest.finding_high", date=date, high=words.number(high))
    return words("nearest.finding", low, date=date)


def of_day(one: OneDay, words: Words) -> str:
    """How many people lived nearest to a hospital in degraded mode on a day, as known and at most."""
    low, high = one.total[LOW], one.total[HIGH]
    sentence = words("nearest.of_day", low, date=date_of(one.day, words))
    return words("nearest.of_day_high", sentence=sentence, high=words.number(high)) if high > low else sentence


def notes(words: Words) -> list[str]:
    """What the two ends hold, which hospitals and people these are, and what cannot be concluded."""
    return [words("nearest.high", days=words.number(UNKNOWN_FOR)), words("nearest.years"), words("nearest.limits")]


def told(low: int, high: int, words: Words) -> str:
    """People as known and at most."""
    if low == high:
        return words("nearest.value_same", low)
    return words("nearest.value", low, high=words.number(high))


def hospital(row: Mapping[str, object], words: Words) -> str:
    """A hospital with the commune where it is."""
    return words("nearest.of_hospital", name=row["name"], town=row["town"])


def state(row: Mapping[str, object], words: Words) -> str:
    """Whether a hospital is shown to have been in degraded mode, or may have been."""
    return words("nearest.surely") if row[SURELY] else words("nearest.perhaps")


def by_department(one: OneDay, names: Mapping[str, str], words: Words) -> pd.DataFrame:
    """The departments with anybody on a day, under headings in the reader's language, those with most people first."""
    touched = one.areas[one.areas[HIGH] > 0].sort_values([LOW, HIGH], ascending=False, kind="stable")
    return pd.DataFrame(
        {
            words("nearest.department"): [f"{names[code]} ({code})" for code in touched.index],
            words("nearest.people_low"): touched[LOW].to_list(),
            words("nearest.people_high"): touched[HIGH].to_list(),
            words("nearest.communes_low"): touched[f"{col.COMMUNES}_{col.LOW}"].to_list(),
            words("nearest.communes_high"): touched[f"{col.COMMUNES}_{col.HIGH}"].to_list(),
            words("nearest.share_low"): [round(100 * share, 1) for share in touched[f"{SHARE}_{col.LOW}"]],
        }
    )


def of_hospitals(named: pd.DataFrame, incidents: Mapping[str, str], words: Words) -> pd.DataFrame:
    """The hospitals of a day under headings in the reader's language.

    Parameters
    ----------
    named : DataFrame
        As `outputs.nearest_figures.named` gives them.
    incidents : mapping of str to str
        What each list of identifiers is called.
    """
    rows = rows_of(named)
    return pd.DataFrame(
        {
            words("nearest.hospital"): [hospital(row, words) for row in rows],
            words("nearest.state"): [state(row, words) for row in rows],
            words("nearest.people"): [row[col.PEOPLE] for row in rows],
            words("table.name"): [incidents[row[col.INCIDENT_IDS]] for row in rows],
        }
    )
