"""The search of the API: what it answers, what it refuses, and that its document says so."""

from __future__ import annotations

from urllib.parse import urlencode

import jsonschema
import pytest
from jsonschema import Draft202012Validator

from analytics.api import openapi
from analytics.outputs.addresses import SEARCH
from tests.helpers.api import built, get, problem, strictly


def searched(app, base="", **query):
    answer = get(app, f"{base}{SEARCH}?{urlencode(query)}")
    assert answer.status == 200
    return strictly(answer.body)


def test_the_answer_is_what_the_document_promises(app, small_atlas):
    documented = openapi.openapi(small_atlas.vocabulary)["paths"][SEARCH]["get"]
    schema = documented["responses"]["200"]["content"]["application/json"]["schema"]
    for text in ("paris", "ain", "zzzz", "hopital"):
        answer = searched(app, q=text)
        jsonschema.validate(answer, schema, Draft202012Validator)
        assert answer["meta"]["count"] == len(answer["data"]) <= 8

    assert [each["name"] for each in documented["parameters"] if each["required"]] == ["q"]


def test_pages_stand_below_the_base_path_and_in_the_language_asked_for(small_atlas, small_root):
    app = built(small_atlas, small_root, "/atlas")
    found = searched(app, "/atlas", q="first", lang="en", kind="department", limit=1)["data"]

    assert [each["page"] for each in found] == ["/atlas/regions?department=01&lang=en"]
    assert found[0]["kind_label"] == "Department"


@pytest.mark.parametrize(
    ("query", "kind", "name"),
    [
        ("", "missing-name", "q"),
        ("?q=", "unknown-value", "q"),
        (f"?q={'a' * 201}", "unknown-value", "q"),
        ("?q=brest&kind=village", "unknown-value", "kind"),
        ("?q=brest&limit=21", "unknown-value", "limit"),
        ("?q=brest&lang=de", "unknown-value", "lang"),
        ("?q=brest&department=29", "unknown-name", "department"),
    ],
)
def test_what_is_not_understood_is_refused(app, query, kind, name):
    refused = problem(get(app, f"{SEARCH}{query}"))

    assert refused["type"].endswith(kind)
    assert refused["errors"][0]["name"] == name


def test_a_browser_that_holds_the_answer_is_told_so(app):
    answer = get(app, f"{SEARCH}?q=ain")

    assert get(app, f"{SEARCH}?q=ain", If_None_Match=answer.headers["etag"]).status == 304
