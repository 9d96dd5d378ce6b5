"""In which encoding a reader takes an answer."""

from __future__ import annotations

import re

from starlette.requests import Request


def takes_gzip(request: Request) -> bool:
    """Whether the reader takes gzip: named, or by ``*``, and not with the weight zero."""
    weights: dict[str, float] = {}
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, weight = part.partition(";")
        number = re.fullmatch(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", weight, re.ASCII)
        weights[coding.strip().lower()] = float(number[1]) if number else 1.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0
