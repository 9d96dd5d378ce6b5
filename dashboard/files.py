"""Files for the browser, served from memory: those of the map, and the face of the pages."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from analytics.drawings.leaflet.assets import assets
from analytics.drawings.svg import rasters
from dashboard import around

YEAR = 31_536_000
FOR_GOOD = f"public, max-age={YEAR}, immutable"
# For addresses without a version: keep, but ask each time whether it changed.
ASK_AGAIN = "public, no-cache"
DAY = "public, max-age=86400"


class File(NamedTuple):
    """A file in memory, as it is and compressed."""

    plain: bytes
    compressed: bytes
    media_type: str
    checksum: str
    caching: str


@cache
def files() -> dict[str, File]:
    """Address below ``assets/`` → file. What is not in here is not served, whatever its path."""
    served: dict[str, File] = {}
    for asset in assets().values():
        plain = asset.content
        # mtime=0: the same bytes at every start, so that the entity tag may stand for them.
        file = File(plain, gzip.compress(plain, 9, mtime=0), asset.media_type, asset.checksum, FOR_GOOD)
        served[asset.address] = file
        served[asset.plain_address] = file._replace(caching=ASK_AGAIN)
    for address, content in around.program().items():
        packed = gzip.compress(content, 9, mtime=0)
        served[address] = File(
            content, packed, around.media_type(address), hashlib.sha256(content).hexdigest(), FOR_GOOD
        )
    # the faces of the pages, so that the map and what other sites frame are set like them; woff2 is compressed already
    for name, pattern in rasters.FILES.items():
        font = rasters.face_file(pattern).read_bytes()
        served[f"fonts/{name}.woff2"] = File(font, b"", "font/woff2", hashlib.sha256(font).hexdigest(), DAY)
    return served


def _knows(headers: Headers, tag: str) -> bool:
    """Whether the browser says that it holds the file with this entity tag."""
    held = [candidate.strip().removeprefix("W/") for candidate in headers.get("if-none-match", "").split(",")]
    return tag in held or "*" in held


async def asset(request: Request) -> Response:
    """One file, compressed for those who take it; 304 where the browser's copy is still the same."""
    file = files().get(request.path_params["name"])
    if file is None:
        return Response("Not found\n", 404, media_type="text/plain")
    compress = bool(file.compressed) and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.checksum[:32]}{"-gz" if compress else ""}"'
    headers = {"Cache-Control": file.caching, "ETag": tag, "Vary": "Accept-Encoding"}
    if _knows(request.headers, tag):
        return Response(status_code=304, headers=headers)
    if compress:
        headers["Content-Encoding"] = "gzip"
    return Response(file.compressed if compress else file.plain, headers=headers, media_type=file.media_type)
