"""The files of what stands around the pages: scripts, styles and colours, there before Streamlit draws anything.

What a style sheet says of places and sizes holds from the first frame: sent with a run, it would move what is drawn.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

from analytics.drawings.leaflet.assets import system_css
from dashboard.base_path import below

HERE = Path(__file__).resolve().parent
SCRIPT, STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
MEDIA_TYPES = {
    "find.js": SCRIPT,
    "widgets.js": SCRIPT,
    "actions.js": SCRIPT,
    "theme.css": STYLE,
    "style.css": STYLE,
    "find.css": STYLE,
}
# what the first screen shows of Streamlit's, by the names of its programs: each is asked for when the first of its kind
# is drawn, and an empty bar of another height stands there meanwhile
FIRST = ("Html", "PageLink", "ButtonGroup", "Button", "TextInput", "Selectbox", "Multiselect", "Checkbox")
HEADINGS = "SourceSerifVariable-Roman"  # the face that headlines are set in; another breaks their lines elsewhere
_PROGRAMS = Path(streamlit.__file__).parent / "static" / "static" / "js"
_FACES = _PROGRAMS.parent / "media"
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([\w.\-]+\.js)["'`]""")


@cache
def program() -> dict[str, bytes]:
    """The scripts and the styles, by their addresses below ``assets/``, which change with what they hold."""
    return {f"around/{hashlib.sha256(content).hexdigest()[:12]}/{name}": content for name, content in _contents()}


def _contents() -> list[tuple[str, bytes]]:
    return [(name, _colours() if name == "theme.css" else (HERE / name).read_bytes()) for name in MEDIA_TYPES]


def _colours() -> bytes:
    """The colours of the themes by their jobs; light or dark follows the system, as Streamlit does."""
    return system_css().encode()


def media_type(address: str) -> str:
    """That of a file of `program`."""
    return MEDIA_TYPES[address.rpartition("/")[2]]


def addresses(base_path: str = "") -> dict[str, str]:
    """The address of each file by its name."""
    return {one.rpartition("/")[2]: f"{below(base_path)}/assets/{one}" for one in program()}


def styles(base_path: str = "") -> str:
    """The links to the styles; they stand below Streamlit's own, so that ours hold."""
    found = addresses(base_path)
    return "".join(f'<link rel="stylesheet" href="{found[name]}">\n' for name in found if name.endswith(".css"))


@cache
def early(base_path: str = "") -> str:
    """Lines of a head that fetch what the first screen shows of Streamlit's before it asks for it."""
    base = below(base_path)
    faces = "".join(
        f'    <link rel="preload" href="{base}/static/media/{path.name}" as="font" type="font/woff2" crossorigin>\n'
        for path in _FACES.glob(f"{HEADINGS}.*.woff2")
    )
    programs = (f'    <link rel="modulepreload" href="{base}/static/js/{name}">\n' for name in _first_programs())
    return faces + "".join(programs)


def _first_programs() -> list[str]:
    """The programs of the first screen and all that they import, each once."""
    waiting = [path.name for name in FIRST for path in _PROGRAMS.glob(f"{name}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += _IMPORTED.findall((_PROGRAMS / name).read_text(encoding="utf-8"))
    return list(found)
