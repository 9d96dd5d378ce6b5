"""Pairs that are known to be one event: our own sources name rows of registers, or a row cites an article that we cite.

Sources of the register of HHS have the day of the filing and the number of people, or the name of the filer; those of
VCDB the name of the record; those of EuRepoC the number of the incident. A source that names a row of another copy than
the one imported labels nothing. Half of the incidents are kept for the test, by a hash of their identifier.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.linking.names import words_of
from analytics.linking.records import OURS, REGISTERS, Record
from analytics.record.cells import rows_of, split_list
from analytics.schema import col

_PEOPLE = re.compile(r"(?<![/\d])\d{3,}(?![/\d])")
_DAY = re.compile(r"\b\d{2}/\d{2}/\d{4}\b")


class Label(NamedTuple):
    """A row of a register that is the event of an incident, and what says so: `source` or `address`, and which."""

    incident: str
    row: str
    by: str
    told: str


FOLDS = 5
"""Parts of the incidents, each of which is measured by a model that learnt from the others."""


def fold_of(incident: str) -> int:
    """The part of the incidents that one is in, from 0: its pairs are held out together."""
    return hashlib.sha256(incident.encode()).digest()[1] % FOLDS


def kept_for_the_test(incident: str) -> bool:
    """Whether the pairs of an incident are kept for the test; nothing is learnt from them."""
    return hashlib.sha256(incident.encode()).digest()[0] % 2 == 1


def labels(atlas: Atlas, records: Sequence[Record]) -> list[Label]:
    """Every pair of an incident and an imported row that our sources name, in the order of the incidents."""
    theirs = [record for record in records if record.source != OURS]
    found: dict[tuple[str, str], Label] = {}
    for label in (*_named(atlas, theirs), *_cited(atlas, theirs)):
        found.setdefault((label.incident, label.row), label)
    return sorted(found.values())


def sources_that_name(atlas: Atlas) -> list[tuple[str, str, str, str]]:
    """The sources that name rows of a register: feed, identifier of the source, its title, the incident."""
    incidents = defaultdict(set)
    for source, incident in _uses(atlas):
        incidents[source].add(incident)
    return [
        (REGISTERS[row[col.PUBLISHER]], row[col.SOURCE_ID], row["title"], incident)
        for row in rows_of(atlas.sources)
        if row[col.PUBLISHER] in REGISTERS
        for incident in sorted(incidents[row[col.SOURCE_ID]])
    ]


def _uses(atlas: Atlas) -> Iterator[tuple[str, str]]:
    """Each source and an incident that a claim or an event takes from it."""
    for row in rows_of(pd.DataFrame(atlas.claims)[[col.SOURCE_ID, col.INCIDENT_ID]]):
        yield row[col.SOURCE_ID], row[col.INCIDENT_ID]
    for row in rows_of(pd.DataFrame(atlas.events)[["source_ids", col.INCIDENT_ID]]):
        for source in split_list(row["source_ids"]):
            yield source, row[col.INCIDENT_ID]


def _named(atlas: Atlas, theirs: Sequence[Record]) -> Iterator[Label]:
    of_feed: dict[str, list[Record]] = defaultdict(list)
    for record in theirs:
        of_feed[record.source].append(record)
    for feed, source, title, incident in sources_that_name(atlas):
        for record in of_feed[feed]:
            if _names(feed, title, record):
                yield Label(incident, record.unique_id, "source", source)


def _names(feed: str, title: str, record: Record) -> bool:
    """Whether the title of a source names a row."""
    if feed == "eurepoc":
        return f"incident {record.identifier})" in title
    said, own = set(words_of(title)), words_of(record.name)
    if feed == "veris":
        return bool(own) and tuple(words_of(title.removesuffix(" record"))) == own
    days = {datetime.strptime(day, "%m/%d/%Y").date().isoformat() for day in _DAY.findall(title)}
    people = {int(number) for number in _PEOPLE.findall(title)}
    if not own or record.date not in days:
        return False
    return bool(people.intersection(record.people)) if people and record.people else set(own) <= said


def _cited(atlas: Atlas, theirs: Sequence[Record]) -> Iterator[Label]:
    """Rows that cite an article which one incident of ours alone cites, and no other row, of the same country."""
    country = dict(zip(atlas.incidents[col.INCIDENT_ID], atlas.incidents[col.COUNTRY], strict=True))
    of_row = {record.unique_id: record.country for record in theirs}
    incidents, rows = defaultdict(set), defaultdict(set)
    at = {row[col.SOURCE_ID]: _address(row["url"]) for row in rows_of(atlas.sources) if isinstance(row["url"], str)}
    for source, incident in _uses(atlas):
        incidents[at.get(source, "")].add(incident)
    for record in theirs:
        for address in split_list(record.address):
            rows[_address(address)].add(record.unique_id)
    for address in sorted((incidents.keys() & rows.keys()) - {""}):
        if len(incidents[address]) == len(rows[address]) == 1:
            (incident,), (row,) = incidents[address], rows[address]
            if country[incident] == of_row[row]:
                yield Label(incident, row, "address", address)


def _address(text: str) -> str:
    """An address as it is compared: without scheme, www, query, mark or last slash."""
    return re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", re.split(r"[?#]", text.strip().lower())[0]).strip("/.")
