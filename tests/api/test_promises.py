"""What the API says that it serves is what it serves: the OpenAPI document and the package."""

from __future__ import annotations

import hashlib

import frictionless
import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from analytics.api import openapi
from analytics.api.application import Api, routes
from analytics.outputs import addresses, formats, served
from analytics.outputs import pictures as gallery
from analytics.outputs.addresses import COMPARE, OPENAPI, PACKAGE, SEARCH, note_path, picture_path, table_path
from analytics.outputs.feeds import PAGE
from analytics.outputs.held import Held
from analytics.outputs.notes.note import FORMS as NOTE_FORMS
from analytics.outputs.served import columns_of
from analytics.outputs.tables import EXPORTED
from analytics.selection.selection import NAMES, Selection
from tests.helpers.api import FIXED, SERVED, address, built, get, problem, strictly
from tests.helpers.small_world import TWO_TOWNS

PROMISED = [
    *(*FIXED, SEARCH, COMPARE),
    *(picture_path("{picture}", form) for form in gallery.FORMS),
    *(note_path("{kind}", "{code}", form) for form in NOTE_FORMS),
]


@pytest.fixture(scope="module")
def document(app):
    return strictly(get(app, OPENAPI).body)


def test_every_address_that_is_served_is_in_the_document_and_the_other_way_round(app, document):
    told = problem(get(app, "/api/v1/"))["allowed"]

    assert set(document["paths"]) == set(told) == set(PROMISED)
    for path, operations in document["paths"].items():
        assert set(operations) == {"get", "head", "options"}
        # a search has words, a comparison is of something
        more = {SEARCH: "?q=a", COMPARE: f"?compare={TWO_TOWNS}"}.get(path, "")
        asked = path.format(picture="by-year", kind="department", code="01") + more
        assert get(app, asked).status == 200


def test_the_names_of_an_address_are_those_of_the_vocabulary(app, document):
    own = ("dialect", "labels", "limit", "offset", PAGE, addresses.THEME, addresses.SIZE)
    assert list(document["components"]["parameters"]) == [*NAMES, *own]
    for table, form in SERVED:
        listed = [one["$ref"].split("/")[-1] for one in document["paths"][table_path(table, form)]["get"]["parameters"]]
        assert problem(get(app, address(table, form, nothing="x")))["allowed"] == listed


@pytest.mark.parametrize("table", EXPORTED)
def test_the_columns_promised_are_those_that_are_served(held_small, table):
    served_columns = held_small.table(table, Selection()).columns.tolist()

    assert [column.name for column in columns_of(table)] == served_columns


@pytest.mark.parametrize("table", EXPORTED)
@pytest.mark.shipped
def test_every_row_is_as_promised(held_shipped, table):
    rows = strictly(formats.to_json(held_shipped.table(table, Selection(evidence="attacker")), {}))["data"]
    validator = jsonschema.Draft202012Validator(served.row_schema(table))

    assert not [error.message for row in rows for error in validator.iter_errors(row)]


@pytest.mark.shipped
def test_every_example_is_as_its_schema_says(shipped):
    components = openapi.openapi(shipped.vocabulary)["components"]
    for parameter in components["parameters"].values():
        if "example" in parameter:
            jsonschema.validate(parameter["example"], parameter["schema"])
    for schema in components["schemas"].values():
        for example in schema.get("examples", []):
            jsonschema.validate(example, schema)


def test_the_package_describes_what_is_served(app, held_small):
    package = strictly(get(app, PACKAGE).body)

    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in EXPORTED]
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == held_small.table(resource["name"], Selection()).columns.tolist()


def test_the_package_has_size_and_checksum_of_each_table_as_it_is_served(app):
    described = {resource["path"]: resource for resource in strictly(get(app, PACKAGE).body)["resources"]}

    assert set(described) == {f"{name}.csv" for name in EXPORTED}
    for path, resource in described.items():
        body = get(app, f"{addresses.ROOT}/{path}").body
        assert resource["bytes"] == len(body)
        assert resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"


@pytest.mark.slow
@pytest.mark.shipped
def test_frictionless_finds_the_package_as_it_says(shipped, small_root, tmp_path):
    app = built(shipped, small_root)
    (tmp_path / "datapackage.json").write_bytes(get(app, PACKAGE).body)
    for name in EXPORTED:
        (tmp_path / f"{name}.csv").write_bytes(get(app, table_path(name, "csv")).body)

    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    assert report.valid, report.flatten(["taskId", "rowNumber", "fieldName", "type", "message"])[:10]


# schemathesis makes its own days and limits out of the schema; that not every day exists is said in words only
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_is_not_promised(small_atlas, small_root):
    api = Api("", Held(lambda: small_atlas, small_root))
    schema = schemathesis.openapi.from_asgi(OPENAPI, Starlette(routes=routes("", api.held)))
    seen = set()
    for operation in schema.include(method="GET").get_all_operations():
        made = operation.ok()

        @given(made.as_strategy())
        @settings(max_examples=3, database=None, suppress_health_check=list(HealthCheck))
        def try_it(case):
            response = case.call()
            case.validate_response(response, checks=list(CHECKS))

        try_it()
        seen.add(made.path)

    assert seen == set(PROMISED)
