"""What describes the data to programs: datapackage.json, from the schema and the manifest."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from analytics.record import manifest
from analytics.record.files import DATA
from analytics.schema.tables import CHECKED, DATE_PATTERN, LISTS, Column, Table
from analytics.schema.version import CURRENT, VERSION_FILE, Version, read_version

PACKAGE = "datapackage.json"
LICENCE_PAGE = "https://github.com/etalab/licence-ouverte/blob/master/LO.md"
_LICENCES = {
    "Licence Ouverte 2.0": "etalab-2.0",
    "CC-BY-4.0": "CC-BY-4.0",
    "CC-BY-SA-4.0": "CC-BY-SA-4.0",
    "Public domain": "public-domain",
}
CSV = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
_TYPES = {"integer": "integer", "number": "number"}


def package(root: Path = DATA) -> dict[str, Any]:
    """datapackage.json (Data Package v2) of everything under data/, with a Table Schema for each table."""
    entries = {entry.path: entry for entry in manifest.read_manifest(root / "sources.toml")}
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
        if path.endswith(".csv") and (table := CHECKED.get(stem)):
            resource |= CSV | {"schema": table_schema(table, table.columns)}
        elif path.endswith(".csv"):
            table = LISTS[Path(path).name]
            resource |= CSV | {"schema": table_schema(table, table.columns)}
        else:
            resource |= {"format": "geojson", "mediatype": "application/geo+json", "encoding": "utf-8"}
        resources.append(resource)
    return about(read_version(root / VERSION_FILE)) | {"resources": resources}


def about(version: Version = CURRENT) -> dict[str, Any]:
    """What every package of the atlas says of itself, before it lists its resources."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hospital-cyberattack-atlas",
        "title": "Atlas des cyberattaques hospitalières · Hospital Cyberattack Atlas",
        "description": "Cyberattaques contre les hôpitaux connues publiquement, leurs sources et leurs désaccords. · "
        "Publicly documented cyberattacks against hospitals, with their sources and disagreements.",
        "version": version.number,
        "created": f"{version.day.isoformat()}T00:00:00Z",
        "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte 2.0 / Open Licence 2.0", "path": LICENCE_PAGE}],
        "contributors": [{"title": "Hospital Cyberattack Atlas", "roles": ["author"]}],
        "keywords": ["cyberattack", "hospital", "ransomware", "France", "health"],
    }


def table_schema(
    table: Table, columns: Iterable[Column], beside: Container[str] = CHECKED, suffix: str = ""
) -> dict[str, Any]:
    """The Table Schema of a table as it is written.

    Parameters
    ----------
    table : Table
    columns : iterable of Column
        Those that are written, in their order.
    beside : container of str
        The tables of the same package, to which keys may lead.
    suffix : str
        What ends the names of their resources.
    """
    schema = {"fields": [field(column) for column in columns], "primaryKey": list(table.keys), "missingValues": [""]}
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": column.table + suffix, "fields": [CHECKED[column.table].key]},
        }
        for column in table.columns
        if column.kind == "reference" and column.table in beside
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def field(column: Column) -> dict[str, Any]:
    """A column as a field of a Table Schema."""
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.kind == "code" and column.codes:
        constraints["enum"] = [code for code in column.codes if code]
    if column.kind == "date":
        constraints["pattern"] = DATE_PATTERN
    elif column.form:
        constraints["pattern"] = column.form.pattern.pattern.replace("(?:", "(")
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


def package_json(root: Path = DATA) -> str:
    """The text of datapackage.json."""
    return json.dumps(package(root), ensure_ascii=False, indent=1) + "\n"
