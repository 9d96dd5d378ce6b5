"""Pixels of a picture: its letters are there, its size is known, and the file says what it shows."""

from __future__ import annotations

import struct
import zlib

import pytest

from analytics.drawings.svg import rasters

LETTERS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40" font-family="&quot;Source Sans&quot;, sans-serif">'
    '<rect width="300" height="40" fill="#ffffff"/>'
    '<text x="10" y="28" font-size="20" fill="#000000" font-weight="{weight}">{text}</text></svg>'
)


@pytest.fixture(autouse=True)
def all_pixels(few_pixels, monkeypatch):
    """Pictures of the size that readers get."""
    monkeypatch.setattr(rasters, "ZOOM", few_pixels)
    rasters._pixels.cache_clear()


def chunks(picture: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG, each checked against its own sum."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = [], 8
    while at < len(picture):
        length, kind = struct.unpack(">I4s", picture[at : at + 8])
        content = picture[at + 8 : at + 8 + length]
        assert struct.unpack(">I", picture[at + 8 + length : at + 12 + length])[0] == zlib.crc32(kind + content)
        found.append((kind, content))
        at += 12 + length
    return found


def pixels(text: str, weight: int = 400) -> bytes:
    picture = rasters.png(LETTERS.format(text=text, weight=weight), {})
    return zlib.decompress(b"".join(content for kind, content in chunks(picture) if kind == b"IDAT"))


def test_a_picture_is_twice_as_large_as_its_drawing():
    kind, content = chunks(rasters.png(LETTERS.format(text="x", weight=400), {}))[0]

    assert (kind, struct.unpack(">II", content[:8])) == (b"IHDR", (600, 80))


@pytest.mark.parametrize("text", ["é", "œ", "–", "’", "×", "≥", "1\u202f234", "0,5"])
def test_the_signs_that_both_languages_write_are_drawn(text):
    assert pixels(text) != pixels("")


def test_each_weight_is_its_own():
    assert pixels("hôpital", 600) != pixels("hôpital", 400)


def test_the_same_picture_gives_the_same_bytes():
    svg = LETTERS.format(text="hôpital", weight=400)

    assert rasters.png(svg, {"Title": "x"}) == rasters.png(svg, {"Title": "x"})


def test_the_file_says_what_it_shows():
    said = chunks(rasters.png(LETTERS.format(text="x", weight=400), {"Title": "Hôpitaux", "Copyright": "etalab-2.0"}))

    texts = dict(content.split(b"\0\0\0\0\0", 1) for kind, content in said if kind == b"iTXt")
    assert texts == {b"Title": "Hôpitaux".encode(), b"Copyright": b"etalab-2.0"}
    assert said[-1][0] == b"IEND"


def test_a_face_that_is_not_carried_is_named():
    with pytest.raises(ValueError, match="Streamlit carries no Comic"):
        rasters.face_file("Comic*.woff2")
