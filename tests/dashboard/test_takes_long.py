"""What takes long, no page makes itself: its buttons order it from the workshop, or lead to the API."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from streamlit import runtime

from analytics.outputs import works
from analytics.outputs.workshop import Workshop
from dashboard import say
from tests.helpers.pages import opened
from tools.graph import imports

pytestmark = [pytest.mark.shipped, pytest.mark.slow]

PAGES = Path(__file__).resolve().parents[2] / "dashboard"
# who writes workbooks, notes, briefs, kits' files and PNG, by the module or by what is in it
MAKERS = {
    "analytics.outputs.sheets",
    "analytics.outputs.page_workbooks",
    "analytics.outputs.brief",
    "analytics.outputs.notes.making",
    "analytics.outputs.kit.section",
    "analytics.outputs.kit.zipped",
    "analytics.outputs.pictures.draw",
    "analytics.outputs.pictures.as_png",
}


def test_no_page_has_the_means_to_make_it():
    held_by = {
        path.name: {name for name in imports(path) for maker in MAKERS if f"{name}.".startswith(f"{maker}.")}
        for path in PAGES.rglob("*.py")
    }
    assert {name: found for name, found in held_by.items() if found} == {}
    written = "".join(path.read_text(encoding="utf-8") for path in PAGES.rglob("*.py"))
    for call in ("pictures.draw(", ".as_png(", "kit.zipped(", "kit.section(", "works.here("):
        assert call not in written


@pytest.mark.parametrize(
    ("page", "query", "key", "sheets"),
    [
        ("explore", {"receipt": "incidents", "department": "78"}, "receipt-xlsx", 3),
        ("compare", {"compare": ["fr-versailles-2022", "fr-dax-2021"]}, "compare-xlsx", 2),
    ],
)
def test_a_workbook_of_a_page_is_ordered_from_the_workshop(page, query, key, sheets, monkeypatch, held_shipped):
    offered, ordered = {}, []
    monkeypatch.setattr(say, "download_button", lambda _, data, key, **__: offered.update({key: data}))
    monkeypatch.setattr(Workshop, "made", lambda _, work, wanted: ordered.append((work, wanted)))
    assert not opened(page, lang="en", **query).exception

    assert ordered == []
    offered[key]()
    work, wanted = ordered[0]
    for there in (True, False):
        monkeypatch.setattr(
            runtime, "get_instance", lambda there=there: SimpleNamespace(is_active_session=lambda _: there)
        )
        assert wanted() is there  # a reader who has left holds nothing in the queue
    made = works.here(held_shipped, work)
    assert len(openpyxl.load_workbook(io.BytesIO(made)).sheetnames) == sheets
    hash(work.key)  # who asks for the same is given the same
