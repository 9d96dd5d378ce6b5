"""A note as a Word document: real headings and tables, a picture with its alternative text, a language, fixed dates."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analytics.outputs.held import Held
from analytics.outputs.kit import Part as ZipPart
from analytics.outputs.kit import zipped
from analytics.outputs.notes.note import About, Note, Part, Text
from analytics.outputs.notes.page import fitted
from analytics.outputs.xml_writing import clean
from analytics.schema.version import DATA_DATE
from analytics.words.text import Words

if TYPE_CHECKING:
    from docx.document import Document as Written
    from docx.text.paragraph import Paragraph

FACE = "Arial"  # on every machine, or its metric twin: another width of letters would take a second page
PICTURE = 66  # millimetres, the width of the picture
_LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
_MUTED = RGBColor(0x55, 0x50, 0x4A)


def docx(held: Held, about: About) -> bytes:
    """The note as a document of Word; the same bytes for the same data."""
    note: Note = _of_text(fitted(held, about)[0])
    document = _styled(note.words)
    _properties(document, note)
    _line(document, note.kicker)
    document.add_heading(note.title, 1)
    _line(document, note.subject)
    if note.claimed:
        document.add_paragraph().add_run(note.claimed).bold = True
    beside = _beside(document, note)
    for paragraph in note.lead:
        beside.add_paragraph(paragraph)
    for part in note.beside:
        _section(beside, part)
    for part in note.parts:
        _section(document, part)
    for line in note.credit:
        _line(document, line)
    written = BytesIO()
    document.save(written)
    with ZipFile(written) as archive:
        return zipped(ZipPart(name, archive.read(name)) for name in archive.namelist())


def _of_text(part: Any) -> Any:  # noqa: ANN401 - whatever a note holds
    """A note, or a part of one, without the signs that XML cannot hold."""
    if isinstance(part, str):
        return clean(part)
    if not isinstance(part, tuple | list):
        return part
    each = map(_of_text, part)
    return type(part)(*each) if hasattr(part, "_fields") else type(part)(each)


def _styled(words: Words) -> Written:
    """An empty sheet of A4 in our type and in the language of the note."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(14)
    page.top_margin = page.bottom_margin = Mm(9)
    for name, size in (("Normal", 7.5), ("Heading 1", 15), ("Heading 2", 9.5), ("List Bullet", 7.5)):
        style = document.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before = Pt(4 if name == "Heading 2" else 0)
        style.paragraph_format.space_after = Pt(1.5)
        style.paragraph_format.line_spacing = 1
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor(0x1C, 0x1B, 0x1A)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), _LANGUAGES[words.language])
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    return document


def _properties(document: Written, note: Note) -> None:
    said, day = document.core_properties, datetime(DATA_DATE.year, DATA_DATE.month, DATA_DATE.day, tzinfo=UTC)
    said.title, said.author, said.subject = note.title, note.words("site.title"), note.kicker
    said.language, said.comments, said.last_modified_by = _LANGUAGES[note.words.language], "", ""
    said.created = said.modified = day


def _beside(document: Written, note: Note) -> Any:  # noqa: ANN401 - a document or a cell: both take paragraphs
    """Where the text beside the picture goes: the left of two cells that have no border; the page without a picture."""
    if note.picture is None:
        return document
    frame = document.add_table(1, 2)
    left, right = frame.rows[0].cells
    frame.autofit = False
    left.width, right.width = Mm(182 - PICTURE - 4), Mm(PICTURE + 4)
    drawn = right.paragraphs[0].add_run().add_picture(BytesIO(note.picture.png), width=Mm(PICTURE))
    drawn._inline.docPr.set("descr", note.picture.alt)
    left._element.remove(left.paragraphs[0]._element)
    return left


def _line(document: Written, text: str) -> None:
    document.add_paragraph().add_run(text).font.color.rgb = _MUTED


def _section(into: Any, part: Part) -> None:  # noqa: ANN401 - as `_beside` gives it
    """A heading, then the table or the lines, then what there was no room for."""
    into.add_paragraph(part.heading, style="Heading 2")
    if part.rows:
        table = into.add_table(1, len(part.heads))
        table.style = "Table Grid"
        for cell, head in zip(table.rows[0].cells, part.heads, strict=True):
            cell.paragraphs[0].add_run(head).bold = True
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row in part.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _write(cell.paragraphs[0], text)
    for line in part.lines:
        _write(into.add_paragraph(style="List Bullet" if len(part.lines) > 1 else None), line)
    if part.below:
        into.add_paragraph().add_run(part.below).font.color.rgb = _MUTED


def _write(paragraph: Paragraph, text: Text) -> None:
    """A text, its links as links."""
    for piece in text:
        run = paragraph.add_run(piece.text)
        if piece.address:
            run.underline = True
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), paragraph.part.relate_to(piece.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            link.append(run._element)
            paragraph._element.append(link)
