"""Colours: contrast, colour-vision deficiencies, grey print, and the same colours in Streamlit's configuration."""

from __future__ import annotations

import tomllib
from dataclasses import FrozenInstanceError
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from analytics.drawings.theme import DARK, LIGHT, THEMES, contrast, mark_style, relative_luminance, thin_lines
from analytics.schema.codes import ATTACK_TYPES

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
both = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)

# Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", severity 1.0; for linear RGB.
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour):
    channels = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour, deficiency="none"):
    """CIE L*a*b* of a colour as someone with the deficiency sees it."""
    seen = np.clip(DEFICIENCIES[deficiency] @ linear(colour), 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other, deficiency="none"):
    return float(np.linalg.norm(lab(one, deficiency) - lab(other, deficiency)))


def test_contrast_of_black_and_white_is_21_in_either_order():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


def test_contrast_of_a_known_pair():
    # #767676 is the lightest grey that passes 4.5 on white (WebAIM's contrast checker: 4.54)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_luminance_weighs_green_most():
    assert relative_luminance("#00ff00") == pytest.approx(0.7152)
    assert relative_luminance("#0000ff") == pytest.approx(0.0722)


@both
@pytest.mark.parametrize("ground", ["paper", "panel"])
@pytest.mark.parametrize("job", ["text", "muted", "accent"])
def test_words_can_be_read(theme, job, ground):
    assert contrast(getattr(theme, job), getattr(theme, ground)) >= 4.5


@both
@pytest.mark.parametrize("ground", ["paper", "panel"])
def test_marks_stand_out(theme, ground):
    for colour in (*theme.attack_types.values(), theme.selected, theme.caution, theme.accent):
        assert contrast(colour, getattr(theme, ground)) >= 3


@both
def test_marks_stand_out_from_land(theme):
    assert all(contrast(colour, theme.zero) >= 2.7 for colour in theme.attack_types.values())


@both
def test_every_type_of_attack_has_a_colour_and_a_shape(theme):
    assert set(theme.attack_types) == set(ATTACK_TYPES)
    styles = [mark_style(kind) for kind in ATTACK_TYPES]
    assert len({style.symbol for style in styles}) == len(styles)
    assert len({style.path for style in styles}) == len(styles)


def test_an_unknown_type_of_attack_is_an_error():
    with pytest.raises(ValueError, match="no mark for attack type 'phishing'"):
        mark_style("phishing")


@both
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_types_are_told_apart_by_colour_or_by_shape(theme, deficiency):
    for one, other in combinations(theme.attack_types, 2):
        apart = difference(theme.attack_types[one], theme.attack_types[other], deficiency)
        # the colours alone would do for almost everyone; the shape holds where they come close
        assert apart > 12, (one, other, apart)
        assert apart > 20 or mark_style(one).path != mark_style(other).path


@both
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_classes_go_one_way_in_lightness_so_that_a_grey_print_keeps_their_order(theme, deficiency):
    lightness = [lab(colour, deficiency)[0] for colour in (theme.zero, *theme.ramp)]
    steps = [after - before for before, after in pairwise(lightness)]

    assert all(step < -5 for step in steps) or all(step > 5 for step in steps)
    # away from the paper: more is never paler
    assert abs(lightness[-1] - lab(theme.paper, deficiency)[0]) > 50


@both
def test_zero_no_data_and_the_lowest_class_differ(theme):
    for one, other in combinations((theme.zero, theme.no_data, theme.ramp[0], theme.paper), 2):
        assert difference(one, other) > 6, (one, other)


# how much of a fill its thin lines cover (leaflet/atlas.css; test_maps holds it to that)
COVERED = 0.16


def hatched(fill, theme, deficiency="none"):
    """CIE L*a*b* of a fill and its thin lines as an eye mixes them from afar."""
    seen = [DEFICIENCIES[deficiency] @ linear(colour) for colour in (fill, thin_lines(fill, theme))]
    x, y, z = np.cbrt(TO_XYZ @ np.clip((1 - COVERED) * seen[0] + COVERED * seen[1], 0, 1) / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@both
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_thin_lines_can_be_seen_on_every_class(theme, deficiency):
    for fill in (theme.zero, *theme.ramp):
        assert contrast(thin_lines(fill, theme), fill) >= 1.8  # which a grey print keeps
        # the least that test_zero_no_data_and_the_lowest_class_differ asks for, twice
        assert difference(thin_lines(fill, theme), fill, deficiency) > 12, fill


@both
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_thin_lines_do_not_turn_a_class_into_its_neighbour(theme, deficiency):
    fills = (theme.zero, *theme.ramp)
    for fill in fills:
        # read from afar, where the lines and the fill are one colour
        distances = {
            other: float(np.linalg.norm(hatched(fill, theme, deficiency) - lab(other, deficiency))) for other in fills
        }
        assert min(distances, key=distances.__getitem__) == fill


@both
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_fragile_and_no_data_differ_in_ground_and_in_lines(theme, deficiency):
    # no data has paper for its ground; every fragile value has another, and lines that go the other way
    for fill in (theme.zero, *theme.ramp):
        assert difference(fill, theme.paper, deficiency) > 6, fill


def test_the_two_themes_have_the_same_jobs_and_no_colour_in_common():
    assert [*LIGHT.attack_types] == [*DARK.attack_types]
    assert not {LIGHT.paper, LIGHT.text, *LIGHT.ramp} & {DARK.paper, *DARK.ramp}


def test_a_theme_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        LIGHT.paper = "#000000"
    with pytest.raises(TypeError):
        LIGHT.attack_types["ransomware"] = "#000000"


@both
def test_streamlit_has_the_colours_of_the_theme(theme):
    section = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][theme.name]

    assert section == {
        "primaryColor": theme.accent,
        "backgroundColor": theme.paper,
        "secondaryBackgroundColor": theme.panel,
        "textColor": theme.text,
        "linkColor": theme.accent,
        "borderColor": theme.line,
        "grayTextColor": theme.muted,
        "chartCategoricalColors": list(theme.attack_types.values()),
    }


def test_streamlit_tells_nobody_and_shows_no_trace():
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))

    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"
    assert config["client"]["showErrorDetails"] == "none"
    assert config["runner"]["postScriptGC"] is False
