"""The feeds that are known by name, and those that somebody wrote a mapping of."""

from __future__ import annotations

from pathlib import Path

from analytics.feeds import eurepoc, hhs_ocr, ransomware_live, veris
from analytics.feeds.feed import Feed
from analytics.feeds.own import read_mapping

FEEDS: dict[str, Feed] = {feed.name: feed for feed in (veris.FEED, hhs_ocr.FEED, eurepoc.FEED, ransomware_live.FEED)}


def feed_of(name: str) -> Feed:
    """The feed of a name, or of the mapping in a file that ends in ``.toml``; ValueError where there is none."""
    if name.endswith(".toml"):
        return read_mapping(Path(name))
    if name not in FEEDS:
        raise ValueError(f"there is no feed “{name}”; the feeds are {', '.join(FEEDS)}, or name a mapping (.toml)")
    return FEEDS[name]
