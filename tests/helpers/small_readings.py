"""Readings of a small world: what was compared and in error, what nobody has read, what only a total was kept of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Row = dict[str, str]

EARLIER_READINGS = [
    {"reading_id": "1", "reading": "second-rest", "batch": "europe", "facts_compared": "50", "wrong": "5"},
    {"reading_id": "2", "reading": "second-sample", "batch": "europe", "incidents": "1", "wrong_share": "4.5"},
]


def readings(read: Mapping[str, str], unread: Iterable[str] = (), reading: str = "third") -> list[Row]:
    """Rows of a reading.

    Parameters
    ----------
    read : mapping of str to str
        By incident: how many statements were compared, how many were in error and how many of those false.
    unread : iterable of str
    reading : str
    """
    rows = []
    for incident, numbers in read.items():
        compared, wrong, false = numbers.split()
        counts = {"facts_compared": compared, "wrong": wrong, "false_or_misattributed": false}
        batch = "version-1-france" if incident.startswith("fr-") else "europe"
        rows.append(
            _row(reading, incident, "own-rows" if compared == "10" else "stored-pages") | counts | {"batch": batch}
        )
    return [*rows, *(_row(reading, incident, "not-read") for incident in unread)]


def _row(reading: str, incident: str, how: str) -> Row:
    return {"reading_id": f"{incident}.{reading}", "reading": reading, "incident_id": incident, "how": how}
