"""Text that may stand in HTML, in HTML that a template reads once more, and in Markdown."""

from __future__ import annotations

import html
import re

# what Markdown would read in a text that is none: its signs, and the colon that begins a colour or a symbol
_SIGNS = re.compile(r"[\\`*_\[\]<>~$|#]|:(?=[A-Za-z])")
# where it would make a link of bare text
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)


def safe(text: object) -> str:
    """Text that may stand in HTML, and in HTML that folium pastes into a script.

    folium pastes strings into JavaScript template literals, where a backtick or ``${`` runs even after
    ``html.escape``, and branca reads the whole script once more as a Jinja template, where ``{{ }}`` would run
    on the server. The characters that matter there become entities.
    """
    escaped = html.escape(str(text), quote=True)
    for character in "\\`${}":
        escaped = escaped.replace(character, f"&#{ord(character)};")
    return escaped


def unmarked(text: object) -> str:
    """Text that may stand in Markdown and stays text: no link, picture, heading, colour, symbol or formula.

    A bare address would become a link of itself even with its signs escaped; a word joiner (U+2060), which nobody
    sees, breaks it.
    """
    broken = _ADDRESS.sub("\u2060", str(text))
    return _SIGNS.sub(lambda sign: f"\\{sign.group(0)}", broken)
