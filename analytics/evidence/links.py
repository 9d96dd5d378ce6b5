"""Where a reader may be sent: the one place that decides whether an address becomes a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from analytics.schema import col

LONGEST_ADDRESS = 2000
# printable ASCII without quotes, angle brackets, backslash and the like: nothing that ends an attribute or a tag
_PLAIN = re.compile(r"https?://[A-Za-z0-9!#$%&()*+,\-./:;=?@\[\]_~|]+", re.ASCII)
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.ASCII)
_ONION_NAME = re.compile(r"[a-z2-7]{56}", re.ASCII)
_NOT_PUBLIC = {"onion", "i2p", "local", "localhost", "internal"}
_ENCODED_TWICE = 3


def linkable(source: Mapping[str, Any] | pd.Series) -> str | None:
    """The address to which a reader may be sent; None where there is none.

    Parameters
    ----------
    source : mapping or Series
        A row of the sources: link, url. A row that lacks either is not linked.

    Returns
    -------
    str or None
        The address unchanged, where link is ``yes``, the scheme is http or https and the host is a public name in
        plain ASCII: no user name, no IP address, no onion service and none of its gateways (onion.ly, tor2web), no
        name in Punycode (it may look like another), no control character, space, quote or angle bracket.

    Notes
    -----
    The answer still has to be escaped where it is written into HTML: ``&`` is a part of many addresses.
    """
    address = source.get(col.URL)
    link = source.get(col.LINK)
    if not isinstance(link, str) or link != "yes" or not isinstance(address, str):
        return None
    if len(address) > LONGEST_ADDRESS or not _PLAIN.fullmatch(address) or _names_hidden_service(address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if "@" in parts.netloc or parts.netloc.lower() not in (host, f"{host}:{port}"):
        return None
    return address if _is_public(host) else None


def _is_public(host: str) -> bool:
    """Whether the host is a name of the public web, not an IP address, a private name or an onion service."""
    labels = host.split(".")
    if len(host) > 253 or not _HOST.fullmatch(host) or labels[-1] in _NOT_PUBLIC:
        return False
    # a gateway puts the name of the service before its own, as in abc.onion.ly
    return not any(
        label == "onion" or label.startswith(("xn--", "tor2web")) or _ONION_NAME.fullmatch(label) for label in labels
    )


def _names_hidden_service(address: str) -> bool:
    """Whether an onion address stands anywhere in the address, also in a query and encoded more than once."""
    for _ in range(_ENCODED_TWICE):
        if re.search(r"\.onion\b", address, re.IGNORECASE):
            return True
        address = unquote(address)
    return False
