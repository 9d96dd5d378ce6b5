"""What tests of pictures share: both languages, a hostile name, and the words of a picture."""

from __future__ import annotations

from xml.etree import ElementTree

from analytics.words.text import Words

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = [Words("fr"), Words("en")]
HOSTILE = "</text><script>alert('1')</script> & \"x\" ]]> \x00 =1+1"


def told(svg: str) -> str:
    """All words of a picture, in their order."""
    return " ".join(node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314
