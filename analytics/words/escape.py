"""Text that may stand in HTML, in HTML that a template reads once more, and in Markdown."""

from __future__ import annotations

import html
import re

# what Markdown would read in a text that is none: its signs, an entity, the colon that begins a colour, and at the
# beginning of a line a bullet, a number of a list, or the line under a heading
_SIGNS = re.compile(r"[\\`*_\[\]<>~$|#]|:(?=[A-Za-z])|&(?=#?\w+;)|^[-+=]|^\d+[.)](?=\s)", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
# where it would make a link of bare text, or an icon of a word between colons
_BROKEN = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)|(?<=:)(?!\d\d:)(?=[\w+/-]+:)", re.IGNORECASE)


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

    A bare address would become a link of itself even with its signs escaped, and a word between colons an icon; a word
    joiner (U+2060), which nobody sees, breaks it.
    """
    broken = _BROKEN.sub("\u2060", _INDENT.sub("", str(text)))
    return _SIGNS.sub(lambda sign: f"{sign.group(0)[:-1]}\\{sign.group(0)[-1]}", broken)
