"""`python -m analytics check`: validate everything under data/ and say what was set aside."""

from __future__ import annotations

import argparse

from analytics.atlas import atlas as atlases
from analytics.atlas import beside
from analytics.atlas.check import report
from analytics.outputs.release import follows, stale
from analytics.record.files import DATA
from analytics.words import catalogue


def add_options(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_options: argparse.Namespace) -> int:
    """Print the report; 1 where it holds a problem that nothing explains."""
    atlas = atlases.load()
    checked = report(atlas, [*beside.faults(), *catalogue.faults(), *stale(follows(DATA.parent, atlas), DATA.parent)])
    print(checked.text)
    return 1 if checked.unexplained else 0
