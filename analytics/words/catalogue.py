"""Reads the files of words, `locale/fr.toml` and `locale/en.toml`, and says where one is not whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from string import Formatter
from typing import Any

from analytics.record.checks import UNSEEN
from analytics.schema.content import toml
from analytics.selection.selection import LANGUAGES

LOCALE = Path(__file__).resolve().parent / "locale"


def read_catalogue(path: Path) -> dict[str, Any]:
    """The words of a file, by dotted key: each a text, or a text for each plural form.

    Raises
    ------
    ValueError
        Where the file is not readable, or something in it is no words; the message says which file and key.
    """
    words = dict(_flat(toml(path)))
    for key, said in words.items():
        for form in said.values() if isinstance(said, dict) else (said,):
            if not isinstance(form, str) or not form.strip():
                raise ValueError(f"{path.name}, {key}: expected words, found {form!r}")
            if UNSEEN.search(form):
                raise ValueError(f"{path.name}, {key}: unseen-sign, found {form!a}, expected signs that can be seen")
            try:
                [*Formatter().parse(form)]
            except ValueError as error:
                raise ValueError(f"{path.name}, {key}: {error}, found {form!r}") from error
    return words


def faults(folder: Path = LOCALE) -> Iterator[str]:
    """What is wrong with the words: files that are none, and what only one of the languages says, a line each."""
    languages = []
    for language in LANGUAGES:
        name = f"{language}.toml"
        try:
            languages.append((name, read_catalogue(folder / name)))
        except ValueError as error:
            yield str(error)
    for (name, words), (other, others) in permutations(languages, 2):
        for key in words.keys() - others.keys():
            yield f"{other}, {key}: there are no such words, and {name} has them"
        for key in words.keys() & others.keys():
            absent = _fields(words[key]) - _fields(others[key])
            if absent or isinstance(words[key], dict) != isinstance(others[key], dict):
                lacks = ", ".join(sorted(absent)) or "a plural form"
                yield f"{other}, {key}: expected the fields and plural forms of {name}, lacks {lacks}"


def _fields(said: str | dict[str, str]) -> set[str]:
    """The names of what is filled in."""
    forms = said.values() if isinstance(said, dict) else (said,)
    return {str(name) for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def _flat(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, node in tree.items():
        plural = isinstance(node, dict) and set(node) <= {"none", "one", "many", "other"}
        if isinstance(node, dict) and not plural:
            pairs += _flat(node, f"{prefix}{name}.")
        else:
            pairs.append((f"{prefix}{name}", node))
    return pairs
