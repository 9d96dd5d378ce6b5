"""Reads Jinja templates: one way for all pages, so that text from the data is always escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup


def templates_in(folder: Path) -> Environment:
    """The templates of a folder; a name that nobody gave a value is an error, and never an empty place."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def trusted(text: str) -> Markup:
    """HTML of a room that escapes what it takes from the data."""
    return Markup(text)  # noqa: S704


PAGES = templates_in(Path(__file__).resolve().parent / "templates")  # of the documents and frames of this room
