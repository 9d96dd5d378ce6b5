"""Text that may stand in HTML, and in HTML that a template reads once more."""

from __future__ import annotations

import html


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
