"""A record with hostile words in every text, and what must not come of them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.etree import ElementTree

import pandas as pd
from justhtml import JustHTML
from pandas.api.types import is_numeric_dtype

from analytics.atlas.atlas import Atlas, Tables
from analytics.schema import col
from analytics.schema.measures import MEASURES
from analytics.schema.tables import CHECKED

EVIL = "evil.example"
PRODUCT = "982007569"  # of 31337 and 31337, where a template works it out
ONION = "expyuzz4wqqyqhjnexpyuzz4wqqyqhjnexpyuzz4wqqyqhjnexpyuzzz"
# hostile text of nine kinds
PAYLOADS = {
    "markup": f'<img src="https://{EVIL}/p" onerror="top.hacked=1"><a href=\'https://{EVIL}\' onclick="x()">a</a>',
    "script": "</script></style></title></textarea>--><script>top.hacked=1</script><svg onload=top.hacked=1>]]>",
    "markdown": f"[**log in**](https://{EVIL}/login) ![p](https://{EVIL}/p) :red[x] :material/home: # h `c` | a |\n- i",
    "address": f"https://{EVIL}/a www.{EVIL} a@{EVIL} http://{ONION}.onion/x javascript:x() data:text/html,x",
    "mathematics": "$a^2$ $$\\href{https://evil.example}{x}$$ $4 million and $2 million",
    "formula": f'=HYPERLINK("https://{EVIL}";"x");=1+1,=2+2\t=3\r\n=4;"=5",@SUM(1)',
    "template": "{{31337*31337}} ${31337*31337} {0.__class__} {words} %s %(x)s {% if %} {# `+(hacked=1)+` {:>99}",
    "control": "=1\0\x07\x1b[31m \u202etxt.exe\u2066 \u200b\ufeff\u2028\u2029 \ud7ff\ufffe " + "a\u0301\u0489" * 6,
    "long": "Wort" * 60 + " long" * 300,
}
TEXTS = {column.name for table in CHECKED.values() for column in table.columns if column.kind in ("text", "address")}
# numbers, periods, keys and what is a code by another name; claims of words are spoilt below
NO_TEXT = {col.VALUE, col.LOW, col.HIGH, col.YEAR, "finess_ej", "finess_et", "version", "when", "metric", "became"}
TEXTS = {name for name in TEXTS - NO_TEXT if not name.endswith("_id")}
NO_SCRIPT = {"script", "iframe", "object", "embed", "form", "base", "applet", "animate", "set", "foreignObject", "math"}


def spoilt(atlas: Atlas, payload: str) -> Atlas:
    """The atlas with a text in every cell of every column of text."""
    changed = {}
    for name in Tables._fields:
        table = getattr(atlas, name)
        if isinstance(table, pd.DataFrame):
            columns = [name for name in table.columns if name in TEXTS and not is_numeric_dtype(table[name])]
            each = pd.Series([f"{payload} {row}" for row in range(len(table))], index=table.index, dtype="object")
            changed[name] = table.assign(**dict.fromkeys(columns, each))  # of which some are keys
    claims = changed["claims"]
    of_words = claims[col.MEASURE].map(lambda measure: MEASURES[measure].kind == "text").astype(bool)
    changed["claims"] = claims.assign(**{col.VALUE: claims[col.VALUE].where(~of_words, payload)})
    return atlas._replace(**changed)


def faults(name: str, content: bytes) -> Iterator[str]:
    """What is wrong with an output, by the ending of its name; an output of a kind that nobody looks at is a fault."""
    ending = name.rpartition(".")[2]
    if not content:  # pictures of kits, which have tests of their own
        return
    if PRODUCT.encode() in content:
        yield "a template was worked out"
    if ending in ("svg", "xml", "rels", "vml"):
        yield from of_xml(content)
    elif ending in ("html", ""):
        yield from of_html(content.decode())
    elif ending == "csv":
        yield from of_csv(content)
    elif ending in ("json", "geojson"):
        json.loads(content)
    elif ending in ("zip", "xlsx", "docx"):
        yield from of_archive(content)
    elif ending == "pdf":
        if re.search(rb"/JavaScript|/JS\b|/Launch|/URI ?\(https?://" + EVIL.encode(), content):
            yield "a link or a program in a PDF"
    elif ending not in ("png", "jpeg", "parquet", "txt", "md", "cff", "css", "bib", "ris", "apa"):
        yield f"nobody looks at .{ending}"


def of_xml(content: bytes) -> Iterator[str]:
    """Elements and attributes that run or lead away."""
    for element in ElementTree.fromstring(content).iter():  # noqa: S314 - our own
        kind = str(element.tag).rpartition("}")[2]
        if kind in NO_SCRIPT or kind in ("f", "hyperlink", "hyperlinks"):
            yield f"<{kind}>"
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2]
            if plain.startswith("on") or (plain in ("href", "src", "Target") and leads_away(value)):
                yield f"{kind} {plain}={value[:60]}"


def of_html(page: str) -> Iterator[str]:
    """The same of a page or a part of one; a script of ours holds nothing of the record but as JSON."""
    for node in JustHTML(page, sanitize=False).query("*"):
        if node.name == "script" and node.attrs.get("type") == "application/ld+json":
            json.loads(node.to_text() if node.to_text() else "{}")
        elif node.name == "script" and "hacked" in unescape(node.to_html()):
            yield "a script of the record"
        elif node.name in NO_SCRIPT - {"script"}:
            yield f"<{node.name}>"
        for attribute, value in node.attrs.items():
            if attribute.startswith("on") or (attribute in ("href", "src", "srcset", "action") and leads_away(value)):
                yield f"{node.name} {attribute}={str(value)[:60]}"


def leads_away(address: str | None) -> bool:
    """Whether an address is one of the hostile ones itself; as a part of a query of ours it is text."""
    told = (address or "").strip().lower()
    hosts = rf"(https?:)?//([^/?#]*@)?([^/?#]*\.)?({EVIL}|[a-z2-7]{{56}}\.onion)"
    return bool(re.match(rf"{hosts}|javascript:|data:text/html", told))


def of_csv(content: bytes) -> Iterator[str]:
    """Cells that begin like a formula, whichever separator is told, and signs that are no text."""
    text = content.decode("utf-8-sig")
    for separator in ",;":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            for cell in row:
                if cell.startswith(("=", "+", "-", "@", "\t")) and not re.fullmatch(r"-\d+([.,]\d+)?(e-?\d+)?", cell):
                    yield f"with {separator}: {cell[:40]!r}"
    if found := re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text):
        yield f"control {found[0]!r}"


def of_archive(content: bytes) -> Iterator[str]:
    """The same of every file of an archive, and of their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"[\w\[\]./-]+", name, re.ASCII) or ".." in name or name.startswith("/"):
                yield f"name {name!r}"
            for fault in faults(name, archive.read(name)):
                yield f"{name}: {fault}"
