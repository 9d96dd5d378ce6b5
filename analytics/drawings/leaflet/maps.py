"""Maps as folium objects: a constant base map, and the small overlay that changes with every choice.

The geometry goes to the browser once, by address; an overlay carries colours, points and words only, so that
a change weighs a few kilobytes and the reader keeps the zoom. The half that runs in the browser is in
leaflet/atlas. Nothing here reads data, knows a page or asks a foreign host for anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple, cast, get_args

import folium
import pandas as pd
from branca.element import MacroElement
from folium.template import Template

from analytics.drawings.leaflet.assets import address
from analytics.drawings.leaflet.rows import circle_rows, point_rows
from analytics.drawings.legends import CIRCLE_OF_ONE, require_words
from analytics.drawings.maps.clusters import VALUE, size_of_one
from analytics.drawings.maps.outlines import PARIS
from analytics.drawings.theme import Theme, mark_style
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, OVERSEAS_DEPARTMENTS, OVERSEAS_REGIONS

# As seen from the component's own page, so that the same map works below any path of the server.
ASSETS = "../../assets"

# Files of the base map, in the order in which the browser must load them.
SCRIPTS = ("leaflet.js", "leaflet.markercluster.js", "atlas.js")
STYLES = ("leaflet.css", "MarkerCluster.css", "theme.css", "atlas.css")

# Words that the overlay must bring, in the reader's language. "cluster" holds {n}.
OVERLAY_WORDS = (
    "lang",
    "map",
    "zoom_in",
    "zoom_out",
    "home",
    "attribution",
    "insets",
    "enlarged",
    "wheel",
    "touch",
    "cluster",
    "cluster_places",
)


class Bounds(NamedTuple):
    """A rectangle in degrees."""

    south: float
    west: float
    north: float
    east: float


class Chosen(NamedTuple):
    """The areas that the reader chose.

    Attributes
    ----------
    area : areas of the map to outline.
    region : regions to outline over the departments of the map.
    inside : the areas of the map that the choice holds; all others are pale. Without any, none is.
    look : whether the view moves to those.
    """

    area: Collection[str] = ()
    region: Collection[str] = ()
    inside: Collection[str] = ()
    look: bool = False

    def told(self) -> dict[str, Any]:
        """The same for the browser."""
        codes = {name: sorted(set(getattr(self, name))) for name in ("area", "region", "inside")}
        return {**codes, "look": self.look}


NOTHING_CHOSEN = Chosen()


class Hospitals(NamedTuple):
    """What a map says of the hospitals of the register, whose points the browser fetches once (`assets.hospitals`).

    Attributes
    ----------
    hit : FINESS numbers of those in colour.
    here : that of the one that is ringed; empty where none is.
    words : ``beds``, which holds {n}, and ``hit``, in the reader's language.
    """

    hit: Sequence[str]
    here: str
    words: Mapping[str, str]


Kind = Literal["incident", "hospital", "department", "region", "country"]


class Click(NamedTuple):
    """What the reader clicked.

    Attributes
    ----------
    kind : ``incident``, ``hospital``, ``department``, ``region`` or ``country``.
    code : the incident's id, the FINESS number, the INSEE code or the ISO code.
    at : when, in milliseconds; tells a second click on the same thing from the first one seen again.
    """

    kind: Kind
    code: str
    at: int


# What ends a script or opens an element, what a JavaScript template literal reads, the two separators that old
# browsers take for the end of a line, and what opens a Jinja expression, statement or comment. In JSON all of
# these stand inside strings only.
_READ_AS_CODE = re.compile("[<>&'`$\u2028\u2029]|\\{(?=[{%#])")


def _as_script(data: object) -> str:
    """JSON that may stand in a script, whatever its strings say.

    The script passes through Jinja twice: once here, and once more when branca puts it into its page.
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return _READ_AS_CODE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


class AtlasMap(folium.Map):
    """A folium map without tiles whose files all come from our own server.

    Build a new one for every run (it costs under a millisecond): streamlit-folium hangs the overlay on the
    map that it is given, and a map used twice would no longer be the constant that keeps the frame alive.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = Atlas.create({{ this.get_name()|tojson }}, {{ this.settings }});"
        "{% endmacro %}"
    )

    def __init__(self, settings: Mapping[str, Any], assets: str = ASSETS) -> None:
        super().__init__(location=settings["center"], zoom_start=settings["zoom"], tiles=None)
        shapes = {kind: mark_style(kind).path for kind in ATTACK_TYPES}
        self.settings = _as_script({**settings, "marks": shapes})
        self.default_js = [(name, address(name, assets)) for name in SCRIPTS]
        self.default_css = [(name, address(name, assets)) for name in STYLES]


def france_map(assets: str = ASSETS, *, regions: bool = False, insets: bool = True) -> AtlasMap:
    """The base map of France: Lambert-93, the five overseas departments in insets of their own scale.

    It shows the 101 departments, with those around Paris once more, larger, or the 18 regions where ``regions`` asks
    for them; the mainland alone where ``insets`` says so.
    """
    overseas = {code: OVERSEAS_REGIONS[code] if regions else code for code in OVERSEAS_DEPARTMENTS}
    return AtlasMap(
        {
            "area": "region" if regions else "department",
            "geometry": address("regions.geojson" if regions else "departments.geojson", assets),
            "crs": "EPSG:2154",
            "center": [46.6, 2.4],
            "zoom": 6,
            "min_zoom": 4,
            "max_zoom": 10,
            "fit_zoom": 9,
            # Far wider than France: a frame narrower than the view would pull the country off its place.
            "bounds": [[25, -25], [62, 25]],
            "insets": overseas if insets else {},
            "enlarged": None if regions else {"codes": list(PARIS), "place": "corner"},
            "outlines": None if regions else address("regions.geojson", assets),
            "towns": address("towns.json", assets),
            "hospitals": address("hospitals.json", assets),
            "meet": 20,
            "circle": 13,
            "unframed": [] if insets else list(overseas.values()),
            "scale": True,
        },
        assets,
    )


def overseas_map(assets: str = ASSETS) -> AtlasMap:
    """A base map for one overseas department, true in shape there; the overlay says which one to look at."""
    return AtlasMap(
        {
            "area": "department",
            "geometry": address("departments.geojson", assets),
            "crs": "EPSG:3857",
            "center": [0, 0],
            "zoom": 3,
            "min_zoom": 3,
            "max_zoom": 12,
            "fit_zoom": 11,
            "bounds": None,
            "insets": {},
            "enlarged": None,
            "outlines": None,
            "towns": None,
            "hospitals": address("hospitals.json", assets),
            "meet": 20,
            "circle": 13,
            "unframed": [],
            "scale": True,
            "alone": True,
        },
        assets,
    )


# What the map of the world shows once more, larger: south-west and north-east, in degrees.
EUROPE = ((34.5, -11.0), (65.0, 36.0))


def world_map(assets: str = ASSETS, *, europe: bool = False) -> AtlasMap:
    """The base map of the world: Equal Earth, where areas compare; no scale bar, since none would hold.

    Its small countries lie in Europe, which it shows once more, larger, where ``europe`` asks for it.
    """
    return AtlasMap(
        {
            "area": "country",
            "geometry": address("countries.geojson", assets),
            "crs": "equal-earth",
            "center": [20, 5],
            "zoom": 1,
            "min_zoom": -1 if europe else 0,  # beside an inset, or over it on a phone, there is less room
            "max_zoom": 8,
            "fit_zoom": 6,
            "bounds": None,
            "insets": {},
            "enlarged": {"bounds": EUROPE, "place": "beside"} if europe else None,
            "outlines": None,
            "towns": None,
            # marks meet sooner and rings are smaller than on the map of France: a continent is as large as a region
            "meet": 30,
            "circle": 6,
            "unframed": ["ATA"],
            "scale": False,
        },
        assets,
    )


# Every base map that a page shows: the server lets no other script into the frame.
BASE_MAPS: tuple[Callable[[], AtlasMap], ...] = (
    france_map,
    partial(france_map, regions=True),
    partial(france_map, insets=False),
    overseas_map,
    world_map,
    partial(world_map, europe=True),
)


def base_script(base: AtlasMap) -> str:
    """The script of a base map as streamlit-folium sends it to the browser.

    The security policy allows this text and no other inside the map's frame (dashboard/security.py); a test
    compares it with what streamlit-folium writes.
    """
    return f'var map_div = Atlas.create("map_div", {base.settings});\nvar drawnItems = [];'


class _Show(MacroElement):
    """Hands one state of the map to the browser."""

    _template = Template("{% macro script(this, kwargs) %}Atlas.show({{ this.state }});{% endmacro %}")

    def __init__(self, state: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Show"
        self.state = state

    def render(self, **_: object) -> str:
        """Nothing: streamlit-folium takes the script itself, and as part of a page nobody would read it."""
        return ""


class Overlay(folium.FeatureGroup):
    """Everything that a choice changes on the map; it is handed to the browser once.

    Parameters
    ----------
    state : mapping
        What the map shows.
    written : str, optional
        The same as it stands in a script, where it was written before.
    """

    def __init__(self, state: Mapping[str, Any], written: str = "") -> None:
        super().__init__(control=False)
        self._state, self._written = state, written or _as_script(state)
        self.add_child(_Show(self._written))

    def again(self) -> Overlay:
        """Another one of the same, for a map of its own; it is not written again."""
        return Overlay(self._state, self._written)

    def with_hospitals(self, shown: Hospitals) -> Overlay:
        """The same with the hospitals of the register as points, for a map of its own."""
        return Overlay({**self._state, "hospitals": shown._asdict()})

    def with_imported(self, shown: Mapping[str, Any]) -> Overlay:
        """The same with the rows of a reader's own table (`imported.imported_rows`), for a map of its own."""
        return Overlay({**self._state, "imported": dict(shown)})

    def outlining(self, area: Collection[str]) -> Overlay:
        """The same with some areas outlined, for a map of its own."""
        areas = sorted(set(area))
        return self.again() if areas == self._state["area"] else Overlay({**self._state, "area": areas})


def overlay(
    points: pd.DataFrame,
    colours: Mapping[str, str] | None,
    patterns: Collection[str],
    selected: str | None,
    theme: Theme,
    words: Mapping[str, str],
    *,
    notes: Mapping[str, str] | None = None,
    chosen: Chosen = NOTHING_CHOSEN,
    towns: bool = False,
    fit: Bounds | None = None,
    circles: pd.DataFrame | None = None,
    fragile: Collection[str] = (),
    clusters: bool = False,
    largest: float = 0,
) -> Overlay:
    """Everything that a choice changes on the map, for ``feature_group_to_add``.

    Parameters
    ----------
    points : one row a place, with `rows.POINT_COLUMNS`; its texts are in the reader's language. A further place of an
        incident is small. Rows without coordinates are left out (`points.not_drawn` gives them).
    colours : code of an area → colour; None draws outlines only.
    patterns : codes without data, hatched; they must not have a colour too.
    selected : the incident to ring, if any.
    theme : the theme that the colours are taken from; the map follows the reader's theme by itself.
    words : the `OVERLAY_WORDS` in the reader's language, and what types of attack are called.
    notes : code of an area → a line under its name ("3 incidents"), in the reader's language.
    chosen : the areas that the reader chose.
    towns : whether the largest towns in view are named.
    fit : where to move the view, once, when this value is new; it never undoes the reader's zoom afterwards.
    circles : counts above zero to draw as circles, one row an area, with `rows.CIRCLE_COLUMNS`. The size of a circle
        says the count and nothing else (`CIRCLE_OF_ONE`).
    fragile : codes whose value a few more or fewer events would change; hatched thinly over the colour they have.
    clusters : the circles stand for places that are too many: the largest fits the map, each holds its number.
    largest : the largest count that the map may have to show, whatever the choice (`size_of_one`).
    """
    require_words(words, OVERLAY_WORDS)
    _require_colours(colours or {}, patterns, fragile)
    sizes = circles[VALUE].tolist() if clusters and circles is not None else []
    state = {
        "lang": words["lang"],
        "scheme": theme.name,
        "words": {name: words[name] for name in OVERLAY_WORDS if name != "lang"},
        "fills": _codes_by_fill(colours or {}, theme),
        "hatched": sorted(patterns),
        "fragile": sorted(set(fragile)),
        "circles": [] if circles is None else circle_rows(circles),
        "circle": size_of_one([*sizes, largest], CIRCLE_OF_ONE),
        "numbered": bool(sizes),
        "notes": dict(notes or {}),
        **point_rows(points)._asdict(),
        "types": {kind: words.get(kind, "") for kind in sorted(set(points[col.ATTACK_TYPE]))},
        "selected": selected,
        **chosen.told(),
        "towns": towns,
        "fit": None if fit is None else [round(float(side), 4) for side in fit],
    }
    return Overlay(state)


def _require_colours(colours: Mapping[str, str], patterns: Collection[str], fragile: Collection[str]) -> None:
    """ValueError where an area has both a colour and none, or is fragile without a colour."""
    both = sorted(set(patterns) & set(colours))
    if both:
        raise ValueError(f"areas with a colour and without data at once: {both}")
    bare = sorted(set(fragile) - set(colours))
    if bare:
        raise ValueError(f"areas with a fragile value and without a colour: {bare}")


def _codes_by_fill(colours: Mapping[str, str], theme: Theme) -> dict[str, list[str]]:
    """Fill → codes, where a colour of the theme goes by the name of its CSS variable.

    A few fills and a hundred codes weigh less than a hundred pairs, and names follow a change of theme that
    the page has not run for.
    """
    names = {
        theme.zero: "--zero",
        theme.line: "--line",
        **{colour: f"--ramp-{place}" for place, colour in enumerate(theme.ramp)},
    }
    by_fill: dict[str, list[str]] = {}
    for code, colour in sorted(colours.items()):
        by_fill.setdefault(names.get(colour, colour), []).append(code)
    return by_fill


_CLICK = re.compile(rf"({'|'.join(get_args(Kind))}):([A-Za-z0-9][A-Za-z0-9-]{{0,99}})@(\d{{1,15}})")


def clicked(value: Mapping[str, Any] | None) -> Click | None:
    """What the value that came back from the map says was clicked; None when we did not write it."""
    text = (value or {}).get("last_object_clicked_tooltip")
    match = _CLICK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    return Click(cast(Kind, match[1]), match[2], int(match[3]))
