"""The charts, once: the name by which addresses, receipts and words know each, what describes it, and where it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from analytics.drawings.charts.base import Chart
from analytics.drawings.charts.by_year import by_year
from analytics.drawings.charts.compare import compare
from analytics.drawings.charts.events import events
from analytics.drawings.charts.funnel import funnel
from analytics.drawings.charts.hospital_beds import hospital_beds
from analytics.drawings.charts.impact import services
from analytics.drawings.charts.kinds import kinds
from analytics.drawings.charts.nearest import nearest_days
from analytics.drawings.charts.official import official, unseen
from analytics.drawings.charts.outages import outages
from analytics.drawings.charts.panels import panels
from analytics.drawings.charts.recoveries import recoveries
from analytics.drawings.charts.registers import registers
from analytics.drawings.charts.since_start import since_start
from analytics.drawings.charts.standing import standing
from analytics.drawings.charts.strip import strip
from analytics.drawings.charts.trend import trend_by_year


class Entry(NamedTuple):
    """One chart; all but the first field are those of `analytics.outputs.pictures.Picture`."""

    describe: Callable[..., Chart]  # of the incidents kept and the choice in words, unless `pictures` says of what else
    page: str
    shown: tuple[tuple[str, str], ...] = ()
    needs: str = ""
    in_kit: bool = False


_REGION = (("level", "region"),)

CHARTS: Mapping[str, Entry] = {
    "by-year": Entry(by_year, "timeline", in_kit=True),
    "services": Entry(services, "impact", in_kit=True),
    "kinds": Entry(kinds, "impact"),
    "recoveries": Entry(recoveries, "impact", in_kit=True),
    "nearest-days": Entry(nearest_days, "impact"),
    "official": Entry(official, "timeline"),
    "visibility": Entry(unseen, "timeline"),
    "timeline": Entry(strip, "timeline", in_kit=True),
    "outages": Entry(outages, "timeline"),
    "incident-events": Entry(events, "incident", needs="incident"),
    "incident-standing": Entry(standing, "incident", needs="incident"),
    "hospital-beds": Entry(hospital_beds, "hospital", needs="finess"),
    "side-by-side": Entry(since_start, "compare", needs="compare"),
    "trend": Entry(trend_by_year, "regions", in_kit=True),
    "funnel-department": Entry(funnel, "regions", in_kit=True),
    "funnel-region": Entry(funnel, "regions", _REGION),
    "compare-department": Entry(compare, "regions", needs="department"),
    "compare-region": Entry(compare, "regions", _REGION, needs="region"),
    "years-region": Entry(panels, "regions", _REGION),
    "years-department": Entry(panels, "regions", (("level", "department"),), needs="region"),
    "years-country": Entry(panels, "world"),
    "registers": Entry(registers, "world"),
    "years-group": Entry(panels, "world", (("panels", "group"),)),
}
