"""Hostile words in every text of the record come out as text: nothing runs, nothing leads away, no document is broken.

What there is to be taken away is read from the registries, so that what is added is looked at too.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analytics.edition import publish
from analytics.outputs import addresses
from analytics.outputs import pictures as gallery
from analytics.outputs.answers import Asked, written
from analytics.outputs.formats import DIALECTS
from analytics.outputs.held import Held
from analytics.outputs.labelled import LABELS
from analytics.outputs.notes.note import FORMS, KINDS
from analytics.outputs.tables import EXPORTED
from analytics.selection.selection import LANGUAGES, Selection
from tests.helpers.api import ALONE, HOST, built
from tests.helpers.asgi import ask
from tests.helpers.kits import without_pictures
from tests.helpers.small_world import TWO_TOWNS
from tests.helpers.spoilt import PAYLOADS, PRODUCT, faults, of_html, spoilt

pytestmark = pytest.mark.slow
CODES = {"department": "01", "region": "84", "country": "FRA", "incident": TWO_TOWNS}
NEEDS = CODES | {"compare": TWO_TOWNS, "finess": "010000001"}


# Markdown and mathematics are for pages (tests/dashboard/test_hostile_record.py); a note has no room for the longest
KINDS_OF_TEXT = ("markup", "script", "template", "address", "formula", "control")


@pytest.fixture(scope="module", params=KINDS_OF_TEXT)
def bad(request, small_atlas):
    return spoilt(small_atlas, PAYLOADS[request.param])


@pytest.fixture(scope="module")
def held(bad, small_root) -> Held:
    return Held(lambda: bad, small_root)


@pytest.fixture(scope="module")
def app(bad, small_root):
    with without_pictures():
        yield built(bad, small_root)


def documents() -> Iterator[str]:
    """Every address of the API but those of pictures: tables in all formats, notes, what describes them, searches."""
    yield from (addresses.table_path(table, form) for table in EXPORTED for form in addresses.formats_of(table))
    for kind in KINDS:
        yield from (addresses.note_path(kind, CODES[kind], form) for form in FORMS)
    yield from ALONE
    yield from (addresses.ROOT, f"{addresses.SEARCH}?q=hacked", f"{addresses.SEARCH}?q=evil", f"{addresses.SEARCH}?q=1")
    yield f"{addresses.COMPARE}?compare={TWO_TOWNS}"
    yield f"{addresses.embed_path(addresses.CARD)}?incident={TWO_TOWNS}"


def told(path: str, answer) -> str:
    """A name whose ending says what an answer is."""
    kind = answer.headers["content-type"].partition(";")[0]
    endings = {"text/html": "html", "application/json": "json", "application/atom+xml": "xml", "image/svg+xml": "svg"}
    return f"x.{endings[kind]}" if kind in endings else path.partition("?")[0]


def test_every_document_of_the_api(app):
    found = {}
    for path in documents():
        fixed = path in ALONE or path == addresses.ROOT or addresses.SEARCH in path
        asked = path if fixed else f"{path}{'&' if '?' in path else '?'}evidence=attacker"
        answer = ask(app, asked, headers=HOST | {"Accept": "text/html"})
        assert answer.status == 200, (asked, answer.body[:300])
        if wrong := list(faults(told(path, answer), answer.body)):
            found[path] = wrong[:3]
    assert found == {}


def test_every_picture_and_its_frame(app):
    found = {}
    for name, picture in gallery.PICTURES.items():
        need = f"&{picture.needs}={NEEDS[picture.needs]}" if picture.needs else ""
        for path in (addresses.picture_path(name, "svg"), addresses.embed_path(name)):
            answer = ask(app, f"{path}?evidence=attacker&lang=en{need}", headers=HOST)
            if answer.status == 200:
                if wrong := list(faults(told(path, answer), answer.body)):
                    found[path] = wrong[:3]
            else:
                assert b"nothing-to-draw" in answer.body or b"<title>" in answer.body, (path, answer.body[:300])
    assert found == {}


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_table_in_every_dialect_and_with_every_label(held, dialect, labels):
    found = {}
    for table in EXPORTED:
        asked = Asked(table, "csv", Selection(evidence="attacker", lang="fr"), dialect, labels=labels)
        if wrong := list(faults("x.csv", written(held, asked))):
            found[table] = wrong[:3]
    assert found == {}


def test_every_page_and_file_of_the_edition(held, tmp_path):
    with without_pictures():
        publish.publish(
            tmp_path / "edition", held, Selection(evidence="attacker"), LANGUAGES[:1], base="https://a.example"
        )
    found = {}
    for path in (tmp_path / "edition").rglob("*"):
        if path.is_file() and (wrong := list(faults(path.name, path.read_bytes()))):
            found[path.name] = wrong[:3]
    assert found == {}
    assert len(list((tmp_path / "edition").rglob("*.html"))) > 20


def test_the_search_for_faults_finds_them():
    evil = PAYLOADS["markup"]
    assert list(of_html(evil))
    assert list(faults("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'))
    assert list(faults("x.csv", PAYLOADS["formula"].encode()))
    assert list(faults("x.csv", b"a\0"))
    assert list(faults("x.json", PRODUCT.encode()))
    assert list(faults("x.unknown", b"x"))
