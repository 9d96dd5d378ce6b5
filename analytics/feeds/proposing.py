"""A first mapping of a table that nobody described: from its headers, and from what its cells can be read as."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from pathlib import Path

from analytics.feeds import values
from analytics.feeds.refusals import Refused
from analytics.feeds.sources import sources
from analytics.feeds.workbooks import table_file
from analytics.record.cells import plain
from analytics.schema import col

_ROWS = 2_000  # that are looked at
_ENOUGH = 0.75  # of the cells filled that have to be readable
# words of headers in French and English, the most telling first; a header is that of the first that it has a word of
_WORDS = (
    (col.FINESS_ET, "finess"),
    (col.INSEE, "insee code_commune codgeo"),
    (col.LATITUDE, "latitude lat"),
    (col.LONGITUDE, "longitude lon lng long"),
    (col.REPORTED_ON, "submission reported discovered published publication declaration signalement report_date"),
    (col.STARTED_ON, "start started debut attack_date attackdate date_attaque incident_date evtdate event_date date"),
    (col.PEOPLE_AFFECTED, "individuals affected people personnes victimes patients records"),
    (col.FEED_ID, "id incident_id identifiant uuid ref"),
    (col.SOURCES, "url urls source sources link links lien liens reference"),
    (col.STATE, "state etat us_state"),
    (col.DEPARTMENT, "departement department dep"),
    (col.COMMUNE, "commune ville city town"),
    (col.COUNTRY, "country pays"),
    (col.ACTOR, "group groupe gang"),
    (col.ATTACK_STATED, "type attack attaque breach menace event_type"),
    (col.SECTOR_STATED, "sector secteur industry activity category categorie"),
    (
        col.ORGANISATION,
        "organisation organization name nom victim victime etablissement hospital hopital target entity",
    ),
)
_TYPES = (
    ("ransomware", "ransom rancon"),
    ("ddos", "ddos denial deni"),
    ("wiper", "wiper destruction"),
    ("data-theft", "data donnees exfiltration leak fuite"),
    ("intrusion", "intrusion hijacking hacking piratage"),
)
_MOST_CODES = 40


def propose(path: Path) -> str:
    """A mapping for a CSV file or a workbook, as TOML to be read and mended by a person.

    Parameters
    ----------
    path : Path
        A CSV or the first sheet of an XLSX, with a line of headers.

    Raises
    ------
    ValueError
        Where it is none, or none of its headers says anything.
    """
    (source, *_), _ = sources([path], (".csv",))
    workbook = path.suffix.lower() == ".xlsx"
    table = table_file(source)
    rows = [record.cells for record in islice(table, _ROWS) if record.cells is not None]
    cells = {name: [str(row[name]) for row in rows if not values.is_nothing(row[name])] for name in table.header}
    day_first = _day_first([cell for name in cells for cell in cells[name]])
    taken: dict[str, str] = {}
    for ours, words in _WORDS:
        fitting = [name for name in cells if name not in taken.values() and _called(name, words.split())]
        fitting = [name for name in fitting if _readable(ours, cells[name], day_first)]
        if fitting:
            taken[ours] = min(fitting, key=lambda name: (_rank(name, words.split()), len(name)))
    if not taken:
        found = ", ".join(table.header)
        raise ValueError(
            f"{source.name}, line 1: found “{found}”, expected headers that name a date, a place or a victim"
        )
    lines = _lines(path, table.header, taken, cells, day_first)
    return "\n".join([*lines[:2], *(['form = "xlsx"'] if workbook else []), *lines[2:]])


def _lines(
    path: Path, header: list[str], taken: dict[str, str], cells: dict[str, list[str]], day_first: bool
) -> list[str]:
    order = [ours for ours, _ in reversed(_WORDS) if ours in taken]
    lines = [
        "# proposed from headers and values: read each line and mend it",
        f"name = {_quoted(plain(path.stem).replace(' ', '-')[:40] or 'table')}",
        'licence = "?"',
        f"day_first = {str(day_first).lower()}",
        "",
        "[columns]  # ours = theirs",
        *(f"{ours} = {_quoted(taken[ours])}" for ours in order),
        *(f"# not taken: {_quoted(name)}" for name in header if name not in taken.values()),
        "",
        "[fixed]  # the same in every row: whose word it is, official, victim, press, specialist or attacker",
        '# tier = "press"',
    ]
    if col.COUNTRY not in taken:
        lines.append('# country = "FRA"')
    kinds = Counter(cells[taken[col.ATTACK_STATED]]) if col.ATTACK_STATED in taken else Counter[str]()
    guessed = {kind: _type(kind) for kind, _ in kinds.most_common(_MOST_CODES)}
    if guessed:
        lines += [
            "",
            "[[codes]]",
            'column = "attack_type"',
            f"from = {_quoted(taken[col.ATTACK_STATED])}",
            "[codes.values]",
        ]
        lines += [
            f"{'' if code else '# '}{_quoted(kind)} = {_quoted(code or 'unknown')}" for kind, code in guessed.items()
        ]
        lines += ["", "[[codes]]", 'column = "cyber"', f"from = {_quoted(taken[col.ATTACK_STATED])}", "[codes.values]"]
        lines += [f'{"" if code else "# "}{_quoted(kind)} = "yes"' for kind, code in guessed.items()]
    return [*lines, ""]


def _called(name: str, words: list[str]) -> bool:
    return name in words or bool(set(name.split("_")) & set(words))


def _rank(name: str, words: list[str]) -> int:
    """How telling the words of a header are: a header that is one of them whole comes first."""
    if name in words:
        return -1
    return min(at for at, word in enumerate(words) if word in name.split("_"))


def _readable(ours: str, cells: list[str], day_first: bool) -> bool:
    """Whether most of the cells can be read as what our column holds; any text can be a text."""
    sample = cells[:200]
    readable = sum(_reads(ours, cell, day_first) for cell in sample)
    return bool(sample) and readable >= _ENOUGH * len(sample)


def _reads(ours: str, cell: str, day_first: bool) -> bool:
    try:
        if ours in (col.STARTED_ON, col.REPORTED_ON):
            return values.when(cell, ours, day_first) is not None
        if ours == col.PEOPLE_AFFECTED:
            return values.count(cell, ours) is not None
        if ours in (col.LATITUDE, col.LONGITUDE):
            return values.degrees(cell, ours, 180) is not None
    except Refused:
        return False
    if ours == col.COUNTRY:
        return (
            all(plain(name) in values.countries() for name in values.several(cell)) or plain(cell) in values.countries()
        )
    if ours == col.STATE:
        return plain(cell) in values.states()
    if ours == col.SOURCES:
        return "http" in cell
    if ours == col.FINESS_ET:
        return cell.isalnum() and 8 <= len(cell) <= 9
    return True


def _day_first(cells: list[str]) -> bool:
    """Whether dates with slashes begin with the day: where no cell says, as in most of the world."""
    pairs = [cell.split("/") for cell in cells if cell.count("/") == 2 and "//" not in cell]
    seconds = [part[1] for part in pairs if part[0].isdigit() and part[1].isdigit()]
    return not any(int(second) > 12 for second in seconds)


def _type(kind: str) -> str:
    words = plain(kind).split()
    found = (code for code, begun in _TYPES if any(word.startswith(tuple(begun.split())) for word in words))
    return next(found, "")


def _quoted(text: str) -> str:
    """A text as TOML has it: the escapes of JSON are those of a basic string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
