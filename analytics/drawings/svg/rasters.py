"""Makes pixels of a picture: SVG in, PNG out, with no browser and no request.

Letters come from the faces that Streamlit carries, so that a picture looks the same on every machine; they are read
from its package as files, and Streamlit itself is not run.
"""

from __future__ import annotations

import atexit
import os
import shutil
import struct
import zlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp

import resvg_py
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from analytics.drawings.theme import SANS, SERIF
from analytics.record.files import use_scratch

FACES = "ATLAS_FACES"  # the variable that names the folder
KEPT = 64  # pictures, of about 0.3 MB each
ZOOM: float = 2  # pixels of the file for one of the drawing: sharp on dense screens and in print
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(_SIGNATURE) + 25  # the first chunk, IHDR, always has this length


_SANS, _SERIF = (families.split(",")[0].strip('"') for families in (SANS, SERIF))
# the variable faces that a browser gets, each by the name of its file
VARIABLE = {"source-sans": _SANS, "source-serif": _SERIF}
FILES = {"source-sans": "SourceSansVF-Upright*.woff2", "source-serif": "SourceSerifVariable-Roman*.woff2"}
_FACES = (  # the file that each is cut from, its family and its weight
    (FILES["source-sans"], _SANS, 400),
    (FILES["source-sans"], _SANS, 600),
    (FILES["source-serif"], _SERIF, 600),
)
FAMILIES = tuple(face[1:] for face in _FACES)  # family and weight of each file in the folder of the faces
# Latin with its additions, punctuation, currency, arrows and mathematical signs
_SIGNS = [*range(0x20, 0x250), *range(0x2000, 0x2070), 0x20AC, *range(0x2190, 0x2300)]


def face_file(files: str) -> Path:
    """A face that Streamlit carries, by the pattern of its file's name.

    Raises
    ------
    ValueError
        Where Streamlit does not carry it.
    """
    spec = find_spec("streamlit")
    folder = Path(spec.origin or "").parent / "static" / "static" / "media" if spec else Path()
    found = sorted(folder.glob(files))
    if not found:
        raise ValueError(f"Streamlit carries no {files} in {folder}")
    return found[0]


@cache
def folder_of_faces() -> str:
    """The folder that the environment names (`FACES`), which processes may share; else one for as long as this runs."""
    if shared := os.environ.get(FACES):
        Path(shared).mkdir(parents=True, exist_ok=True)
        return shared
    use_scratch()
    folder = mkdtemp(prefix="atlas-faces-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def faces() -> str:
    """The folder of the faces as plain files, one for each weight: the renderer reads no others.

    To cut them takes seconds; those that another process has cut are taken.
    """
    folder = folder_of_faces()
    for place, face in enumerate(_FACES):
        there = Path(folder) / f"{place}.ttf"
        if not there.exists():
            whole = there.with_suffix(f".{os.getpid()}")
            whole.write_bytes(_cut(*face))
            whole.rename(there)
    return folder


@cache
def rules() -> str:
    """The faces as rules of a style sheet that hold their letters (WOFF 2): what carries them needs no other file."""
    written = []
    for place, (family, weight) in enumerate(FAMILIES):
        font, packed = TTFont(Path(faces()) / f"{place}.ttf", recalcTimestamp=False), BytesIO()
        font.flavor = "woff2"
        font.save(packed)
        within = f"data:font/woff2;base64,{b64encode(packed.getvalue()).decode()}"
        written.append(rule(family, str(weight), within))
    return "".join(written)


def rule(family: str, weight: str, address: str) -> str:
    """The rule of a style sheet for one face."""
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{address}"); }}\n'


def lettered(svg: str) -> str:
    """A picture of `canvas.picture` that carries its letters: in an image nothing else can bring them."""
    return svg.replace("<defs>", f"<defs><style>{rules()}</style>", 1)


def _cut(files: str, family: str, weight: int) -> bytes:
    """One weight of a variable face, with the signs that we write, under the name that our pictures ask for."""
    font = TTFont(face_file(files), recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_SIGNS)
    subsetter.subset(font)
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": weight}
    cut = instantiateVariableFont(font, axes)
    cut["OS/2"].usWeightClass = weight
    for record in (1, 16):  # family, and typographic family
        cut["name"].setName(family, record, 3, 1, 0x409)
    cut.flavor = None  # not compressed
    written = BytesIO()
    cut.save(written)
    return written.getvalue()


def png(svg: str, said: Mapping[str, str]) -> bytes:
    """A picture of `canvas.picture` as PNG, at twice the size of the drawing; the same for the same picture.

    What the file says of itself is named by the keywords of the PNG standard (Title, Description, Copyright, Source);
    a picture that is passed on keeps its alternative text.
    """
    written = _pixels(svg)
    return written[:_HEADER_END] + b"".join(_text(*one) for one in said.items()) + written[_HEADER_END:]


@lru_cache(KEPT)
def _pixels(svg: str) -> bytes:
    """The picture as PNG, kept: both kits of an edition, and one kit after the other, hold the same pictures."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_dirs=[faces()],
        sans_serif_family=_SANS,
        serif_family=_SERIF,
        zoom=ZOOM,
    )
    return bytes(drawn)


def _text(keyword: str, text: str) -> bytes:
    """An iTXt chunk: text in UTF-8 (PNG, third edition, section 11.3.3.4)."""
    content = b"iTXt" + keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
