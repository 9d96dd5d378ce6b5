"""Asks the API as programs ask it, and reads its answers strictly."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import urlencode

import jsonschema
from starlette.applications import Starlette

from analytics.api import openapi
from analytics.api.application import routes
from analytics.outputs.addresses import FEED, KIT, OPENAPI, PACKAGE, ROBOTS, SITEMAP, formats_of, table_path
from analytics.outputs.held import Held
from analytics.outputs.tables import EXPORTED
from tests.helpers.asgi import ask

HOST = {"Host": "atlas.example"}
SERVED = [(table, form) for table in EXPORTED for form in formats_of(table)]
ALONE = (PACKAGE, OPENAPI, KIT, FEED, SITEMAP, ROBOTS)
FIXED = [table_path(table, form) for table, form in SERVED] + list(ALONE)


def built(atlas, small_root, base=""):
    return Starlette(routes=routes(base, Held(lambda: atlas, small_root)))


def get(app, path, method="GET", **headers):
    return ask(app, path, method, HOST | {name.replace("_", "-"): value for name, value in headers.items()})


def address(table, form, selection=None, **more):
    pairs = [*(selection.to_query() if selection else []), *more.items()]
    return table_path(table, form) + (f"?{urlencode(pairs)}" if pairs else "")


def rows_of(answer, delimiter=","):
    text = answer.body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def strictly(content):
    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(content, parse_constant=refuse)


def problem(answer):
    """The document of a refusal, after looking at what every refusal has."""
    document = strictly(answer.body)
    jsonschema.validate(document, openapi._PROBLEM | {"additionalProperties": False})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert document["status"] == answer.status
    return document
