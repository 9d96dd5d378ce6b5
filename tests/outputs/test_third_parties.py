"""The licences of what is served: every package that serves files, its holders as in its files, the texts whole."""

from __future__ import annotations

import re
from importlib.metadata import distribution, requires, version

import pytest
from fontTools.ttLib import TTFont

from analytics.drawings.svg import rasters
from analytics.outputs.html.third_parties import PARTS, parts, text_of, texts
from analytics.words.text import Words

ENGLISH = Words("en")


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if part.stated])
def test_who_holds_the_rights_is_said_as_the_package_says_it(name):
    part = PARTS[name]
    file = distribution(part.package).locate_file(part.stated)

    assert part.holder in file.read_text(encoding="utf-8")


def test_the_faces_say_who_holds_the_rights_and_under_which_licence():
    for pattern in rasters.FILES.values():
        names = TTFont(rasters.face_file(pattern))["name"]
        assert names.getDebugName(0).endswith(
            PARTS["letters"].holder.removeprefix("© 2023 ") + ("." * ("2014" in names.getDebugName(0)))
        )
        assert "SIL Open Font License, Version 1.1" in names.getDebugName(13)


@pytest.mark.parametrize("package", sorted({part.package for part in PARTS.values()}))
def test_a_licence_is_the_one_that_the_package_names_where_it_names_one(package):
    told = distribution(package).metadata
    named = told.get("License-Expression") or told.get("License") or ""
    ours = {part.licence for part in PARTS.values() if part.package == package}

    # XStatic’s packages say “same as Leaflet”
    assert named in ours or not named or named.startswith("(same as ")
    assert f"{package} {version(package)}" in parts(ENGLISH)


def test_every_package_whose_files_a_browser_gets_is_named():
    assert {part.package for part in PARTS.values()} >= {"streamlit", "streamlit-folium", "XStatic-Leaflet"}
    assert {"folium", "branca"} <= {re.match(r"[\w-]+", one)[0] for one in requires("streamlit-folium")}


@pytest.mark.parametrize("licence", sorted({part.licence for part in PARTS.values()}))
def test_each_licence_stands_whole_where_the_table_leads(licence):
    assert f'href="#{licence}"' in parts(ENGLISH)
    assert f'id="{licence}"' in texts(ENGLISH)
    assert len(text_of(licence)) > 900
