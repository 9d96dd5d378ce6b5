"""The note of an incident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd

from analytics.drawings.svg.canvas import Drawing, Sheet
from analytics.evidence import voices
from analytics.outputs import pictures, standing_figures
from analytics.outputs.addresses import asked
from analytics.outputs.held import Held
from analytics.outputs.html import cards
from analytics.outputs.html.dossier import Dossier
from analytics.outputs.html.speakers import strongest_by_measure
from analytics.outputs.html.who_says_what import measure_label
from analytics.outputs.notes.note import (
    About,
    Note,
    Part,
    Piece,
    Text,
    credit,
    cut,
    evidence,
    more,
    picture_of,
    plain,
    source,
    who,
)
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import ATTACK_TYPES, RESPONSE_CODES, SERVICE_CODES, STATUSES
from analytics.schema.measures import MEASURES
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import standing
from analytics.words.incidents import is_claimed
from analytics.words.phrases import place_line
from analytics.words.sources import speaking
from analytics.words.text import Words

LEAD, EVENT, NOTE = 800, 170, 300  # characters at most


def incident_notes(held: Held, about: About) -> Callable[[int], Note]:
    """What makes the note of an incident with room for so many figures, events and sources each."""
    words, evidence_of = Words(about.selection.lang), about.selection.evidence
    file = Dossier(about.code, held.atlas, held.published(evidence_of), evidence_of)
    row = file.row
    facts = (words.label(ATTACK_TYPES, row[col.ATTACK_TYPE]), words.when(row[col.STARTED_ON]))
    claimed = words("incident.claimed", status=words.label(STATUSES, "claimed")) if is_claimed(row) else ""
    note = Note(
        words=words,
        kicker=f"{words('site.title')} · {words('note.kind_incident')}",
        title=str(row[words.column("name")]),
        subject=f"{' · '.join((*facts, place_line(row, held.atlas, words)))}. {evidence(about, words)}",
        claimed=claimed,
        lead=[cut(str(row[words.column("summary")]), LEAD)],
        beside=[_known(file, words)],
        picture=picture_of(_picture(held, file, words), words),
        parts=(),
        credit=credit(held, about.origin + address(about), words),
    )

    def with_room(room: int) -> Note:
        parts = (_figures(file, room, words), _events(file, room, words), _sources(file, room, words))
        return note._replace(parts=[part for part in parts if part.lines or part.rows])

    return with_room


def address(about: About) -> str:
    """Where its file is, from the root of the site."""
    alone = replace(about.selection.everywhere(), incident=about.code)
    return asked("/incident", alone.to_query())


def _picture(held: Held, file: Dossier, words: Words) -> Drawing:
    """Its figures among those of all that count, which says how it compares; where it was, if it has none."""
    counted = standing_figures.counted(held, file.evidence)
    name = "incident-standing" if standing.standings(file.row, counted) else "incident-map"
    choice = pictures.Choice(held, Selection(incident=file.incident, evidence=file.evidence, lang=words.language))
    return pictures.draw(name, choice, Sheet(words, size="narrow"))


def _figures(file: Dossier, room: int, words: Words) -> Part:
    """The figures stated, each with its range and who says it."""
    stated = cards.figures_by_measure(file.figures)
    amounts = [name for name, one in MEASURES.items() if one.is_amount and name not in cards.DURATIONS[1:]]
    shown = [name for name in amounts if name in stated]
    strongest = strongest_by_measure(file.claims, file.atlas.sources)
    rows: list[Sequence[Text]] = []
    for measure in shown[: room + 2]:
        amount, span = cards.amount(measure, stated[measure], words)
        says = who(*strongest[measure], words) if measure in strongest else plain(words("card.said", count=0))
        rows.append([plain(measure_label(measure, words)), plain(f"{amount} ({span})" if span else amount), says])
    heads = [words("brief.figure"), words("dossier.value"), words("incident.who")]
    return Part(words("incident.figures"), heads=heads, rows=rows, below=more(len(shown) - room - 2, words))


def _events(file: Dossier, room: int, words: Words) -> Part:
    """Its timeline, the first lines and the last."""
    events = rows_of(file.events)
    first = (room + 1) // 2
    kept = events if len(events) <= room else [*events[:first], *events[len(events) - room + first :]]
    lines = [
        plain(f"{words.when(event[col.OCCURRED_ON])}{words('card.colon')}{cut(event[words.column('text')], EVENT)}")
        for event in kept
    ]
    return Part(words("incident.timeline"), lines=lines, below=more(len(events) - len(kept), words))


def _known(file: Dossier, words: Words) -> Part:
    """Services, response, end, and what to bear in mind."""
    row, claims = file.row, file.claims
    services = [words.within(words.label(SERVICE_CODES, code)) for code in split_list(row[col.SERVICES])]
    said = claims.loc[claims[col.MEASURE] == "response", col.VALUE].dropna()
    called_in = {code for cell in said for code in split_list(cell)}
    response = [words.within(words.label(RESPONSE_CODES, code)) for code in RESPONSE_CODES if code in called_in]
    note = row[words.column("note")]
    told = {
        words("card.services"): words.listing(services) if services else words("dossier.no_service"),
        words("incident.response"): words.listing(response) if response else words("dossier.no_response"),
        words("card.end"): cut(cards.end(row, words), NOTE),
        words("card.caveats"): "" if pd.isna(note) else cut(str(note), NOTE),
    }
    lines = [plain(f"{label}{words('card.colon')}{text}") for label, text in told.items() if text]
    return Part(words("note.in_short"), lines=lines)


def _sources(file: Dossier, room: int, words: Words) -> Part:
    """Its sources, the strongest first, copies last."""
    atlas = file.atlas
    tiers = accepted_tiers(file.evidence)
    spoken = rows_of(voices.speaking(file.incident, atlas.claims, atlas.events, atlas.sources, tiers))
    spoken.sort(key=lambda row: [row[name] == "yes" for name in (col.FOUNDING, col.COPY, col.STATISTICAL)])
    pieces: list[Piece] = []
    for row in spoken[: room + 1]:
        gap = words("semicolon") if pieces else ""
        pieces += [Piece(gap), source(row, words), Piece(f" ({speaking(row, row['voice'], words)})")]
    lines = [pieces] if pieces else []
    return Part(words("incident.sources", count=len(spoken)), lines=lines, below=more(len(spoken) - room - 1, words))
