"""A page that fails says so in the reader's language, without internals, and leads on."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from analytics.words.text import Words
from tests.helpers.pages import ROOT

FAILING = """
from dashboard import failed
failed.told(KeyError("secret of /srv/atlas"))
"""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_failure_is_told_in_the_language_of_the_page(lang):
    app = AppTest.from_string(FAILING)
    app.query_params["lang"] = lang
    app.session_state["page"] = "timeline"
    app.run()

    assert not app.exception
    assert [one.value for one in app.error] == [Words(lang)("failed.text")]
    shown = str(app.main)
    assert "secret" not in shown
    assert "Streamlit Cloud" not in shown
    for page in ("timeline", "", "method"):
        assert f'href="/{page}?lang={lang}"' in app.get("html")[0].proto.body


def test_an_address_without_a_language_or_page_is_no_second_failure():
    app = AppTest.from_string(FAILING)
    app.query_params["lang"] = "<b>"
    assert not app.run().exception
    assert len(app.error) == 1


def test_the_server_hands_its_failures_over():
    assert "on_script_error=failed.told" in (ROOT / "app.py").read_text(encoding="utf-8")
