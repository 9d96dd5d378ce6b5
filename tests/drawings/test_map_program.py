"""The map program and its style sheet as text: both themes, no foreign address, text that is never run."""

from __future__ import annotations

import re

import pytest

from analytics.drawings.leaflet.assets import MAP_PROGRAM, PROGRAM, assets, theme_css
from analytics.drawings.theme import DARK, LIGHT
from tests.helpers.foreign import foreign


def test_the_browser_knows_every_colour_of_both_themes():
    css = theme_css()

    for theme in (LIGHT, DARK):
        for colour in (theme.paper, theme.text, theme.zero, *theme.ramp, *theme.attack_types.values()):
            assert colour in css
    assert not foreign(css)


def test_our_own_files_for_the_browser_ask_no_foreign_host():
    for name in ("atlas.js", "atlas.css", "theme.css"):
        assert not foreign(assets()[name].content.decode())


def test_every_variable_that_the_style_sheet_uses_is_defined():
    used = set(re.findall(r"var\((--[\w-]+)", assets()["atlas.css"].content.decode()))
    defined = set(re.findall(r"(--[\w-]+):", theme_css()))

    # set on the element that uses them
    assert used - defined == {"--mark", "--length"}


def test_every_file_of_the_map_program_is_sent_in_one_function():
    program = assets()["atlas.js"].content.decode()
    files = sorted((PROGRAM / "atlas").glob("*.js"))

    assert sorted(MAP_PROGRAM) == [path.stem for path in files]
    assert all(path.read_text(encoding="utf-8") in program for path in files)
    assert program.startswith('(function () {\n"use strict";\n')
    assert program.endswith("})();\n")


def test_the_map_program_writes_text_as_text():
    # one way to write text, and it cannot run: what comes from data never meets these
    program = assets()["atlas.js"].content.decode()

    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "bindPopup", "bindTooltip"):
        assert way not in program


def test_thin_lines_are_thinner_than_those_of_no_data_and_go_the_other_way():
    program, style = (assets()[name].content.decode() for name in ("atlas.js", "atlas.css"))
    wide = float(re.search(r"\.stroke \{[^}]*stroke-width: ([\d.]+)", style)[1])
    thin = float(re.search(r"\.stroke\.thin \{[^}]*stroke-width: ([\d.]+)", style)[1])

    assert re.search(r'lines\("atlas-no-data", 5, 45\)', program)
    assert re.search(r"lines\(id, 5, -45\)", program)
    # the share of a fill that its lines cover; test_theme asks what that does to the colour
    assert thin <= wide / 2
    assert thin / 5 == pytest.approx(0.16)
