"""Incidents side by side as HTML: one a column, a figure a row, each with its range, who says it, and its receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analytics.outputs.html import cards
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.html.speakers import of_measures
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, CONFIDENCES, TIERS
from analytics.schema.measures import MEASURES
from analytics.words import phrases
from analytics.words.escape import safe
from analytics.words.incidents import called, is_claimed
from analytics.words.recovery import lasted
from analytics.words.text import UNKNOWN, Words

Address = Callable[[str, str], str]  # of an incident, and of the receipt of a figure of it; without one, its file


def side_by_side(files: Sequence[Dossier], words: Words, address: Address) -> str:
    """The incidents as one table that scrolls in its frame where the screen is narrow."""
    heads = "".join(
        f'<th scope="col"><a href="{safe(address(file.incident, ""))}" target="_self">'
        f"{safe(called(file.row, words))}</a></th>"
        for file in files
    )
    rows = [*_what_each_is(files, words), *_figures(files, words, address)]
    lines = "".join(
        f'<tr><th scope="row">{safe(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for name, cells in rows
    )
    return (
        f'<div class="frame" tabindex="0" lang="{words.language}"><table class="plain-table comparison">'
        f"<caption>{safe(words('compare.incidents_caption'))}</caption>"
        f'<thead><tr><th scope="col">{safe(words("compare.column_figure"))}</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _what_each_is(files: Sequence[Dossier], words: Words) -> list[tuple[str, list[str]]]:
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
        (words("compare.strongest"), [safe(words.label(TIERS, row[col.STRONGEST_TIER])) for row in rows]),
        (words("card.confidence"), [safe(words.label(CONFIDENCES, row[col.CONFIDENCE])) for row in rows]),
        (words("compare.recovery"), [safe(lasted(row, words) or UNKNOWN) for row in rows]),
    ]


def _figures(files: Sequence[Dossier], words: Words, address: Address) -> list[tuple[str, list[str]]]:
    """Every number that is stated of one of them at least, in the order of the dictionary."""
    stated = [cards.figures_by_measure(file.figures) for file in files]
    shown = [measure for measure in MEASURES if any(measure in each for each in stated)]
    rows = []
    for measure in shown:
        cells = []
        for file, each in zip(files, stated, strict=True):
            cells.append(_cell(file, measure, words, address) if measure in each else safe(words("compare.not_stated")))
        rows.append((MEASURES[measure].label.in_language(words.language), cells))
    return rows


def _cell(file: Dossier, measure: str, words: Words, address: Address) -> str:
    figure = cards.figures_by_measure(file.figures)[measure]
    value, span = cards.amount(measure, figure, words)
    who = of_measures(file.claims, file.atlas.sources, words).get(measure, "")
    receipt = safe(address(file.incident, f"incident-{measure}"))
<<<<<<< HEAD
    lines = [span, words("card.said", count=figure[col.INDEPENDENT_SOURCES]), named]
    told = "".join(f"<br><span class='said'>{safe(line)}</span>" for line in lines if line)
=======
    told = "".join(f"<br><span class='said'>{line}</span>" for line in (safe(span), who) if line)
>>>>>>> lead
    label = safe(words("compare.check_figure", figure=MEASURES[measure].label.in_language(words.language)))
    link = f'<br><a href="{receipt}" target="_self" aria-label="{label}">{safe(words("receipt.open"))}</a>'
    return f"<strong>{safe(value)}</strong>{told}{link}"
