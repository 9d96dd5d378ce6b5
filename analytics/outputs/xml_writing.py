"""XML for programs: elements with text, written as bytes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

# XML 1.0 has no way to write these, not even escaped
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def say(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child element with text."""
    ElementTree.SubElement(parent, name).text = clean(text)


def clean(text: str) -> str:
    """Text without the signs that XML can not hold; the writer escapes the rest."""
    return _NOT_XML.sub("", text)


def written(root: ElementTree.Element) -> bytes:
    """A document with its declaration, UTF-8."""
    content: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return content
