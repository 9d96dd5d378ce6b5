"""The tray and the page that compares: what is put in stays in the address, and what cannot be shown is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
TWO = ["fr-corbeil-essonnes-chsf-2022", "fr-versailles-2022"]


def opened(path: str, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "dashboard" / "main.py"), default_timeout=120)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if path:
        app._page_hash = next(hash_ for hash_, page in app._registered_pages.items() if page["url_pathname"] == path)
        app.run()
    assert not app.exception
    return app


def navigation(app: AppTest) -> list[str]:
    return [link.proto.label for link in app.get("page_link")]


def test_an_incident_is_put_into_the_tray_and_taken_out_and_the_navigation_says_how_many_are_in_it():
    app = opened("incident", lang="en", incident=TWO[0])
    assert "Compare" in navigation(app)

    app.button(key=f"compare-{TWO[0]}").click().run()
    assert app.query_params["compare"] in (TWO[0], [TWO[0]])
    assert "Compare (1)" in navigation(app)

    app.button(key=f"compare-{TWO[0]}").click().run()
    assert "compare" not in app.query_params


@pytest.mark.parametrize(("lang", "said"), [("fr", "Au plus 6 côte à côte"), ("en", "At most 6 side by side")])
def test_more_than_six_are_said_and_six_are_shown(lang, said):
    seven = [*TWO, "region-11", "region-53", "country-FRA", "country-DEU", "department-78"]
    app = opened("compare", lang=lang, compare=seven)

    assert any(said in each.value and "Yvelines (78)" in each.value for each in app.warning)
    assert [button.key for button in app.button if (button.key or "").startswith("tray-")][:6] == [
        f"tray-{value}" for value in seven[:6]
    ]


def test_the_empty_page_helps_and_one_thing_alone_asks_for_another():
    empty, alone = opened("compare", lang="en"), opened("compare", lang="en", compare=["country-FRA"])

    assert sum("," in label or " and " in label for label in navigation(empty)) >= 2
    assert any("two at least" in each.value for each in alone.info)


@pytest.mark.parametrize("chosen", [["country-FRA", "country-SWE"], ["region-53"], ["department-78", "department-91"]])
def test_areas_have_their_receipts_in_their_table(chosen):
    app = opened("compare", lang="en", compare=chosen)
    table = next(str(each.value) for each in app.get("html") if "comparison" in str(each.value))
    kind = chosen[0].partition("-")[0]

    for value in chosen:
        code = value.partition("-")[2]
        for figure in ("touching", "areas"):
            assert re.search(rf'href="[^"]*{kind}={code}&amp;[^"]*receipt={figure}-{kind}"', table)
    assert table.count("receipt=touching") == len(chosen)
    columns = table.count('<th scope="col">')
    assert all(line.count("<td>") == columns - 1 for line in table.split("<tr>")[2:])


def test_what_is_not_found_is_a_notice_and_the_rest_is_compared():
    app = opened("compare", lang="en", compare=[*TWO, "no-such-incident"])

    assert any("no-such-incident" in each.value for each in app.warning)
    table = next(each.value for each in app.get("html") if "comparison" in str(each.value))
    assert table.count('<th scope="col">') == 3
    assert table.count("receipt=incident-") >= 4
