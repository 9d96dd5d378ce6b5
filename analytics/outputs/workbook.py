"""The first sheet of the workbook of a choice."""

from __future__ import annotations

from analytics.outputs.contents import Contents, licence_line, limits, reopening_line, version_line
from analytics.selection.selection import LANGUAGES
from analytics.words import citations
from analytics.words.incidents import counted
from analytics.words.text import Words


def front_sheet(contents: Contents) -> list[str]:
    """The first sheet, in both languages: what it is, what was chosen, version, licence."""
    lines: list[str] = []
    for words in map(Words, LANGUAGES):
        lines += [
            f"{words('site.title')} – {words('kit.title')}",
            version_line(words),
            f"{counted(contents.choice.kept, words)}. {contents.choice.scope(words)}",
            reopening_line(contents, words),
            words("kit.holds_workbook"),
            *limits(words)[:-1],
            licence_line(words),
            citations.citations(words, address=contents.address(words))["press"],
            "",
        ]
    return lines
