"""Ways in which a file of the data gets damaged: each gives its bytes, from those of the good one."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from analytics.schema.tables import LONGEST_CELL, Column, Table

HTML = (
    b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n<body>nginx, and <b>that</b></body></html>\n"
)
MERGE = b"<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"


class Damage(NamedTuple):
    """One way to damage a file.

    Attributes
    ----------
    kind : what was done.
    content : the file afterwards; None where it is gone, and "folder" where a folder has its place.
    column : the column that has to be named, with a row; empty where the file (and its line) is all there is to name.
    harmless : whether nothing is lost by it, so that nothing but its checksum need be said.
    """

    kind: str
    content: bytes | str | None
    column: str = ""
    harmless: bool = False


def of_any_file(good: bytes) -> Iterator[Damage]:
    """What happens to files of all kinds."""
    yield Damage("deleted", None)
    yield Damage("a folder", "folder")
    yield Damage("empty", b"")
    yield Damage("spaces only", b"  \n \n")
    yield Damage("an error page", HTML)
    yield Damage("UTF-16", good.decode().encode("utf-16"))
    yield Damage("latin-1", good[: len(good) // 2] + "é".encode("latin-1") + good[len(good) // 2 :])
    yield Damage("half of it", good[: len(good) // 2])
    yield Damage("zeros at the end", good + b"\x00" * 512)


def of_table(good: bytes) -> Iterator[Damage]:
    """What happens to a CSV as a whole."""
    header, *rows = good.splitlines(keepends=True)
    names = header.decode().strip().split(",")
    yield Damage("a mark of the encoding", b"\xef\xbb\xbf" + good, harmless=True)
    yield Damage("lines of Windows", good.replace(b"\n", b"\r\n"), harmless=True)
    yield Damage("no last end of line", good.rstrip(b"\n"), harmless=True)
    yield Damage("columns turned round", _written([row[::-1] for row in _read(good)]), harmless=True)
    yield Damage("a column more", _written([[*row, "more" if not i else ""] for i, row in enumerate(_read(good))]))
    yield Damage("a column less", _written([row[1:] for row in _read(good)]))
    yield Damage("a column renamed", good.replace(names[0].encode(), b"colour", 1))
    yield Damage("a column twice", good.replace(names[1].encode(), names[0].encode(), 1))
    yield Damage("no header", b"".join(rows))
    yield Damage("semicolons", good.replace(b",", b";"))
    yield Damage("tabs", good.replace(b",", b"\t"))
    if not rows:
        return
    yield Damage("the header only", header)
    yield Damage("without its last line", header + b"".join(rows[:-1]))
    yield Damage("a line twice", good + rows[-1])
    yield Damage("a line of one cell", header + b"cell\n" + b"".join(rows))
    yield Damage("a line with a cell more", header + rows[0].rstrip(b"\n") + b",more\n" + b"".join(rows[1:]))
    yield Damage("a line with a cell less", header + rows[0].rpartition(b",")[0] + b"\n" + b"".join(rows[1:]))
    yield Damage("a line without anything", header + b"\n" + b"".join(rows))
    yield Damage("a quotation mark left open", header + b'"' + b"".join(rows))
    yield Damage("marks of a merge", header + MERGE + b"".join(rows))
    yield Damage("a cell of a megabyte", header + b"a" * 1_000_000 + b"".join(rows))


def of_cells(good: bytes, table: Table) -> Iterator[Damage]:
    """What happens to a cell of the first row, by what its column holds; one column of each kind."""
    header, *rows = _read(good)
    if not rows:
        return
    seen: dict[tuple[str, object], int] = {}
    for column in table.columns:
        kind = (column.kind, column.form)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > 1:
            continue
        for what, cell in _cells(column, rows[0][header.index(column.name)]):
            changed = [list(row) for row in rows]
            changed[0][header.index(column.name)] = cell
            yield Damage(what, _written([header, *changed]), column.name)


def _cells(column: Column, good: str) -> Iterator[tuple[str, str]]:
    """What a cell may hold instead, and what that is."""
    yield "a sign of control", f"{good or 'x'}\x07"
    if column.required:
        yield "nothing", ""
    if column.kind in ("number", "integer"):
        for text in ("NaN", "inf", "-inf", "1e308", "9" * 400, "１２", "0x10", "12,5", "1 200", "abc", "--5", "٣"):
            yield f"the number {text[:8]}", text
        if column.minimum is not None:
            yield "a number too small", f"{column.minimum - 1:g}"
        if column.maximum is not None:
            yield "a number too large", f"{column.maximum + 1:g}"
    elif column.kind == "date":
        for text in ("2023-02-29", "03/12/2022", "2022-13", "0000", "20221203", "tomorrow", "99999-01-01", "-2022"):
            yield f"the day {text}", text
    elif column.kind in ("code", "codes"):
        yield "a code of nothing", "no-such-code"
        yield "a code in capitals", good.swapcase() + "X"
    elif column.kind in ("reference", "references"):
        yield "the key of nothing", "no-such-key"
    elif column.kind == "address":
        for text in ("javascript:alert(1)", "ftp://example.org", "https://user:word@example.org/", "https://a b.org"):
            yield f"the address {text}", text
    elif column.form:
        for text in (f"{good}\u0430", f" {good}", f"{good}/../x", "a" * 101, "Ａ１"):
            yield "a form of its own", text
    else:
        yield "the other direction", f"{good}\u202eabc"
        yield "a sign without width", f"a\u200b{good}"
        yield "a space before", f" {good or 'x'}"
        yield "a space after", f"{good or 'x'}\u00a0"
        yield "too many signs", "a" * (LONGEST_CELL + 1)


def of_outlines(good: bytes) -> Iterator[Damage]:
    """What happens to a GeoJSON file."""

    def changed(kind: str, change: Callable[[dict[str, Any]], object], column: str = "") -> Damage:
        read = json.loads(good)
        change(read)
        return Damage(kind, json.dumps(read).encode(), column)

    def first(read: dict[str, Any]) -> Any:
        return read["features"][0]

    def ring(read: dict[str, Any]) -> Any:
        shape = first(read)["geometry"]
        return shape["coordinates"][0] if shape["type"] == "Polygon" else shape["coordinates"][0][0]

    yield Damage("a mark of the encoding", b"\xef\xbb\xbf" + good, harmless=True)
    yield Damage("lines of Windows", good.replace(b"\n", b"\r\n"), harmless=True)
    yield Damage("another JSON", b"[1, 2]")
    yield Damage("marks of a merge", good.replace(b"\n", b"\n" + MERGE, 1))
    yield changed("no features", lambda read: read.pop("features"))
    yield changed("features that are a word", lambda read: read.update(features="none"))
    yield changed("another type", lambda read: read.update(type="Features"))
    yield changed("an empty list", lambda read: read.update(features=[]))
    yield changed("a feature gone", lambda read: read["features"].pop())
    yield changed("a feature twice", lambda read: read["features"].append(first(read)), "code")
    yield changed("a feature that is a word", lambda read: read["features"].insert(0, "Ain"))
    yield changed("no geometry", lambda read: first(read).update(geometry=None), "geometry")
    yield changed(
        "a point", lambda read: first(read).update(geometry={"type": "Point", "coordinates": [0, 0]}), "geometry"
    )
    yield changed("no ring", lambda read: first(read)["geometry"].update(coordinates=[]), "geometry")
    yield changed("no properties", lambda read: first(read).pop("properties"))
    yield changed("a property less", lambda read: first(read)["properties"].pop("code"))
    yield changed("a property more", lambda read: first(read)["properties"].update(colour="red"))
    yield changed("a number as code", lambda read: first(read)["properties"].update(code=1), "code")
    yield changed("the code of nothing", lambda read: first(read)["properties"].update(code="ZZ"), "code")
    yield changed("no code", lambda read: first(read)["properties"].update(code=None), "code")
    for name in ("NaN", "Infinity"):
        yield Damage(f"the number {name}", good.replace(b"0.0", name.encode(), 1))
    for what, point in (
        ("a word", "abc"),
        ("three numbers", [0, 0, 0]),
        ("beyond the pole", [0, 95]),
        ("nowhere", [999, 0]),
    ):
        yield changed(f"a point that is {what}", lambda read, point=point: ring(read).insert(1, point), "geometry")
    yield changed("a ring left open", lambda read: ring(read).pop(), "geometry")
    yield changed("a ring of two points", lambda read: ring(read).__delitem__(slice(1, -1)), "geometry")
    lambert = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    yield changed("another coordinate system", lambda read: read.update(crs=lambert))


def of_entries(good: bytes, name: str, table: Table) -> Iterator[Damage]:
    """What happens to a TOML file of entries."""
    text = good.decode()
    start = text.index(f"[[{name}]]")
    preamble, first = text[:start], text[start:].split(f"[[{name}]]")[1]
    entry = dict(line.split(" = ", 1) for line in first.strip().splitlines())

    def written(cells: dict[str, str]) -> bytes:
        return (preamble + f"[[{name}]]\n" + "".join(f"{key} = {cell}\n" for key, cell in cells.items())).encode()

    yield Damage("a mark of the encoding", b"\xef\xbb\xbf" + good, harmless=True)
    yield Damage("no entry", preamble.encode())
    yield Damage("another name", good.replace(f"[[{name}]]".encode(), b"[[entries]]"))
    yield Damage("one table", good.replace(f"[[{name}]]".encode(), f"[{name}]".encode(), 1))
    yield Damage("a list of numbers", preamble.encode() + f"{name} = [1]\n".encode())
    yield Damage("marks of a merge", good + MERGE)
    yield Damage("a key more", written(entry | {"colour": '"red"'}))
    for column in table.columns:
        yield Damage(
            f"no {column.name}", written({key: cell for key, cell in entry.items() if key != column.name}), column.name
        )
        yield Damage("a number", written(entry | {column.name: "3"}), column.name)
        yield Damage("a list", written(entry | {column.name: '["x"]'}), column.name)
        yield Damage(
            "a sign of control",
            written(entry | {column.name: f'"{entry[column.name].strip(chr(34))}\\u0007"'}),
            column.name,
        )
        if column.required:
            yield Damage("nothing", written(entry | {column.name: '""'}), column.name)
        if column.name in ("date", "version", "kind", "table", "key", "column", "expected"):
            yield Damage("something else", written(entry | {column.name: '"something else"'}), column.name)


def of_words(good: bytes) -> Iterator[Damage]:
    """What happens to a file of words."""
    text = good.decode()
    line = next(line for line in text.splitlines() if line.startswith("and = "))
    field = next(line for line in text.splitlines() if "{" in line and line.count('"') == 2)
    key = field.partition(" = ")[0]
    yield Damage("a mark of the encoding", b"\xef\xbb\xbf" + good, harmless=True)
    yield Damage("lines of Windows", good.replace(b"\n", b"\r\n"), harmless=True)
    yield Damage("marks of a merge", good + MERGE)
    yield Damage("a text left open", good.replace(line.encode(), b'and = "et', 1))
    for what, cell in (("nothing", '""'), ("a number", "3"), ("a list", "[]"), ("a sign of control", '"e\\u0007t"')):
        yield Damage(what, text.replace(line, f"and = {cell}", 1).encode(), "and")
    yield Damage("a key less", text.replace(line, "", 1).encode(), "and")
    yield Damage("a key renamed", text.replace(line, line.replace("and", "annd", 1), 1).encode(), "and")
    yield Damage("a key twice", text.replace(line, f"{line}\n{line}", 1).encode())
    yield Damage("a field left open", text.replace(field, f'{key} = "{{"', 1).encode(), key)
    yield Damage("a field renamed", text.replace(field, field.replace("{", "{x", 1), 1).encode(), key)


def _read(good: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(good.decode(), newline="")))


def _written(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
