"""The note: one sheet in every form, for all areas and the fullest incidents; the same bytes; accessible."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import zlib
from contextlib import suppress
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from analytics.outputs.notes import page, word
from analytics.outputs.notes.making import kind_of
from analytics.outputs.notes.note import About, cut, filename
from analytics.schema import col
from analytics.schema.version import DATA_VERSION
from analytics.selection.selection import Selection
from analytics.statistics.areas import rate_table

LANGUAGES = ("fr", "en")
CORBEIL = "fr-corbeil-essonnes-chsf-2022"
ORIGIN = "https://atlas.example"

pytestmark = pytest.mark.shipped


def about(kind: str, code: str, lang: str = "en", **chosen) -> About:
    return About(kind, code, Selection(lang=lang, **chosen), ORIGIN)  # type: ignore[arg-type]


def touched(held, level: str) -> list[str]:
    table = rate_table(held.atlas, held.published("specialist"), Selection(), level)
    return list(table.loc[table[col.INCIDENTS] > 0, col.CODE])


def fullest(held) -> list[str]:
    claims = held.atlas.claims[col.INCIDENT_ID].value_counts()
    return list(claims.index[:20])


def everything(held) -> list[tuple[str, str]]:
    return [
        *(("region", code) for code in held.atlas.regions[col.CODE]),
        *(("department", code) for code in touched(held, "department")),
        *(("country", code) for code in touched(held, "country")),
        *(("incident", code) for code in fullest(held)),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_note_is_one_page(held_shipped, lang):
    more = {}
    for kind, code in everything(held_shipped):
        note, document = page.fitted(held_shipped, about(kind, code, lang))
        more[code] = any(part.below for part in note.parts)
        assert len(document.pages) == 1, (kind, code)
        assert note.credit[0].endswith(code) or code in note.credit[0]
    assert more[CORBEIL]


@pytest.mark.parametrize(("kind", "code"), [("region", "11"), ("country", "USA"), ("incident", CORBEIL)])
def test_what_is_left_out_is_counted_and_said_where(held_shipped, kind, code):
    note, document = page.fitted(held_shipped, about(kind, code))

    assert len(document.pages) == 1
    assert re.search(r"no room for \d+ more: see the address below", " ".join(part.below for part in note.parts))
    assert f"The rest, and every source: {ORIGIN}/" in note.credit[0]


def test_a_pdf_is_tagged_in_a_language_and_the_same_each_time(held_shipped):
    asked = about("department", "91", "fr")
    first, second = (page.pdf(held_shipped, asked) for _ in range(2))

    assert first == second
    told = first + inflated(first)
    for name in (
        b"/Lang (fr",
        b"/MarkInfo",
        b"/StructTreeRoot",
        b"pdfuaid",
        b"/Title",
        b"/H1",
        b"/Alt",
        b"Source-Sans",
    ):
        assert name in told, name


def inflated(written: bytes) -> bytes:
    """All that a PDF holds in streams, read."""
    parts = []
    for start in re.finditer(rb"stream\r?\n", written):
        with suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(written[start.end() :]))
    return b"".join(parts)


def test_the_page_asks_for_nothing_and_brings_its_type(held_shipped):
    written = page.html(held_shipped, about("incident", CORBEIL, "fr")).decode()

    assert '<html lang="fr">' in written
    assert written.count("font/woff2") == 3
    assert not re.search(r"""(?:src|@import|url\()\s*=?\s*["']?(?:https?:)?//""", written)
    assert "<script" not in written
    assert re.search(r'<img src="data:image/png;base64,[^"]+" alt="[^"]{40,}"', written)


def test_a_word_document_has_headings_tables_a_language_and_words_for_its_picture(held_shipped):
    asked = about("region", "11", "fr")
    written = word.docx(held_shipped, asked)
    document = docx.Document(BytesIO(written))

    assert written == word.docx(held_shipped, asked)
    assert document.core_properties.language == "fr-FR"
    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert headings[0] == "Île-de-France (région 11)"
    assert "Les chiffres" in headings
    assert [cell.text for cell in document.tables[1].rows[0].cells] == ["Chiffre", "Île-de-France", "France"]
    described = [each.get("descr") for each in document.element.iter(qn("wp:docPr"))]
    assert len(described) == 1
    assert len(described[0]) > 40
    assert all(each.get(qn("w:val")) == "fr-FR" for each in document.styles["Normal"].element.iter(qn("w:lang")))


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_document_is_one_page_too(held_shipped, tmp_path, lang):
    """In the widest fallback type of LibreOffice: no face of the document is on the machine that runs this."""
    if not shutil.which("lowriter") and not os.environ.get("CI"):
        pytest.skip("needs Debian's libreoffice-writer")
    asked = [
        ("region", "11"),
        ("department", "75"),
        ("country", "USA"),
        *(("incident", code) for code in fullest(held_shipped)[:5]),
    ]
    for kind, code in asked:
        (tmp_path / f"{kind}-{code}.docx").write_bytes(word.docx(held_shipped, about(kind, code, lang)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=300)
    for kind, code in asked:
        pages = re.findall(rb"/Type\s*/Page\b(?!s)", (tmp_path / f"{kind}-{code}.pdf").read_bytes())
        assert len(pages) == 1, (kind, code)


def test_the_choice_narrows_a_note_and_it_says_so(held_shipped):
    note, _ = page.fitted(held_shipped, about("country", "FRA", type=("ddos",), start="2023"))
    told = " ".join(cell.text for part in note.parts for row in part.rows for cells in row for cell in cells)

    assert "Narrowed to" in note.subject or "denial of service" in note.subject.lower()
    assert "Ransomware" not in told


def test_a_code_is_what_it_is_and_others_are_refused(held_shipped):
    kinds = [kind_of(held_shipped, code) for code in (CORBEIL, "DEU", "91")]
    assert kinds == ["incident", "country", "department"]
    assert kind_of(held_shipped, "11", "region") == "region"
    for code, kind in (("XXX", None), ("91", "country"), ("none-2020", "incident")):
        with pytest.raises(ValueError, match="has the code"):
            kind_of(held_shipped, code, kind)
    assert filename(about("region", "11", "fr"), "pdf") == f"note-region-11-{DATA_VERSION}-fr.pdf"


def test_a_text_is_cut_at_a_sentence_or_else_at_a_word():
    assert cut("Short.", 20) == "Short."
    assert cut("One sentence here. Another that is too long.", 30) == "One sentence here. (…)"
    assert cut("No sentence ends in here at all", 20) == "No sentence ends in…"


def test_markup_in_the_data_stays_text_in_a_note(held_shipped, monkeypatch):
    hostile = "<script>alert(1)</script>"
    monkeypatch.setattr("analytics.outputs.notes.incidents.place_line", lambda *_: hostile)

    written = page.html(held_shipped, about("incident", CORBEIL)).decode()
    assert hostile not in written
    assert html.escape(hostile) in written
