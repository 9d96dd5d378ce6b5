"""What a run of a page works out: counted, so that no machine is too slow for it."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pytest
from pandas.api.types import is_bool_dtype
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed

from analytics.drawings.plotly import charts
from analytics.selection.selection import Selection
from analytics.statistics import chance
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


@pytest.mark.parametrize(("view", "drawn"), [("explore", 1), ("impact", 2)])
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


def test_the_dial_cuts_no_table(work):
    opened("world")
    work.update(dict.fromkeys(work, 0))

    app = opened("world", q="clinique")

    assert not app.exception
    assert work["choices"] <= 1


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


def test_what_a_browser_holds_is_not_sent_again_from_a_kilobyte_on():
    message = ForwardMsg()
    message.delta.new_element.html.body = "a" * 1000

    populate_hash_if_needed(message)

    assert message.metadata.cacheable
