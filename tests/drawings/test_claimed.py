"""What the attacker alone says is never drawn or named as a fact: hollow or dashed marks, words beside the name."""

from __future__ import annotations

import re
from itertools import chain
from random import Random

import pandas as pd
import pytest

from analytics.drawings.charts import base
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.charts.strip import strip
from analytics.drawings.legends import CLAIMED_DASH, mark_html, mark_svg, marks_legend_html
from analytics.drawings.plotly import charts as plotted
from analytics.drawings.svg.canvas import Sheet
from analytics.drawings.theme import LIGHT
from analytics.outputs import heads, pictures
from analytics.outputs.html import cards, dossier
from analytics.outputs.pictures import Choice
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, STATUSES
from analytics.selection.selection import Selection
from analytics.words.incidents import called, known_and_claimed, names
from analytics.words.text import Words
from tests.helpers.holding import held_of
from tests.helpers.small_world import CLAIMED
from tests.helpers.svg import told

LANGUAGES = (Words("fr"), Words("en"))
SHARES = (0.0, 0.1, 0.5, 1.0)  # of incidents that are claims


def label(words: Words) -> str:
    return f"({words.label(STATUSES, 'claimed')})"


def some_claimed(incidents: pd.DataFrame, share: float, seed: int) -> pd.DataFrame:
    """The same incidents, some of them claims."""
    chance = Random(seed)  # noqa: S311 - a choice of examples
    return incidents.assign(status=["claimed" if chance.random() < share else "confirmed" for _ in incidents.index])


def marks_of(chart: base.Chart) -> list[base.Mark]:
    return [mark for block in chart.blocks for panel in block.panels for mark in chain(panel.marks, panel.together)]


@pytest.mark.shipped
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_a_chart_marks_every_claim_as_one_and_nothing_else(publish_shipped, words, share):
    rows = some_claimed(publish_shipped("attacker").sample(40, random_state=7), share, seed=3)
    look = base.Look(words, LIGHT)
    claims = set(rows.loc[rows[col.STATUS] == "claimed", col.INCIDENT_ID])
    chart = strip(rows, "", look)
    points = [point for mark in marks_of(chart) if isinstance(mark, base.Points) for point in mark.points]
    drawn = {point.code for point in points}
    assert {point.code for point in points if point.key.fill == LIGHT.paper} == claims & drawn
    assert {point.code for point in points if label(words) in point.hover} == claims & drawn
    legend = [key for block in chart.blocks for panel in block.panels for key in panel.legend]
    assert any(key.fill == LIGHT.paper for key in legend) == bool(claims & drawn)
    shown = [trace.get("name") for trace in plotted.figure(chart.blocks, look)["data"] if trace["showlegend"]]
    assert shown.count(words("map.claimed_hollow")) == bool(claims & drawn)
    bars = [mark for mark in marks_of(by_year(rows, "", look)) if isinstance(mark, base.Bars)]
    assert sum(sum(bar.values) for bar in bars if bar.key.fill == LIGHT.paper) == len(claims)
    assert sum(sum(bar.values) for bar in bars) == len(rows)


@pytest.mark.shipped
@pytest.mark.parametrize("name", ["map", "map-world"])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_map_dashes_the_marks_of_claims_and_its_legend_says_so(shipped, name, share):
    incidents = some_claimed(shipped.incidents, share, seed=5)
    atlas = shipped._replace(incidents=incidents)
    svg = pictures.draw(name, Choice(held_of(atlas), Selection(evidence="attacker")), Sheet(LANGUAGES[1])).svg
    dashed, every = svg.count(f'stroke-dasharray="{CLAIMED_DASH}"'), len(re.findall(r"<path [^>]*translate", svg))

    assert (LANGUAGES[1]("map.claimed") in told(svg)) == bool(share)
    # all but the legend's own
    assert dashed == 0 if not share else every - dashed < len(ATTACK_TYPES) + 2


@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_the_map_of_one_claim_says_so_in_its_title_and_its_marks(held_small, words):
    chosen = Choice(held_small, Selection(evidence="attacker", incident=CLAIMED, lang=words.language))
    drawing = pictures.draw("incident-map", chosen, Sheet(words))

    assert label(words) in drawing.alt
    assert CLAIMED_DASH in drawing.svg
    assert label(words) in pictures.draw("incident-events", chosen, Sheet(words)).alt


def test_the_mark_of_a_claim_is_another_and_the_legend_explains_it():
    words = dict.fromkeys(("filled", "hollow", "further", "cluster_legend", *ATTACK_TYPES), "x") | {
        "claimed": "said by the attacker"
    }
    for kind in ATTACK_TYPES:
        assert mark_html(kind, LIGHT, True) != mark_html(kind, LIGHT)
        assert mark_svg(kind, True) != mark_svg(kind)

    assert "said by the attacker" in marks_legend_html(ATTACK_TYPES, LIGHT, words, claimed=True)
    assert "said by the attacker" not in marks_legend_html(ATTACK_TYPES, LIGHT, words)


@pytest.mark.parametrize("words", LANGUAGES, ids=["fr", "en"])
def test_a_list_says_of_each_claim_that_it_is_one(small_atlas, publish_small, words):
    rows = rows_of(publish_small("attacker"))
    for row in rows:
        claimed = row[col.INCIDENT_ID] == CLAIMED
        marked = []

        def mark(kind: str, dashed: bool, marked: list[bool] = marked) -> str:
            marked.append(dashed)
            return kind

        html = cards.short_list([row], small_atlas, words, mark, str)
        html += dossier.citation(row, words) + called(row, words)
        assert html.count(label(words)) == 3 * claimed
        assert marked == [claimed]
    head = heads.head_of("incident", CLAIMED, small_atlas, words)
    assert label(words) in head.title
    assert names(publish_small("attacker"), words).str.contains(label(words), regex=False).sum() == 1


@pytest.mark.shipped
def test_known_and_claimed_incidents_are_counted_apart(publish_shipped):
    kept = publish_shipped("attacker")

    known = (kept[col.STATUS] != "claimed").sum()
    claimed = len(kept) - known

    assert claimed > 1
    assert [known_and_claimed(kept, words) for words in LANGUAGES] == [
        f"{known} connues et {claimed} revendiquées",
        f"{known} known and {claimed} claimed",
    ]
    assert known_and_claimed(kept[kept[col.STATUS] != "claimed"], LANGUAGES[1]) == f"{known} known"
