"""Incidents side by side as HTML: one a column, a figure a row, each with its range, who says it, and its receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analytics.outputs.html import cards
from analytics.outputs.html.cards import Row
from analytics.outputs.html.dossier import Dossier
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, CONFIDENCES
from analytics.schema.measures import MEASURES
from analytics.words import phrases
from analytics.words.escape import safe
from analytics.words.incidents import called, is_claimed
from analytics.words.recovery import lasted
from analytics.words.sources import strongest_tier
from analytics.words.text import UNKNOWN, Words

Line = tuple[str, list[str]]  # what a line of a table is called, and its cells as HTML
Address = Callable[[str, str], str]  # of an incident, and of the receipt of a figure of it; without one, its file


def side_by_side(files: Sequence[Dossier], words: Words, address: Address) -> str:
    """The incidents as one table that scrolls in its frame where the screen is narrow."""
    heads = [
        f'<a href="{safe(address(file.incident, ""))}" target="_self">{safe(called(file.row, words))}</a>'
        for file in files
    ]
    lines = [*_what_each_is(files, words), *_figures(files, words, address)]
    return table(heads, lines, words, words("compare.incidents_caption"))


def table(heads: Sequence[str], lines: Sequence[Line], words: Words, caption: str = "") -> str:
    """Things side by side, one a column: the name of each and its cells as HTML."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    rows = "".join(line_of(line) for line in lines)
    told = f"<caption>{safe(caption)}</caption>" if caption else ""
    return (
        f'<div class="frame" tabindex="0" lang="{words.language}"><table class="plain-table comparison">{told}'
        f'<thead><tr><th scope="col">{safe(words("compare.column_figure"))}</th>{columns}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def line_of(line: Line) -> str:
    """One line of such a table."""
    name, cells = line
    return f'<tr><th scope="row">{safe(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def receipt_link(address: str, figure: str, words: Words, shown: str = "") -> str:
    """The link that opens the receipt of a figure, which is named to those who only hear it."""
    named = safe(words("compare.check_figure", figure=figure))
    return f'<a href="{safe(address)}" target="_self" aria-label="{named}">{safe(shown or words("receipt.open"))}</a>'


def _what_each_is(files: Sequence[Dossier], words: Words) -> list[Line]:
    """Day, type, place, evidence: what one must know before figures are compared."""
    rows = [file.row for file in files]
    claimed = words("compare.claimed")
    return [
        (words("compare.started"), [safe(words.when(row[col.STARTED_ON])) for row in rows]),
        (
            words("filters.type"),
            [
                "<br>".join(
                    safe(line)
                    for line in (words.label(ATTACK_TYPES, row[col.ATTACK_TYPE]), claimed if is_claimed(row) else "")
                    if line
                )
                for row in rows
            ],
        ),
        (words("compare.where"), [safe(phrases.place_line(file.row, file.atlas, words)) for file in files]),
        (words("compare.strongest"), [safe(strongest_tier(row, words)) for row in rows]),
        (words("card.confidence"), [safe(words.label(CONFIDENCES, row[col.CONFIDENCE])) for row in rows]),
        (words("compare.recovery"), [safe(lasted(row, words) or UNKNOWN) for row in rows]),
    ]


def _figures(files: Sequence[Dossier], words: Words, address: Address) -> list[Line]:
    """Every amount that is stated of one of them at least, in the order of the dictionary."""
    stated = [cards.figures_by_measure(file.figures) for file in files]
    who = [cards.spoken_by(file.incident, file.atlas, words, file.evidence) for file in files]
    rows = []
    for measure in (name for name, one in MEASURES.items() if one.is_amount and any(name in each for each in stated)):
        label = MEASURES[measure].label.in_language(words.language)
        cells = [
            _cell(
                each[measure],
                said[measure],
                f"{label}, {called(file.row, words)}",
                address(file.incident, f"incident-{measure}"),
                words,
            )
            if measure in each
            else safe(words("compare.not_stated"))
            for file, each, said in zip(files, stated, who, strict=True)
        ]
        rows.append((label, cells))
    return rows


def _cell(figure: Row, who: str, named: str, receipt: str, words: Words) -> str:
    """A value with its range, who says it and how many do; the link to its receipt, which names figure and incident."""
    value, span = cards.amount(figure[col.MEASURE], figure, words)
    said = words("card.said", count=figure[col.INDEPENDENT_SOURCES])
    told = "".join(f"<br><span class='said'>{line}</span>" for line in (safe(span), who, safe(said)) if line)
    return f"<strong>{safe(value)}</strong>{told}<br>{receipt_link(receipt, named, words)}"
