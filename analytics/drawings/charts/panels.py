"""Incidents by year of many areas: a small panel each, all on one scale and over the same years."""

from __future__ import annotations

from datetime import date

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import partial_years
from analytics.drawings.charts.numbers import valued
from analytics.drawings.charts.scales import number_ticks, whole_ticks
from analytics.schema import col
from analytics.schema.version import KNOWN_UNTIL
from analytics.words import years as told
from analytics.words.text import Words

_NUMBERS = 12  # their size on bars


def panels(found: told.Panels, scope: str, look: base.Look, known_until: date = KNOWN_UNTIL) -> base.Chart:
    """The incidents of each area by year; an area without any has its panel, and its zero, too.

    The choice in words (`phrases.scope`) stands in a picture, and a page says it elsewhere. After `known_until` nothing
    has been searched for.
    """
    words, counts = look.words, found.years.counts
    something = bool(counts.to_numpy().any())
    partial, partial_note = partial_years(found.each, known_until, words)
    census = [words("compare.no_census")] if found.kind == col.COUNTRY else []
    return base.Chart(
        told.finding(found, words),
        [told.subtitle(found, words), scope],
        [
            *([told.reading(found, words)] if something else []),
            *told.notes(found, words),
            *partial_note,
            *census,
            words("drawing.known"),
        ],
        [valued(found.names[code], _spoken(code, found, words), words) for code in found.drawn] if something else [],
        [_block(found, frozenset(partial), look)] if something else [],
    )


def _spoken(code: str, found: told.Panels, words: Words) -> str:
    """What is known in an area, and in which years."""
    seen = zip(found.each, found.seen(code), strict=True)
    years = ", ".join(valued(year, words.number(count), words) for year, count in seen if count)
    known = told.known(code, found, words)
    return f"{known} ({years})" if years else known


def _block(found: told.Panels, partial: frozenset[int], look: base.Look) -> base.Block:
    words, years = look.words, found.each
    highest = max(2, *(count for code in found.drawn for count in found.seen(code)))
    axis = base.Axis(0, 1.2 * highest, number_ticks(whole_ticks(highest, 3), words))
    # there is room for the first and the last
    slots = [base.Slot(str(year) if year in (years[0], years[-1]) else "") for year in years]
    each = [
        base.Panel(
            "columns",
            axis,
            _marks(code, found, partial, look),
            base.Room(20, 0, 40, 74, 30),
            base.Page(148, above=44, below=30),
            slots,
            heading=found.names[code],
            cut=True,
            beneath=told.known(code, found, words),
        )
        for code in found.drawn
    ]
    wide = min(2 if look.narrow else 4, len(each))
    return base.Block(each, wide, wide, each_named=True)


def _marks(code: str, found: told.Panels, partial: frozenset[int], look: base.Look) -> list[base.Mark]:
    """The bars of an area, hollow as far as the attacker alone says so, each with its number; zero has none."""
    words, theme, years = look.words, look.theme, found.each
    seen, claimed = found.seen(code), found.claimed(code)
    hovers = [
        "<br>".join(
            [
                f"<b>{found.names[code]}</b>",
                f"{year} · {said}",
                *([words("figure.partial_tick")] if year in partial else []),
            ]
        )
        for year, said in zip(years, told.each_year(code, found, words), strict=True)
    ]
    codes = [f"{found.kind}-{code}:{year}" for year in years]
    key = base.Key("", fill=theme.ramp[3])
    known = [float(count - hollow) for count, hollow in zip(seen, claimed, strict=True)]
    bars: list[base.Mark] = [
        base.Bars(key, known, hovers, frozenset(map(years.index, partial)), codes),
        *(
            base.Bars(hollow, [float(count) for count in claimed], hovers, codes=codes, below=known)
            for hollow in ([base.claimed_key(look, key)] if any(claimed) else [])
        ),
    ]
    numbers = [  # a bar may be too low to be hit: its number says, and opens, the same
        base.Text(place, float(count), words.number(count), 0, -5, hovers[place], codes[place])
        for place, count in enumerate(seen)
        if count
    ]
    return [*bars, base.Texts(numbers, theme.text, _NUMBERS, "middle", "600", theme.paper)]
