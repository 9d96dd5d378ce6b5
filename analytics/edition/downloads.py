"""The page of the static edition that offers its files."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from analytics.edition.files import NO_TABLE, File
from analytics.edition.frame import FILES, METHOD, Edition, Here, Page, rendered
from analytics.outputs.heads import Head
from analytics.outputs.served import DEFINED
from analytics.words.citations import named_citations
from analytics.words.text import Words


def files_page(edition: Edition, words: Words, files: Sequence[File]) -> Page:
    """Every file that can be taken away, with its rows and its size."""
    here = Here(edition, words, FILES)
    by_table: dict[str, list[File]] = {}
    for file in files:
        by_table.setdefault(file.table, []).append(file)
    return rendered(
        "downloads.html",
        here,
        Head(f"{words('edition.files_title')} – {words('site.title')}", words("edition.files_note"), ""),
        "",
        tables=[
            (
                name,
                DEFINED[name].row.in_language(words.language),
                words.number(own[0].rows),
                [(here.root(file.path), file.label, _size(file, words)) for file in own],
            )
            for name, own in by_table.items()
            if name != NO_TABLE
        ],
        alone=[
            (here.root(file.path), posixpath.basename(file.path), file.label, _size(file, words))
            for file in by_table[NO_TABLE]
        ],
        method=here.to(METHOD),
        citations=named_citations(words, here.cited("")),
    )


def _size(file: File, words: Words) -> str:
    """The size of a file in kilobytes, at least one."""
    return words("edition.kilobytes", size=words.number(max(1, round(len(file.content) / 1000))))
