"""One registry of what can be taken away: tables, formats and dialects.

CSV follows RFC 4180 by default; ``excel-fr`` opens right in a French spreadsheet. Text that a spreadsheet would
run as a formula is defused; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from analytics.drawings.leaflet.assets import assets
from analytics.geography.levels import WGS84
from analytics.outputs.sheets import workbook
from analytics.outputs.tables import AREAS
from analytics.schema import col
from analytics.schema.measures import MEASURES

EXCEL = "excel-fr"
DIALECTS = ("rfc4180", EXCEL)
# what a spreadsheet takes for the start of a formula (OWASP, CSV injection), full-width forms among them, also after
# what nobody sees; and where one would start for a program that is told the other separator and sees quotes elsewhere
_SIGN = "[=+\\-@\t＝＋－＠]"
_FORMULA = re.compile(rf"^(?:[\s\u200b\u2060\ufeff]*{_SIGN}|[\t\r\n])")
_LATER = {
    dialect: re.compile(rf'([{separator}\r\n]"*)({_SIGN})') for dialect, separator in zip(DIALECTS, ";,", strict=True)
}
_ADDRESS = re.compile(r"https?://\S+")
# what is no text: controls but tab and new line, and what turns the direction of letters around
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FRENCH_NUMBER = re.compile(r"-?\d+(,\d+)?")


class Format(NamedTuple):
    """How a table is written: its media type, its file ending, and the function that does it."""

    media_type: str
    ending: str
    write: Callable[[pd.DataFrame, Mapping[str, Any]], bytes]


def to_csv(table: pd.DataFrame, dialect: str = "rfc4180") -> bytes:
    """A table as CSV: UTF-8, a header, an empty cell where a value is not known.

    Parameters
    ----------
    table : DataFrame
    dialect : str
        ``rfc4180``: comma, decimal point. ``excel-fr``: semicolon, decimal comma, byte order mark, and text between
        quotes: a spreadsheet that is told to keep quoted text as text keeps the zeros that a code begins with.

    Raises
    ------
    ValueError
        Where there is no such dialect.
    """
    if dialect not in DIALECTS:
        raise ValueError(f"there is no dialect “{dialect}”; the dialects are {', '.join(DIALECTS)}")
    if dialect == EXCEL:
        return _french_csv(table)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*(_cells(table[name]) for name in table.columns), strict=True))
    return written.getvalue().encode("utf-8")


def _french_csv(table: pd.DataFrame) -> bytes:
    # the values of claims are numbers, dates and words; they stand in a column of text
    of_claims = (col.VALUE, col.LOW, col.HIGH) if {col.MEASURE, col.VALUE} <= set(table.columns) else ()
    if of_claims:
        table = _decimal_commas(table)
    columns = [
        [cell.replace(".", ",") for cell in _cells(table[name], EXCEL)]
        if pd.api.types.is_numeric_dtype(table[name])
        else [
            text.replace(".", ",") if _is_number(cell) else _quoted(text, name in of_claims)
            for text, cell in zip(_cells(table[name], EXCEL), table[name], strict=True)
        ]
        for name in table.columns
    ]
    head = (f'"{name}"' if ";" in name else name for name in table.columns)
    lines = [";".join(head), *(";".join(row) for row in zip(*columns, strict=True))]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")


def _quoted(text: str, may_be_number: bool) -> str:
    """Text between quotes; nothing stays nothing, and a number stays bare where it may be one."""
    if not text or (may_be_number and _FRENCH_NUMBER.fullmatch(text)):
        return text
    return '"' + text.replace('"', '""') + '"'


def _cells(column: pd.Series, dialect: str = DIALECTS[0]) -> list[str]:
    """The cells of a column as text, empty where a value is not known."""
    cells = zip(column, column.isna(), strict=True)
    if pd.api.types.is_numeric_dtype(column):
        return ["" if missing else _number(cell) for cell, missing in cells]
    return [
        "" if missing else _number(cell) if _is_number(cell) else defused(str(cell), dialect) for cell, missing in cells
    ]


def _is_number(cell: object) -> bool:
    """Whether a cell of a column of text is a number all the same, as what claims state may be."""
    return isinstance(cell, int | float) and cell == cell


def _number(cell: float) -> str:
    return str(int(cell)) if float(cell).is_integer() else repr(float(cell))


def defused(text: str, dialect: str = DIALECTS[0]) -> str:
    """Text without controls that no spreadsheet takes for a formula; a plain number is left as it is.

    Also where the file is read with the separator of the other dialect. In an address the sign is encoded: it leads to
    the same page.
    """
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    shown = _CONTROL.sub("", text)

    def behind(found: re.Match[str]) -> str:
        return found[1] + (f"%{ord(found[2]):02X}" if _ADDRESS.fullmatch(shown) else f"'{found[2]}")

    later = _LATER[dialect].sub(behind, shown)
    return "'" + later if _FORMULA.match(later) else later


def _decimal_commas(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims with the decimal comma in those values that are numbers; they stand in a column of text."""
    numeric = claims[col.MEASURE].map(lambda measure: MEASURES[measure].kind == "number")
    cells = {
        name: claims[name].where(~numeric, claims[name].str.replace(".", ","))
        for name in (col.VALUE, col.LOW, col.HIGH)
    }
    return claims.assign(**cells)


def to_json(table: pd.DataFrame, meta: Mapping[str, Any]) -> bytes:
    """A table as JSON: what it is in `meta`, its rows in `data`, one a line; null where a value is not known."""
    # row by row: json.dumps is several times slower where it is the one to break the lines
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in _json_rows(table))
    return f'{{"meta": {json.dumps(dict(meta), ensure_ascii=False)},\n"data": [\n{rows}\n]}}\n'.encode()


def _json_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    # number by number: pandas would cut a rate after its tenth decimal, and it could not be worked out again
    cells = [
        [None if missing else cell for cell, missing in zip(table[name].tolist(), table[name].isna(), strict=True)]
        for name in table.columns
    ]
    return [dict(zip(table.columns, row, strict=True)) for row in zip(*cells, strict=True)]


def places(table: pd.DataFrame, name: str) -> list[BaseGeometry | None] | None:
    """The place of each row, in WGS 84: its point, or its outline as the map draws it; None where no row has any.

    Parameters
    ----------
    table : DataFrame
        With latitude and longitude for points; with codes for outlines.
    name : str
        A table of `EXPORTED`; those of `AREAS` have outlines.
    """
    if col.LATITUDE in table:
        points = gpd.points_from_xy(table[col.LONGITUDE].astype(float), table[col.LATITUDE].astype(float))
        known = table[col.LATITUDE].notna().to_numpy(bool)
        return [point if there else None for point, there in zip(points, known, strict=True)]
    if name in AREAS:
        drawn = json.loads(assets()[f"{name}.geojson"].content)["features"]
        outlines = {feature["properties"][col.CODE]: feature["geometry"] for feature in drawn}
        return [shape(outlines[code]) if code in outlines else None for code in table[col.CODE]]
    return None


def to_geojson(table: pd.DataFrame, meta: Mapping[str, Any]) -> bytes:
    """Rows with their place as GeoJSON (RFC 7946); those without one keep a null geometry.

    Parameters
    ----------
    table : DataFrame
    meta : mapping
        What the answer says of itself; `table` names the table.

    Raises
    ------
    ValueError
        Where the table has no places.
    """
    drawn = places(table, meta.get("table", ""))
    if drawn is None:
        raise ValueError("this table has no coordinates; GeoJSON is for incidents, sites, areas and hospitals")
    features = [
        {"type": "Feature", "properties": row, "geometry": None if place is None else mapping(place)}
        for row, place in zip(_json_rows(table), drawn, strict=True)
    ]
    # RFC 7946: always WGS 84, so no member says it
    collection = {"type": "FeatureCollection", "features": features, "meta": dict(meta)}
    return json.dumps(collection, ensure_ascii=False).encode()


def to_parquet(table: pd.DataFrame, meta: Mapping[str, Any]) -> bytes:
    """A table as Parquet, types kept; as GeoParquet 1.1 where its rows have places.

    Every reader of Parquet finds the same columns; `geometry` after them is WKB, null where there is no place.

    Parameters
    ----------
    table : DataFrame
    meta : mapping
        What the file says of itself; `table` names the table.
    """
    written = io.BytesIO()
    drawn = places(table, meta.get("table", ""))
    described = table.copy(deep=False) if drawn is None else gpd.GeoDataFrame(table, geometry=drawn, crs=WGS84)
    described.attrs = {key: str(value) for key, value in meta.items()}
    if drawn is None:
        described.to_parquet(written, index=False)
    else:
        described.to_parquet(written, index=False, schema_version="1.1.0")
    return written.getvalue()


def to_xlsx(table: pd.DataFrame, meta: Mapping[str, Any]) -> bytes:
    """A table as a workbook, behind a sheet that says what it holds: the lines under `front` of its description.

    Codes stay text and numbers numbers; `labelled` gives it headers, words for codes and true days.
    """
    name = str(meta.get("table", "data"))
    return workbook({name: table}, meta.get("front", [name]))


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", "csv", lambda table, _: to_csv(table)),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", to_xlsx),
    "json": Format("application/json", "json", to_json),
    "geojson": Format("application/geo+json", "geojson", to_geojson),
    "parquet": Format("application/vnd.apache.parquet", "parquet", to_parquet),
}
