"""What others made of what is served to a browser: each part, its version, who holds the rights, and its licence."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from analytics.outputs.html.method_tables import table
from analytics.words.escape import safe
from analytics.words.text import Words

TEXTS = Path(__file__).resolve().parents[1] / "licences"  # each licence whole, named by its SPDX identifier


class Part(NamedTuple):
    """One part.

    Attributes
    ----------
    name, url : str
        What it is called, and where its project is.
    package : str
        The Python package that it comes in, whose version it goes by.
    stated : str
        The file of that package in which the holder is named; empty where none of its files does.
    holder : str
        Who holds the rights, as there; of a package that does not say it, as its project does.
    licence : str
        Its SPDX identifier.
    """

    name: str
    url: str
    package: str
    stated: str
    holder: str
    licence: str


_FRONTEND = "streamlit_folium/frontend/build"
PARTS = {
    "pages": Part(
        "Streamlit",
        "https://github.com/streamlit/streamlit/blob/develop/NOTICES",
        "streamlit",
        "streamlit/__init__.py",
        "Copyright (c) Streamlit Inc. (2018-2022) Snowflake Inc. (2022-2026)",
        "Apache-2.0",
    ),
    "charts": Part(
        "plotly.js",
        "https://github.com/plotly/plotly.js",
        "streamlit",
        "",
        "Copyright (c) Plotly Technologies Inc.",
        "MIT",
    ),
    "letters": Part(
        "Source Sans, Source Serif",
        "https://github.com/adobe-fonts",
        "streamlit",
        "",  # in the faces themselves, under name 0
        "© 2023 Adobe (http://www.adobe.com/), with Reserved Font Name ‘Source’",
        "OFL-1.1",
    ),
    "map": Part(
        "Leaflet",
        "https://leafletjs.com",
        "XStatic-Leaflet",
        "xstatic/pkg/leaflet/data/leaflet.js",
        "(c) 2010-2022 Vladimir Agafonkin, (c) 2010-2011 CloudMade",
        "BSD-2-Clause",
    ),
    "clusters": Part(
        "Leaflet.markercluster",
        "https://github.com/Leaflet/Leaflet.markercluster",
        "XStatic-Leaflet-MarkerCluster",
        "",
        "Copyright 2012 David Leaver",
        "MIT",
    ),
    "frame": Part(
        "streamlit-folium",
        "https://github.com/randyzwitch/streamlit-folium",
        "streamlit-folium",
        "",
        "Copyright (c) 2020-2022 Randy Zwitch",
        "MIT",
    ),
    "frame_react": Part(
        "React",
        "https://react.dev",
        "streamlit-folium",
        f"{_FRONTEND}/static/js/main.521860b0.js.LICENSE.txt",
        "Copyright (c) Facebook, Inc. and its affiliates.",
        "MIT",
    ),
    "frame_style": Part(
        "Bootstrap",
        "https://getbootstrap.com",
        "streamlit-folium",
        f"{_FRONTEND}/bootstrap.min.css",
        "Copyright 2011-2020 The Bootstrap Authors",
        "MIT",
    ),
    "map_page": Part(
        "folium",
        "https://github.com/python-visualization/folium",
        "folium",
        "folium-0.20.0.dist-info/licenses/LICENSE.txt",
        "Copyright (C) 2013-, Folium developers",
        "MIT",
    ),
    "map_elements": Part(
        "branca",
        "https://github.com/python-visualization/branca",
        "branca",
        "branca-0.8.2.dist-info/licenses/LICENSE.txt",
        "Copyright (C) 2013, Martin Journois",
        "MIT",
    ),
}


@cache
def text_of(licence: str) -> str:
    """The whole text of a licence, by its SPDX identifier."""
    return (TEXTS / f"{licence}.txt").read_text(encoding="utf-8")


def parts(words: Words) -> str:
    """The parts as a table: what each does, the package and version that bring it, who holds the rights, licence."""
    heads = [words(f"licences.{name}") for name in ("part", "does", "comes_in", "holder", "licence")]
    rows = [
        (
            f'<a href="{safe(part.url)}" rel="noopener">{safe(part.name)}</a>',
            safe(words(f"licences.part_{name}")),
            f"{safe(part.package)} {safe(version(part.package))}",
            f'<span lang="en">{safe(part.holder)}</span>',
            f'<a href="#{part.licence}">{part.licence}</a>',
        )
        for name, part in PARTS.items()
    ]
    return table([safe(head) for head in heads], rows, words)


def bundled(words: Words) -> str:
    """What is said of the smaller parts, in Markdown."""
    return words("licences.bundled", notices=f"[NOTICES]({PARTS['pages'].url})")


def texts(words: Words) -> str:
    """Each licence whole, under its name; they are in English."""
    told = (
        f"<details><summary>{safe(words('licences.text', name=name))}</summary>"
        f'<pre class="licence" id="{name}" lang="en" tabindex="0">{safe(text_of(name))}</pre></details>'
        for name in sorted({part.licence for part in PARTS.values()})
    )
    return f'<div class="licences">{"".join(told)}</div>'
