"""`python -m analytics link`: propose which imported rows are the same event as one of ours, or as each other."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from analytics.atlas.atlas import load
from analytics.linking.linking import Linked, link
from analytics.linking.model import kept
from analytics.outputs.link_report import review_csv, review_page
from analytics.record.files import write_whole


def add_options(parser: argparse.ArgumentParser) -> None:
    """Give a command-line parser the options that `run` reads."""
    parser.description = (
        "Propose pairs of imported rows, and of those and our incidents, that may be one event: by name, place and "
        "date, each with a probability. Nothing is merged; the decision column of the review is yours."
    )
    parser.add_argument(
        "imported", nargs="+", type=Path, metavar="IMPORTED", help="folders that `python -m analytics import` wrote"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", required=True, help="an empty folder, or a new one")
    parser.add_argument(
        "--at-least",
        type=float,
        metavar="P",
        help="the lowest probability that is proposed, above 0 and below 1 (default: that of the model for each feed)",
    )


def run(options: argparse.Namespace) -> int:
    """Link, write review.csv, review.html and links.json, and say how many pairs are proposed."""
    at_least: float | None = options.at_least
    if at_least is not None and not 0 < at_least < 1:
        raise ValueError(f"--at-least: found {at_least:g}, expected a probability above 0 and below 1")
    folder: Path = options.output
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} is there and holds something else: name an empty folder")
    linked = link(load(), options.imported, at_least, _progress)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "review.csv", review_csv(linked))
    write_whole(folder / "review.html", review_page(linked))
    write_whole(folder / "links.json", json.dumps(_summary(linked), ensure_ascii=False, indent=2).encode())
    print(f"{len(linked.pairs)} pairs proposed: {linked.with_ours} with an incident of ours, {linked.among} among rows")
    print(folder / "review.html")
    return 0


def _summary(linked: Linked) -> dict[str, object]:
    return {
        "at_least": linked.at_least,
        "model": kept()["made"],
        "feeds": linked.left_out,
        "pairs": [pair._asdict() for pair in linked.pairs],
    }


def _progress(step: int, of: int, told: str) -> None:
    print(f"[{step}/{of}] {told}", file=sys.stderr, flush=True)
