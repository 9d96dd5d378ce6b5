"""Several areas by year, a small chart each, as the pages of areas show them."""

from __future__ import annotations

from analytics.drawings.charts.base import Chart, Look
from analytics.drawings.charts.panels import panels as panels_chart
from analytics.outputs import area_charts
from analytics.schema import col
from analytics.schema.codes import FRANCE
from analytics.statistics.periods import FIRST_YEAR_FRANCE, FIRST_YEAR_WORLD
from analytics.words import headlines
from analytics.words import years as told
from analytics.words.years import Kind
from dashboard import bars, charts, say, tables, takeaway
from dashboard.area_run import AreaRun


def show(kind: Kind, areas: AreaRun, source: str) -> None:
    """The finding, the panels, one value read aloud, the incidents of a bar, the same as a table.

    Parameters
    ----------
    kind : str
        What has a panel.
    areas : AreaRun
    source : str
        What the line of the source names.
    """
    run, words, picture = areas.run, areas.run.words, f"years-{kind}"
    found = area_charts.panels(kind, run.choice, words)
    cut = area_charts.narrowed(kind, run.selection)
    parts = (picture, *cut.region, *cut.group)  # what of the areas chosen changes what is drawn

    def described(look: Look) -> Chart:
        return panels_chart(found, "", look)

    chart = areas.of_level(picture, lambda: described(Look(words, run.theme)), *parts)
    finding = headlines.framed(chart.title, cut, run.atlas, words)
    say.strong(finding)
    if not chart.blocks:
        return
    say.caption(chart.subtitles[0])
    picked = charts.in_two_widths(
        described, picture, run, finding, lambda name, make, width: areas.of_level(name, make, width, *parts)
    )
    say.caption(" ".join(chart.notes[:-1]))
    charts.source_line(words, source)
    takeaway.under(picture, run)
    bars.opened(
        picture,
        picked,
        areas.of_level(f"bars-{picture}", lambda: bars.panels(found, areas.everywhere, run), *parts),
        run,
    )
    tables.folded_away(lambda: told.table(found, words), picture, run, finding)


def begin_later(areas: AreaRun) -> bool:
    """Whether a reader's file has incidents before the first year of the panels; that is said in their place."""
    run, abroad = areas.run, areas.level == col.COUNTRY
    first = str(FIRST_YEAR_WORLD if abroad else FIRST_YEAR_FRANCE)
    counted = areas.counted if abroad else areas.counted[areas.counted[col.COUNTRY] == FRANCE]
    earlier = int((counted[col.STARTED_ON].str[:4] < first).sum()) if run.words.voice else 0
    if earlier:
        say.caption(run.words("mine.years_from", count=earlier, year=first))
    return earlier > 0
