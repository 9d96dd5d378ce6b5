"""Reads Jinja templates: one way for all pages, so that text from the data is always escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# what a page may do that carries all it needs, as a file too: show its own letters and pictures, and nothing else
ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)


def templates_in(folder: Path, policy: str) -> Environment:
    """The templates of a folder; a name that nobody gave a value is an error, and never an empty place.

    Parameters
    ----------
    folder : Path
    policy : str
        The Content-Security-Policy of those pages that have to say it themselves.
    """
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["policy"] = policy
    return environment


def trusted(text: str) -> Markup:
    """HTML of a room that escapes what it takes from the data."""
    return Markup(text)  # noqa: S704


PAGES = templates_in(Path(__file__).resolve().parent / "templates", ALONE)  # of the documents and frames of this room
