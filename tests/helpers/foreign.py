"""Addresses of other hosts."""

from __future__ import annotations

import re


def foreign(text: str) -> list[str]:
    """Addresses of other hosts in a text; the namespace of SVG is a name, not an address that is fetched."""
    return [
        address
        for address in re.findall(r"(?:https?:)?//[\w.-]+\.\w{2,}[^\s\"']*", text)
        if "www.w3.org" not in address
    ]
