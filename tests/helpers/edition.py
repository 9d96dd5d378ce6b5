"""Reads the pages of an edition, and says what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path

from justhtml import JustHTML

from analytics.selection.selection import LANGUAGES

LIVE, BASE = "https://atlas.example", "https://static.example/press"
HOSTILE = '</h1><script>alert(1)</script><a href="https://evil.example" onclick="x()">${x}'


@dataclass(frozen=True)
class Read:
    """A page: its identifiers, every address with the name of its element, and the tree of the strict parser."""

    html: str

    @cached_property
    def tree(self) -> JustHTML:
        """What the strict parser makes of it; an error of the parser is an error of the page."""
        return JustHTML(self.html, strict=True, sanitize=False)

    @cached_property
    def text(self) -> str:
        """Its words."""
        return self.tree.to_text()

    @cached_property
    def ids(self) -> list[str]:
        """Its identifiers, in order."""
        return re.findall(r'<[^>]* id="([^"]*)"', self.html)

    @cached_property
    def addresses(self) -> list[tuple[str, str]]:
        """The name of each element that leads somewhere, and where."""
        found = re.findall(r'<(\w+)[^>]* (?:href|src|srcset)="([^"]*)"', self.html)
        return [(name, unescape(address)) for name, address in found]


def pages_of(folder: Path) -> dict[str, Read]:
    """Every page of an edition by its path."""
    found = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): Read(path.read_text(encoding="utf-8")) for path in found}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def is_whole(page: Read) -> Iterator[str]:
    """What is wrong with a page."""
    nodes = page.tree.query("*")
    elements = [node.name for node in nodes]
    ids = [node.attrs["id"] for node in nodes if "id" in node.attrs]
    (root,) = page.tree.query("html")
    if root.attrs.get("lang") not in LANGUAGES:
        yield "no language"
    if elements.count("h1") != 1 or elements.count("main") != 1:
        yield "not one h1 and one main"
    if len(ids) != len(set(ids)):
        yield f"an id twice: {sorted(one for one in ids if ids.count(one) > 1)}"
    if not page.tree.query("title")[0].to_text().strip():
        yield "no title"
    for node in nodes:
        if node.name == "img" and not node.attrs.get("alt"):
            yield "an image without a text"
        if node.name in ("script", "style", "iframe", "object", "form"):
            yield f"<{node.name}> has no place here"
        if any(name.startswith("on") or name == "style" for name in node.attrs):
            yield f"<{node.name} {node.attrs}>"
    links = sum(name in node.attrs for node in nodes for name in ("href", "src", "srcset"))
    if (ids, links) != (page.ids, len(page.addresses)):
        yield "the tests do not see all its identifiers and addresses"
