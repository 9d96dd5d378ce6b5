"""The pages of the static edition: front, incidents, areas, hospitals, the method, the files, as plain HTML.

A page needs no script, asks no other host, and says what the dashboard says, in the same words. Its frame is a
template of Jinja, in which every value is escaped; what is put in whole comes from the rooms that escape it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.edition.areas import area_index, area_pages
from analytics.edition.downloads import files_page
from analytics.edition.files import File
from analytics.edition.frame import Edition, Page
from analytics.edition.front import front_page, incident_index
from analytics.edition.hospitals import hospital_pages
from analytics.edition.incident import incident_page
from analytics.edition.method import accessibility_page, licences_page, method_page
from analytics.edition.names import name_index
from analytics.edition.pictures import Picture
from analytics.schema import col
from analytics.words.text import Words


def pages(edition: Edition, words: Words, files: Sequence[File], pictures: Sequence[Picture]) -> Iterator[Page]:
    """All pages of one language, one after the other.

    Parameters
    ----------
    edition : Edition
    words : Words
    files : sequence of File
        What can be taken away in the language (`edition_files.files`).
    pictures : sequence of Picture
        What the front and the list of incidents show (`edition_pictures.pictures`).
    """
    yield front_page(edition, words, pictures)
    yield incident_index(edition, words, pictures)
    for incident in edition.published[col.INCIDENT_ID]:
        yield incident_page(edition, words, incident)
    yield area_index(edition, words)
    yield from area_pages(edition, words)
    yield name_index(edition, words)
    yield from hospital_pages(edition, words)
    yield method_page(edition, words)
    yield accessibility_page(edition, words)
    yield licences_page(edition, words)
    yield files_page(edition, words, files)
