"""A table of a selection as it is answered: its bytes, what is said of it, and the name of its file."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from analytics.outputs import addresses, formats, labelled
from analytics.outputs.formats import FORMATS
from analytics.outputs.held import Held
from analytics.outputs.tables import AREAS
from analytics.record.cells import plain
from analytics.schema import col
from analytics.schema.codes import Label
from analytics.schema.version import DATA_DATE, DATA_VERSION, LICENCE
from analytics.selection.selection import Selection
from analytics.words.text import Words

LONGEST_SCOPE = 100  # signs of the name of a file that say what was chosen

CAVEATS: tuple[Label, ...] = (
    Label(
        "Incidents connus publiquement : ce que la presse, les victimes et les autorités ont dit, pas toutes les "
        "attaques.",
        "Publicly known incidents: what the press, victims and authorities have said, not all attacks.",
    ),
    Label("Une valeur vide n’est pas connue ; ce n’est jamais zéro.", "An empty value is not known; it is never zero."),
)
AREA_CAVEATS: tuple[Label, ...] = (
    Label(
        "Un incident compte une fois dans chaque territoire touché : les lignes ne s’additionnent pas.",
        "An incident counts once in each area that it touched: the rows do not add up.",
    ),
    Label(
        "Taux par an sur la période choisie ; avec peu d’incidents, l’intervalle dit plus que le taux.",
        "Rates are per year over the period chosen; with few incidents the interval says more than the rate.",
    ),
)

HOSPITAL_CAVEATS: tuple[Label, ...] = (
    Label(
        "Un hôpital sans incident est un hôpital dont aucune attaque n’est connue ici, pas un hôpital épargné.",
        "A hospital without an incident is one of which no attack is known here, not one that was spared.",
    ),
    Label(
        "Lits d’hospitalisation complète au 31 décembre de l’année indiquée (SAE).",
        "Inpatient beds on 31 December of the year given (SAE survey).",
    ),
)
PLACES = Label(
    "Un chiffre d’un incident couvre tous ses lieux, aussi ceux qui sont hors du territoire demandé ; la table des "
    "lieux donne ceux du territoire, et tous avec `places=all`.",
    "A figure of an incident covers all its places, also those outside of the area asked for; the table of places "
    "holds those in the area, and all of them with `places=all`.",
)
VAGUE = Label(
    "Une attaque connue au mois ou à l’année, à cheval sur une limite de la période, n’est pas comptée : sa ligne "
    "porte `possible`, et les taux la pèsent par la part de ses jours possibles qui est dans la période.",
    "An attack known to the month or the year, across an end of the period, is not counted: its row says `possible`, "
    "and rates weigh it by the share of its possible days that lies in the period.",
)


class Asked(NamedTuple):
    """A table in a format, understood; equal requests are equal values, however they were written."""

    table: str
    form: str
    selection: Selection
    dialect: str = formats.DIALECTS[0]
    limit: int | None = None
    offset: int = 0
    labels: str = labelled.CODED


def file_name(asked: Asked) -> str:
    """A name for the file that says what is in it: table, selection, version and date of the data."""
    return f"{file_stem(asked)}.{FORMATS[asked.form].ending}"


def file_stem(asked: Asked) -> str:
    """The name of a file without its ending: table, selection, version and date of the data."""
    last = asked.offset + asked.limit if asked.limit else "end"
    rows = f"rows-{asked.offset + 1}-{last}" if asked.offset or asked.limit else ""
    more = [asked.dialect if asked.dialect != formats.DIALECTS[0] else ""]
    more += [asked.labels if asked.labels != labelled.CODED else ""]
    more += [asked.selection.lang if asked.form == "xlsx" else ""]
    return stem(asked.table, asked.selection, rows, "_".join(filter(None, more)))


def stem(holds: str, selection: Selection, rows: str = "", form: str = "") -> str:
    """How the file of a choice is named, without its ending, wherever it is taken: page, answer of the API, kit.

    Parameters
    ----------
    holds : str
        What the file holds: a table, a picture, the kit.
    selection : Selection
    rows, form : str, optional
        Which rows it has, where these are not all; how it is written, where there is more than one way.
    """
    parts = [f"{name}-{_slug(value)}" for name, value in selection.to_query() if name != "lang"]
    scope = "_".join([*parts, *([rows] if rows else [])])
    if len(scope) > LONGEST_SCOPE:
        scope = f"selection-{hashlib.sha256(scope.encode()).hexdigest()[:12]}"
    told = "_".join(part for part in (holds, scope, form, f"v{DATA_VERSION}", DATA_DATE.isoformat()) if part)
    return f"hospital-cyberattack-atlas_{told}"


def _slug(value: str) -> str:
    """A value in signs that a file name may have everywhere."""
    if re.fullmatch(r"[A-Za-z0-9\-]+", value, re.ASCII):
        return value
    return re.sub(r"[^a-z0-9]+", "-", plain(value)).strip("-") or "x"


def meta(asked: Asked, count: int, table: pd.DataFrame) -> dict[str, Any]:
    """What an answer says of itself: what was understood, of which version, under which licence, with what limits."""
    words = Words(asked.selection.lang)
    # every answer depends on these two, also where they were left as they are
    always = {"evidence": [asked.selection.evidence], "lang": [asked.selection.lang]}
    possible = int((table[col.IN_PERIOD] == "possible").sum()) if col.IN_PERIOD in table else 0
    vague = possible or (asked.table in AREAS and bool(table[col.INCIDENTS_POSSIBLE].sum()))
    own = {**dict.fromkeys(AREAS, AREA_CAVEATS), col.HOSPITALS: HOSPITAL_CAVEATS}
    caveats = (*CAVEATS, *own.get(asked.table, ()), *([VAGUE] if vague else []))
    caveats = (*caveats, *([PLACES] if asked.selection.names_area and asked.table not in own else []))
    return {
        "table": asked.table,
        "count": count,
        "total": len(table),
        "possible": possible,
        "selection": asked.selection.by_name() | always,
        "data_version": DATA_VERSION,
        "data_date": DATA_DATE.isoformat(),
        "licence": LICENCE,
        "attribution": attribution(words),
        "caveats": [caveat.in_language(words.language) for caveat in caveats],
    }


def attribution(words: Words) -> str:
    """What to write beside the data, as the licence asks."""
    form = {
        "fr": "Source : {title}, version {version}, {date}, Licence Ouverte 2.0.",
        "en": "Source: {title}, version {version}, {date}, Open Licence 2.0.",
    }[words.language]
    return form.format(title=words("site.title"), version=DATA_VERSION, date=words.when(DATA_DATE.isoformat()))


def written(held: Held, asked: Asked, base: str = "") -> bytes:
    """A table in the format asked for, with what it says of itself where the format has room for it.

    Parameters
    ----------
    held : Held
    asked : Asked
    base : str
        Before the addresses in it: the base path, of a workbook the whole origin.
    """
    table = held.table(asked.table, asked.selection)
    if asked.form == "csv":
        if asked.labels != labelled.CODED:
            table = labelled.labelled(table, asked.table, held.atlas, Words(asked.labels))
        return formats.to_csv(table, asked.dialect)
    if asked.form == "xlsx":
        words = Words(asked.selection.lang)
        lines = labelled.front(labelled.Taken(asked.table, len(table), asked.selection, base), held.atlas, words)
        said = {"table": asked.table, "front": lines}
        return formats.to_xlsx(labelled.labelled(table, asked.table, held.atlas, words), said)
    end = None if asked.limit is None else asked.offset + asked.limit
    rows = table.iloc[asked.offset : end]
    said = meta(asked, len(rows), table)
    if end is not None and end < len(table):
        said["next"] = _next(asked, end, base)
    return FORMATS[asked.form].write(rows, said)


def _next(asked: Asked, offset: int, base: str) -> str:
    pairs = [*asked.selection.to_query(), ("limit", str(asked.limit)), ("offset", str(offset))]
    return f"{base}{addresses.table_path(asked.table, asked.form)}?{urlencode(pairs)}"
