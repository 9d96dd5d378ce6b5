"""Counts the hacking breaches of the American register by year and by state, from copies of it that a user points at.

The register is that of the health department of the United States (HHS, Office for Civil Rights): breaches of health
data that affect 500 people or more. It is published as two lists, open cases and the archive; together they are whole.

What is counted: a row is one filing, and one attack may make several. The year is that of the filing, weeks or months
after the attack. A filing counts as hacking where “Hacking/IT Incident” is among its types. Providers are hospitals,
and also practices, dentists, pharmacies and homes; those with a hospital's name are found by words, approximately.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from analytics.record.files import write_whole

NAME, STATE, ENTITY, PEOPLE = "Name of Covered Entity", "State", "Covered Entity Type", "Individuals Affected"
FILED, TYPES = "Breach Submission Date", "Type of Breach"
COLUMNS = (NAME, STATE, ENTITY, PEOPLE, FILED, TYPES)
BY_YEAR, BY_STATE = "breaches_usa.csv", "breaches_usa_states.csv"

HACKING, PROVIDER, NOT_STATED = "Hacking/IT Incident", "Healthcare Provider", "not stated"
# the kinds of filers that have a column, by the end of its name; the others are in the total alone
FILERS = {PROVIDER: "providers", "Business Associate": "business_associates", "Health Plan": "health_plans"}
_ENTITIES = (*FILERS, "Healthcare Clearing House", "")
_HOSPITAL_WORDS = (
    *("hospital", "hospitals", "medical center", "medical centers", "medical centre", "medical centres"),
    *("healthsystem", "health system", "healthcare system", "health care system", "health network"),
    *("regional medical", "regional health", "memorial", "infirmary"),
)
_HOSPITAL = re.compile(rf"\b(?:{'|'.join(_HOSPITAL_WORDS)})\b", re.IGNORECASE)
PLACEHOLDERS = (500, 501)  # written while the number of people is not known yet
_DAYS = ("%m/%d/%Y", "%Y-%m-%d")

KINDS = ("providers", "business_associates", "health_plans", "all_entities")
COUNTS = (
    *(f"hacking_{kind}" for kind in KINDS),
    *(f"people_{kind}" for kind in KINDS),
    *("hacking_hospital_names", "people_hospital_names", "providers_with_placeholder", "breaches_of_all_types"),
)
COMPLETE = "complete"


class Filing(NamedTuple):
    """One row of the register."""

    name: str
    state: str
    entity: str
    people: int
    day: date
    hacking: bool

    @property
    def key(self) -> tuple[str, ...]:
        """What is the same in two copies of one filing: filer, state, kind and day; people are corrected later."""
        plain = re.sub(r"[^a-z0-9]+", "", self.name.encode("ascii", "ignore").decode().lower())
        return plain, self.state, self.entity, self.day.isoformat()


def read(path: Path) -> list[Filing]:
    """The filings of one copy, in its order; rows without any cell are left out.

    Raises
    ------
    ValueError
        Where it is not such a copy; the message says which file, line and column, what was expected and found.
    """
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # older copies went through spreadsheets
        text = raw.decode("latin-1")
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if missing := [column for column in COLUMNS if column not in header]:
        raise ValueError(
            f"{path.name}, line 1: expected the column “{missing[0]}”, found {', '.join(header) or 'nothing'}"
        )
    places = {column: header.index(column) for column in COLUMNS}
    filings = []
    start = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) <= max(places.values()):
                raise ValueError(f"{path.name}, line {start}: expected {len(header)} cells, found {len(cells)}")
            row = {column: " ".join(cells[place].split()) for column, place in places.items()}
            filings.append(_filing(row, f"{path.name}, line {start}"))
        start = reader.line_num + 1
    if not filings:
        raise ValueError(f"{path.name}: expected filings under the header, found none")
    return filings


def _filing(row: dict[str, str], where: str) -> Filing:
    people = row[PEOPLE].replace(",", "")
    if people and not people.isdecimal():
        raise ValueError(f"{where}, {PEOPLE}: expected a whole number or nothing, found “{row[PEOPLE]}”")
    if row[ENTITY] not in _ENTITIES:
        raise ValueError(f"{where}, {ENTITY}: expected {', '.join(_ENTITIES[:-1])} or nothing, found “{row[ENTITY]}”")
    if row[STATE] and not re.fullmatch("[A-Z]{2}", row[STATE]):
        raise ValueError(f"{where}, {STATE}: expected two capital letters or nothing, found “{row[STATE]}”")
    day = next(_days(row[FILED]), None)
    if day is None:
        raise ValueError(f"{where}, {FILED}: expected MM/DD/YYYY or YYYY-MM-DD, found “{row[FILED]}”")
    types = [kind.strip() for kind in row[TYPES].split(",")]
    return Filing(row[NAME], row[STATE] or NOT_STATED, row[ENTITY], int(people or 0), day, HACKING in types)


def _days(cell: str) -> Iterator[date]:
    for pattern in _DAYS:
        try:
            yield datetime.strptime(cell, pattern).date()
        except ValueError:
            continue


def together(copies: Sequence[list[Filing]]) -> list[Filing]:
    """The filings of several copies, the oldest first: one that is in several counts once, as the latest has it.

    Filings alike in filer, state, kind and day are told apart by their number of people, from the smallest.
    """
    known: dict[tuple[object, ...], Filing] = {}
    for filings in copies:
        seen: Counter[tuple[str, ...]] = Counter()
        for filing in sorted(filings, key=lambda one: one.people):
            known[*filing.key, seen[filing.key]] = filing
            seen[filing.key] += 1
    return list(known.values())


def counted(filings: Sequence[Filing]) -> dict[str, int]:
    """All counts of some filings, by column."""
    counts = dict.fromkeys(COUNTS, 0)
    counts["breaches_of_all_types"] = len(filings)
    for filing in filings:
        if not filing.hacking:
            continue
        named = filing.entity == PROVIDER and _HOSPITAL.search(filing.name)
        kinds = [FILERS.get(filing.entity, ""), "all_entities", "hospital_names" if named else ""]
        for kind in filter(None, kinds):
            counts[f"hacking_{kind}"] += 1
            counts[f"people_{kind}"] += filing.people
        counts["providers_with_placeholder"] += filing.entity == PROVIDER and filing.people in PLACEHOLDERS
    return counts


def tables(filings: Sequence[Filing]) -> dict[str, list[dict[str, object]]]:
    """The rows of both files by name: a year each, and a state and a year each where there was a hacking breach."""
    last = max(filing.day for filing in filings).year
    by_year: dict[int, list[Filing]] = {}
    by_state: dict[tuple[str, int], list[Filing]] = {}
    for filing in filings:
        by_year.setdefault(filing.day.year, []).append(filing)
        by_state.setdefault((filing.state, filing.day.year), []).append(filing)
    years: list[dict[str, object]] = [
        {"year": year, **counted(rows), COMPLETE: "no" if year == last else "yes"}
        for year, rows in sorted(by_year.items())
    ]
    states: list[dict[str, object]] = [
        {"state": state, "year": year, **counted(rows)} for (state, year), rows in sorted(by_state.items())
    ]
    return {BY_YEAR: years, BY_STATE: [row for row in states if row["hacking_all_entities"]]}


def build(copies: Sequence[Path], destination: Path) -> list[Path]:
    """Count the copies, the oldest first, and write both tables into `destination`."""
    made = tables(together([read(path) for path in copies]))
    destination.mkdir(parents=True, exist_ok=True)
    return [_write(destination / name, rows) for name, rows in made.items()]


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, made.getvalue().encode())
    return path


def differences(copies: Sequence[Path], folder: Path) -> list[str]:
    """Where the copies give other counts than the tables of `folder`: a line for each cell, and for each row more."""
    told = []
    for name, rows in tables(together([read(path) for path in copies])).items():
        kept = {_row_of(row): row for row in _kept(folder / name)}
        found = {_row_of(row): row for row in rows}
        for row in sorted(kept.keys() | found.keys()):
            here, there = kept.get(row, {}), found.get(row, {})
            told += [
                f"{name}, {row}, {column}: {here.get(column, 'no row')} kept, {there.get(column, 'no row')} counted"
                for column in (*COUNTS, COMPLETE)
                if column in here | there and str(here.get(column)) != str(there.get(column))
            ]
    return told


def _row_of(row: dict[str, object]) -> str:
    return " ".join(str(row[name]) for name in ("state", "year") if name in row)


def _kept(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]
