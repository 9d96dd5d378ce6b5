"""Writes what describes the data: the dictionary and datapackage.json, both from `schema` and the manifest.

``python -m analytics.describe`` rewrites them; a test says whether they are up to date.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from analytics import reference, veris
from analytics.schema import (
    ATTACK_TYPE,
    CHANGE_COLUMNS,
    CLAIMS,
    COMPUTED_TABLES,
    CORRECTION_COLUMNS,
    DATE_PATTERN,
    LIST_SEPARATOR,
    MEASURE,
    MEASURES,
    TABLES,
    Column,
    Label,
    Table,
)
from analytics.store import CHANGES_FILE, CORRECTIONS_FILE, DATA
from analytics.version import DATA_DATE, DATA_VERSION

DICTIONARY = "DICTIONARY.md"
PACKAGE = "datapackage.json"
LICENCE_PAGE = "https://github.com/etalab/licence-ouverte/blob/master/LO.md"
_LICENCES = {"Licence Ouverte 2.0": "etalab-2.0", "CC-BY-4.0": "CC-BY-4.0", "Public domain": "public-domain"}
_CSV = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
# how the columns of text of the reference tables begin
_TEXTS = ("code", "insee", "iso", "name", "region", "department")
_TYPES = {"integer": "integer", "number": "number"}


def dictionary() -> str:
    """The data dictionary, in both languages: every table, column, code and measure."""
    lines = [
        "# Dictionnaire des données · Data dictionary",
        "",
        "Écrit par `python -m analytics.describe` à partir de `analytics/schema.py` ; ne pas modifier à la main. ·",
        "Written by `python -m analytics.describe` from `analytics/schema.py`; not to be edited by hand.",
        "",
        "Une cellule vide veut dire « on ne sait pas », jamais zéro. ·",
        "An empty cell means “not known”, never zero.",
        f"Plusieurs valeurs sont séparées par « {LIST_SEPARATOR.strip()} ». ·",
        f"Several values are separated by “{LIST_SEPARATOR}”.",
        "",
    ]
    for table in TABLES.values():
        lines += _table_lines(table)
    lines += [
        "## Tables calculées · Tables worked out",
        "",
        "Calculées pour une sélection (`python -m analytics export departments --from 2022`) ; taux annuels. ·",
        "Worked out for a selection; rates are per year.",
        "",
    ]
    for table in COMPUTED_TABLES.values():
        lines += _table_lines(table)
    lines += _measure_lines()
    lines += _entry_lines(
        CORRECTIONS_FILE,
        "Une correction : une cellule de `facts/` qui était fausse, ce qu’elle devient et pourquoi ; les fichiers de "
        "`facts/` gardent la valeur recueillie, l’atlas et ses exports la valeur corrigée",
        "A correction: a cell of `facts/` that was wrong, what it becomes and why; the files of `facts/` keep the "
        "value as collected, the atlas and its exports the corrected one",
        CORRECTION_COLUMNS,
    )
    lines += _entry_lines(
        CHANGES_FILE,
        "Un changement des données, d’une version à l’autre",
        "A change of the data, from one version to the next",
        CHANGE_COLUMNS,
    )
    lines += _crosswalk_lines()
    return "\n".join(lines)


def _table_lines(table: Table) -> list[str]:
    lines = [
        f"## `{table.name}`",
        "",
        f"{table.row.fr}. · {table.row.en}.",
        "",
        "| colonne · column | type | sens | meaning |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{column.name}`{' *' if column.required else ''} | {_kind(column)} "
        f"| {column.meaning.fr} | {column.meaning.en} |"
        for column in table.columns
    ]
    lines += ["", "\\* obligatoire · required", ""]
    for column in table.columns:
        # the tables of measures and of precisions are given once, not again for each column that uses them
        if column.codes and column.name != MEASURE and not column.name.endswith("_precision"):
            lines += _code_lines(column.name, column.codes)
    return lines


def _kind(column: Column) -> str:
    if column.table:
        return f"→ `{column.table}`"
    return column.kind + (f" ({column.unit})" if column.unit else "")


def _code_lines(name: str, codes: dict[str, Label]) -> list[str]:
    listed = [f"- `{code}` : {label.fr} · {label.en}" for code, label in codes.items() if code]
    return [f"**`{name}`**", "", *listed, ""]


def _measure_lines() -> list[str]:
    lines = [
        "## Mesures · Measures",
        "",
        f"Ce dont une affirmation (`{CLAIMS}`) peut parler. · What a claim can be about.",
        "",
        "| mesure · measure | type | unité · unit | sens | meaning |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{name}` | {measure.kind} | {measure.unit} | {measure.meaning.fr} | {measure.meaning.en} |"
        for name, measure in MEASURES.items()
    ]
    lines.append("")
    for name, measure in MEASURES.items():
        if measure.codes and name != ATTACK_TYPE:
            lines.append(f"- `{name}` : {', '.join(f'`{code}`' for code in measure.codes)}")
    return [*lines, ""]


def _entry_lines(name: str, french: str, english: str, columns: dict[str, Label]) -> list[str]:
    """What one entry of a TOML file beside the tables is, and its keys."""
    return [
        f"## `{name}`",
        "",
        f"{french}. · {english}.",
        "",
        "| clé · key | sens | meaning |",
        "| --- | --- | --- |",
        *(f"| `{column}` | {meaning.fr} | {meaning.en} |" for column, meaning in columns.items()),
        "",
    ]


def _crosswalk_lines() -> list[str]:
    """The crosswalk to VERIS, a row for each of our codes."""
    lines = [
        "## Correspondance avec VERIS · VERIS crosswalk",
        "",
        f"Ce que nos codes deviennent dans le vocabulaire [VERIS]({veris.SOURCE}) {veris.VERIS_VERSION} ; sans "
        "remarque, les deux disent la même chose. ·",
        f"What our codes become in the vocabulary [VERIS]({veris.SOURCE}) {veris.VERIS_VERSION}; without a remark, the "
        "two say the same.",
        "",
        "| colonne · column | code | VERIS | valeur · value | remarque | remark |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for match in veris.CROSSWALK:
        code, path, value = (f"`{cell}`" if cell else "" for cell in (match.code, match.path, match.value))
        remarks = (match.remark.fr, match.remark.en) if match.remark else ("", "")
        lines.append(f"| `{match.column}` | {code} | {path} | {value} | {' | '.join(remarks)} |")
    return [*lines, ""]


def package(root: Path = DATA) -> dict[str, Any]:
    """datapackage.json (Data Package v2) of everything under data/, with a Table Schema for each fact table."""
    entries = {entry.path: entry for entry in reference.read_manifest(root / "sources.toml")}
    resources = []
    for path, entry in entries.items():
        # the outlines and the table of one level share a stem: the outlines say what they are
        stem = Path(path).stem
        name = stem if path.endswith(".csv") else f"{stem}_outlines"
        resource: dict[str, Any] = {
            "name": name,
            "path": path,
            "title": f"{entry.title_fr} · {entry.title_en}",
            "hash": f"sha256:{entry.sha256}",
            "licenses": [{"name": _LICENCES[entry.licence], "title": entry.licence}],
            "sources": [{"title": entry.producer}],
        }
        if path.startswith("facts/"):
            resource |= _tabular(TABLES[Path(path).stem])
        elif path.endswith(".csv"):
            resource |= _CSV | {"schema": {"fields": _reference_fields(root / path), "missingValues": [""]}}
        else:
            resource |= {"format": "geojson", "mediatype": "application/geo+json", "encoding": "utf-8"}
        resources.append(resource)
    return heading() | {"resources": resources}


def heading() -> dict[str, Any]:
    """What a data package of the atlas says of itself, before its resources."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hospital-cyberattack-atlas",
        "title": "Atlas des cyberattaques hospitalières · Hospital Cyberattack Atlas",
        "description": "Cyberattaques contre les hôpitaux connues publiquement, leurs sources et leurs désaccords. · "
        "Publicly documented cyberattacks against hospitals, with their sources and disagreements.",
        "version": DATA_VERSION,
        "created": f"{DATA_DATE.isoformat()}T00:00:00Z",
        "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte 2.0 / Open Licence 2.0", "path": LICENCE_PAGE}],
        "contributors": [{"title": "Hospital Cyberattack Atlas", "roles": ["author"]}],
        "keywords": ["cyberattack", "hospital", "ransomware", "France", "health"],
    }


def _tabular(table: Table) -> dict[str, Any]:
    """Format, dialect and Table Schema of one fact table."""
    schema: dict[str, Any] = {
        "fields": [field(column) for column in table.columns],
        "primaryKey": [table.key],
        "missingValues": [""],
    }
    keys = [
        {"fields": [column.name], "reference": {"resource": column.table, "fields": [TABLES[column.table].key]}}
        for column in table.columns
        if column.kind == "reference"
    ]
    if keys:
        schema["foreignKeys"] = keys
    return _CSV | {"schema": schema}


def _reference_fields(path: Path) -> list[dict[str, str]]:
    """Fields of a reference table: codes and names are text, everything else is a number."""
    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    return [{"name": name, "type": "string" if name.startswith(_TEXTS) else "number"} for name in names]


def field(column: Column) -> dict[str, Any]:
    """One column as a field of a Table Schema."""
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.kind == "code" and column.codes:
        constraints["enum"] = [code for code in column.codes if code]
    if column.kind == "date":
        constraints["pattern"] = DATE_PATTERN
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    described = {
        "name": column.name,
        "type": _TYPES.get(column.kind, "string"),
        "title": column.meaning.en,
        "description": f"{column.meaning.fr} · {column.meaning.en}",
    }
    if column.kind == "address":
        described["format"] = "uri"
    return described | ({"constraints": constraints} if constraints else {})


def written(root: Path = DATA) -> dict[Path, str]:
    """The two files as they should be, by path."""
    return {
        root / DICTIONARY: dictionary(),
        root / PACKAGE: json.dumps(package(root), ensure_ascii=False, indent=1) + "\n",
    }


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")
        print(path.name)
