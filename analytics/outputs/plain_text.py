"""What a page says in text alone, for readers without scripts and for what reads pages without running them."""

from __future__ import annotations

from analytics import site
from analytics.drawings.legends import mark_svg
from analytics.outputs.addresses import asked
from analytics.outputs.held import Held
from analytics.outputs.html import cards
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.html.hospital import HospitalFile
from analytics.outputs.templates import PAGES, trusted
from analytics.record.cells import rows_of
from analytics.schema import col
from analytics.schema.codes import STATUSES
from analytics.selection.selection import Selection
from analytics.words import headlines
from analytics.words.incidents import is_claimed
from analytics.words.text import Words

LATEST = 50  # incidents on a page that is not the list of all


def text_of(path: str, about: str, held: Held, words: Words) -> str:
    """The text of a page in HTML, as the static edition tells it; empty for a page that there is not.

    Parameters
    ----------
    path : str
        The address of the page without slashes; empty for the front.
    about : str
        What the page is about, as for `heads.head_of`.
    held : Held
    words : Words
    """
    page = site.at(path)
    if page is None:
        return ""
    if page == site.INCIDENT and (held.atlas.incidents[col.INCIDENT_ID] == about).any():
        return _of_incident(about, held, words)
    if page == site.HOSPITAL and (held.atlas.hospitals[col.FINESS_ET] == about).any():
        return _of_hospital(about, held, words)
    usual = Selection(lang=words.language)
    rows = held.rows(usual.evidence)
    kept = usual.keep(held.published(usual.evidence))
    return PAGES.get_template("plain_list.html").render(
        words=words,
        title=words(page.title),
        answer=headlines.count_sentence(kept, usual, held.atlas, words),
        subtitle=words(page.subtitle),
        pages=[(_address(other.path, words), words(other.title)) for other in site.PAGES],
        areas=_areas(page, held, usual, words),
        incidents=trusted(
            cards.short_list(
                rows if page == site.INCIDENT else rows[:LATEST],
                held.atlas,
                words,
                mark_svg,
                lambda one: _address(site.INCIDENT.path, words, incident=one),
            )
        ),
    )


def _of_incident(incident: str, held: Held, words: Words) -> str:
    """The file of an incident: what the edition says of it, at the level of evidence at which it is published."""
    evidence = "attacker" if incident in _claimed(held) else Selection().evidence
    file = Dossier(incident, held.atlas, held.published(evidence), evidence)
    return PAGES.get_template("plain_incident.html").render(
        words=words,
        name=file.row[words.column("name")],
        kicker=trusted(cards.kicker(file.row, held.atlas, words, mark_svg)),
        claimed=words("incident.claimed", status=words.label(STATUSES, "claimed")) if is_claimed(file.row) else "",
        summary=file.row[words.column("summary")],
        about=trusted(cards.about(file.row, words)),
        sections=[(part.title, trusted(part.html)) for part in file.own_sections(words).values()],
        front=_address(site.INCIDENT.path, words),
    )


def _of_hospital(number: str, held: Held, words: Words) -> str:
    """The page of a hospital: what is known of it, its beds, what lies near."""
    evidence = Selection().evidence
    file = HospitalFile(number, held.atlas, held.published(evidence), evidence)
    sections = file.sections(
        words,
        mark_svg,
        incident=lambda one: _address(site.INCIDENT.path, words, incident=one),
        hospital=lambda one: asked(f"/{site.HOSPITAL.path}", [(site.HOSPITAL.about, one), ("lang", words.language)]),
        department=_address("regions", words, department=file.row[col.DEPARTMENT]),
    )
    return PAGES.get_template("plain_incident.html").render(
        words=words,
        name=file.row["name"],
        kicker=file.place(words),
        claimed="",
        summary=file.known(words),
        about="",
        sections=[(part.title, trusted(part.html)) for part in sections.values()],
        front=_address(site.HOSPITAL.path, words),
    )


def _claimed(held: Held) -> set[str]:
    """Incidents that the attacker alone tells of, which only the widest level of evidence publishes."""
    return set(held.atlas.incidents[col.INCIDENT_ID]) - set(held.published(Selection().evidence)[col.INCIDENT_ID])


def _areas(page: site.Page, held: Held, usual: Selection, words: Words) -> list[tuple[str, str]]:
    """Each area that was hit and its number of incidents, on the pages of areas."""
    table = {"regions": col.DEPARTMENTS, "world": col.COUNTRIES}.get(page.name)
    if table is None:
        return []
    return [
        (row[words.column("name")], words.number(row[col.INCIDENTS]))
        for row in rows_of(held.table(table, usual))
        if row[col.INCIDENTS]
    ]


def _address(path: str, words: Words, **more: str) -> str:
    # without a slash before it: below whatever path the atlas lives
    return asked(path or "./", [*more.items(), ("lang", words.language)])
