"""Pages over a record with hostile words in every text: no element reads Markdown, a tag or a link in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from analytics import site
from analytics.outputs.held import Held
from dashboard import loading
from tests.helpers.pages import unfolded
from tests.helpers.spoilt import EVIL, PAYLOADS, PRODUCT, of_html, spoilt

pytestmark = pytest.mark.slow
INCIDENT = "fr-dax-2021"
ASKED = {
    "explore": {"incident": INCIDENT},
    "incident": {"incident": INCIDENT},
    "hospital": {"department": "40"},
    "regions": {"department": "40"},
    "world": {"country": "DEU"},
    "compare": {"compare": [INCIDENT, "fr-rouen-2019"]},
}
# shown as they are: options of a drop-down, what a box holds, code, tables of the grid, drawings
AS_THEY_ARE = ("selectbox", "multiselect", "code", "dataframe", "iframe", "component_instance", "text_input")

# pages whose own words, which are no part of the record, are Markdown with links
WITH_OUR_LINKS = ("accessibility", "licences")
HOSTILE = re.compile(rf"https?://{EVIL}|www\.{EVIL}|a@{EVIL}|:material/")
ANY = re.compile(rf"{HOSTILE.pattern}|(?<!\\)[\[$<](?!/?br)")

NO_WORDS = {"id", "form_id", "url", "query_string", "page_script_hash", "element_hash", "placeholder", "alt"}


@pytest.fixture(scope="module", params=["markup", "markdown", "address", "mathematics"])
def bad(request, shipped):
    """What pages read, spoilt; the parts of files that other tests have made are forgotten."""
    held, usual = Held(lambda: spoilt(shipped, PAYLOADS[request.param])), loading.held
    loading.held = lambda: held
    loading.files.clear()
    yield
    loading.held = usual
    loading.files.clear()


def strings(message) -> Iterator[str]:
    """Every string of a message of the protocol."""
    for field, value in message.ListFields():
        if field.name in NO_WORDS:
            continue
        for each in value if field.is_repeated else [value]:
            if isinstance(each, str):
                yield each
            elif hasattr(each, "ListFields"):
                yield from strings(each)


def elements(node) -> Iterator[tuple[str, object]]:
    """Every element and block of a page with what it is."""
    if getattr(node, "proto", None) is not None:
        yield node.type, node.proto
    for child in getattr(node, "children", {}).values():
        yield from elements(child)


def faults(kind: str, proto, told: re.Pattern[str]) -> Iterator[str]:
    """What an element would read in its texts; `told` finds it in what Streamlit reads as Markdown."""
    for text in strings(proto):
        if PRODUCT in text:
            yield "a template was worked out"
        if kind == "html":
            yield from of_html(text)
        elif kind == "plotly_chart":
            if re.search(r"<(a|img)\b", text):
                yield text[:200]
        elif kind not in AS_THEY_ARE and (found := told.search(text)):
            yield text[max(0, found.start() - 30) : found.end() + 40]


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize("page", [each.name for each in site.PAGES])
def test_a_page_shows_text_as_text(page):
    told = HOSTILE if page in WITH_OUR_LINKS else ANY
    app = unfolded(page, lang="en", evidence="attacker", **ASKED.get(page, {}))

    assert not app.exception, app.exception[0].value
    found = {
        f"{kind}: {fault}"
        for tree in (app.main, app.sidebar)
        for kind, proto in elements(tree)
        for fault in faults(kind, proto, told)
    }
    assert found == set()
