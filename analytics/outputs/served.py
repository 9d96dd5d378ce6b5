"""What describes the tables that are served: columns, row schemas, and the data package of the API."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from analytics.outputs import datapackage
from analytics.outputs.tables import EXPORTED
from analytics.schema import col
from analytics.schema.codes import YES_NO, Label
from analytics.schema.derived import COMPUTED_TABLES
from analytics.schema.measures import HEADLINE_MEASURES, MEASURES
from analytics.schema.tables import REFERENCE, TABLES, Column, Table

DEFINED: Mapping[str, Table] = TABLES | COMPUTED_TABLES | {col.HOSPITALS: REFERENCE[col.HOSPITALS]}


def columns_of(table: str) -> tuple[Column, ...]:
    """Every column of a table as it is served, in its order: those of the schema and those worked out."""
    defined = DEFINED[table]
    figures = _figures() if table == col.INCIDENTS else []
    return (*defined.columns, *defined.added, *figures)


def _figures() -> list[Column]:
    """The figures that are worked out for each incident from its claims (`published.publish`)."""
    columns = []
    for name in HEADLINE_MEASURES:
        label = MEASURES[name].label
        columns += _with_range(name, label, MEASURES[name].unit)
        part = Label(f"{label.fr} : une partie seulement", f"{label.en}: a part only")
        columns.append(Column(f"{name}_{col.PARTIAL}", "code", part, codes=YES_NO))
    days = MEASURES["downtime_days"]
    columns += _with_range(col.DAYS_TO_RECOVER, days.label, days.unit)
    bounds = {name: MEASURES[name] for name in (col.RECOVERY_AT_LEAST, col.RECOVERY_AT_MOST)}
    return columns + [Column(name, "number", bound.label, unit=bound.unit) for name, bound in bounds.items()]


def _with_range(name: str, label: Label, unit: str) -> list[Column]:
    """A figure and the two ends of what sources state."""
    return [
        Column(name, "number", label, unit=unit),
        Column(f"{name}_low", "number", Label(f"{label.fr} : borne basse", f"{label.en}: low end"), unit=unit),
        Column(f"{name}_high", "number", Label(f"{label.fr} : borne haute", f"{label.en}: high end"), unit=unit),
    ]


def row_schema(table: str) -> dict[str, Any]:
    """JSON Schema of one row."""
    columns = columns_of(table)
    return {
        "type": "object",
        "description": DEFINED[table].row.en,
        "properties": {column.name: _cell_schema(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _cell_schema(column: Column) -> dict[str, Any]:
    """JSON Schema of a cell: null where the value is not known, whole numbers perhaps with a decimal point."""
    kind = column.kind if column.kind in ("number", "integer") else "string"
    described: dict[str, Any] = {
        "type": kind if column.required else [kind, "null"],
        "description": column.meaning.en + (f" ({column.unit})" if column.unit else ""),
    }
    if column.kind == "code" and column.codes:
        described["enum"] = [code for code in column.codes if code] + ([] if column.required else [None])
    if column.minimum is not None:
        described["minimum"] = column.minimum
    if column.maximum is not None:
        described["maximum"] = column.maximum
    return described


def package(served: Callable[[str], bytes]) -> dict[str, Any]:
    """datapackage.json of the tables as the API serves them; paths are relative to its own address.

    Parameters
    ----------
    served : function
        The bytes of a table's CSV as it is served without a selection, by its name.
    """
    return datapackage.about() | {"resources": [_resource(name, served(name)) for name in EXPORTED]}


def _resource(name: str, content: bytes) -> dict[str, Any]:
    table = DEFINED[name]
    return {
        "name": name,
        "path": f"{name}.csv",
        "title": f"{table.row.fr} · {table.row.en}",
        **datapackage.CSV,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": datapackage.table_schema(table, columns_of(name)),
    }
