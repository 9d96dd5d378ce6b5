"""What a run of a page works out: counted, so that no machine is too slow for it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest
from pandas.api.types import is_bool_dtype
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed

from analytics.drawings.charts import funnel as funnel_chart
from analytics.drawings.leaflet import maps
from analytics.drawings.plotly import charts
from analytics.evidence import figures
from analytics.outputs.html import cards, method_tables, record_tables
from analytics.outputs.html.dossier import Dossier
from analytics.selection.selection import Selection
from analytics.statistics import chance, official, profiles, trends
from analytics.statistics import funnel as funnels
from analytics.words import method
from dashboard import controls, tables
from tests.helpers.pages import opened

pytestmark = [pytest.mark.shipped, pytest.mark.slow]

WIDE = 60  # columns; the published incidents have ninety
CHOICE = {"department": ["78", "91", "75"], "from": "2020"}


@pytest.fixture
def work(monkeypatch):
    """How often a choice is taken of a table, a wide table is cut, a chart is built."""
    counted = {"choices": 0, "cut": 0, "charts": 0}

    def counting(owner, name, what, counts=lambda *_: True):
        original = getattr(owner, name)

        def wrapped(*arguments, **named):
            counted[what] += bool(counts(*arguments))
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, wrapped)

    def is_cut(table, key):
        return table.shape[1] >= WIDE and not isinstance(key, str) and is_bool_dtype(getattr(key, "dtype", type(key)))

    counting(Selection, "keep", "choices")
    counting(pd.DataFrame, "__getitem__", "cut", is_cut)
    counting(charts, "figure", "charts")
    return counted


@pytest.mark.parametrize(("view", "drawn"), [("explore", 1), ("impact", 5)])
def test_a_choice_is_worked_out_once_for_all_who_make_it(work, view, drawn):
    opened(view)  # the record is read, and what no choice changes is worked out
    work.update(dict.fromkeys(work, 0))
    opened(view, **CHOICE, q="hospitalier")
    first = dict(work)
    work.update(dict.fromkeys(work, 0))

    again = opened(view, **CHOICE, q="hospitalier")

    assert not again.exception
    assert first["choices"] <= 1
    assert first["cut"] <= 2  # those kept for certain, and those of which it is not known
    assert first["charts"] <= drawn
    assert work == {"choices": 0, "cut": 0, "charts": 0}


def test_no_object_of_plotly_is_built_for_a_figure_that_is_a_dictionary(monkeypatch):
    built = []
    original = go.Figure.__init__
    monkeypatch.setattr(go.Figure, "__init__", lambda *given, **named: built.append(1) or original(*given, **named))

    app = opened("explore", department="78")

    assert not app.exception
    assert app.get("plotly_chart")
    assert built == []


@pytest.mark.parametrize("view", ["timeline", "incident", "method"])
def test_a_page_that_somebody_opened_is_read_and_not_made_again(monkeypatch, view):
    query = CHOICE | ({"incident": "fr-versailles-2022"} if view == "incident" else {})
    made = counted_calls(
        monkeypatch,
        (official, "beside_official"),
        (official, "contradictions"),
        (trends, "per_year"),
        (charts, "figure"),
        (figures, "figures"),
        (method, "sections"),
        (method_tables, "mentions"),
        (record_tables, "map_of_sources"),
        (record_tables, "countries"),
        (record_tables, "rates"),
        (Dossier, "own_sections"),
    )
    opened(view, **query)
    made.clear()

    again = opened(view, **query)

    assert not again.exception
    assert made == []


def test_what_stands_beside_official_figures_is_worked_out_once_whatever_the_choice(monkeypatch):
    opened("timeline")
    made = counted_calls(monkeypatch, (official, "beside_official"), (official, "contradictions"))

    app = opened("timeline", department=["69", "59"], to="2024-03")

    assert not app.exception
    assert made == []


def test_an_open_incident_is_not_told_again_for_another_choice(monkeypatch):
    opened("incident", incident="fr-versailles-2022")
    made = counted_calls(monkeypatch, (figures, "figures"), (Dossier, "own_sections"), (cards, "card"))

    app = opened("incident", incident="fr-versailles-2022", department=["78", "69"], to="2024-04")

    assert not app.exception
    assert made == []


def counted_calls(monkeypatch, *watched):
    """The names of some functions, each as often as it is called from now on."""
    made = []

    def watching(owner, name):
        original = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *given, **named: made.append(name) or original(*given, **named))

    for owner, name in watched:
        watching(owner, name)
    return made


def test_the_dial_cuts_no_table(work):
    opened("world")
    work.update(dict.fromkeys(work, 0))

    app = opened("world", q="clinique")

    assert not app.exception
    assert work["choices"] <= 1


def test_a_choice_of_areas_builds_only_what_it_changes(monkeypatch):
    made = counted_calls(
        monkeypatch,
        (profiles, "profiles"),
        (profiles, "by_year"),
        (funnels, "funnel"),
        (funnel_chart, "plane"),
        (tables, "as_sorted_text"),
        (charts, "figure"),
    )
    opened("regions", q="centre", department=["78", "91"])  # what is the same for all choices of areas
    made.clear()

    changed = opened("regions", q="centre", department=["75", "91", "69"])

    assert not changed.exception
    assert made == ["figure", "figure"]  # the areas compared: their rates and their years
    made.clear()
    assert not opened("regions", q="centre", department=["75", "91", "69"]).exception
    assert made == []


def test_what_areas_draw_by_chance_is_drawn_once_a_choice_whatever_areas_it_names(monkeypatch):
    opened("regions")  # the classes of the whole record are worked out
    drawn = []
    original = chance.generator
    monkeypatch.setattr(chance, "generator", lambda selection, what: drawn.append(what) or original(selection, what))
    opened("regions", q="hospitalier", service="email")
    first = sorted(drawn)

    again = opened("regions", q="hospitalier", service="email", department=["78", "91"])

    assert not again.exception
    assert first == ["clusters-department", "dispersion-department", "ranks-department"]
    assert sorted(drawn) == first


def test_what_a_browser_holds_is_not_sent_again_from_half_a_kilobyte_on():
    message = ForwardMsg()
    message.delta.new_element.html.body = "a" * 500

    populate_hash_if_needed(message)

    assert message.metadata.cacheable


def test_the_map_the_figures_and_the_lists_of_a_choice_are_made_once(monkeypatch):
    opened("explore", q="centre", department="59")
    drawn = counted_calls(monkeypatch, (maps, "overlay"), (maps, "point_rows"))
    told = counted_calls(monkeypatch, (cards, "places_item"), (cards, "total_item"), (cards, "short_list"))
    offered = counted_calls(monkeypatch, (controls, "names_of"))

    again = opened("explore", q="centre", department="59")

    assert not again.exception
    assert (drawn, told, offered) == ([], [], [])


def test_the_card_of_an_incident_is_made_once_whatever_else_is_chosen(monkeypatch):
    made = counted_calls(monkeypatch, (cards, "card"))
    for year in ("2015", "2016", "2017"):
        app = opened("explore", incident="fr-corbeil-essonnes-chsf-2022", **{"from": year})
        assert not app.exception

    assert len(made) <= 1
