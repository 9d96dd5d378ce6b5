"""The parts of an incident's page as HTML: who says what, the timeline, the places, the response, the sources.

Every word from the data is escaped, and a reader is sent only to the sources that we link to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from analytics.atlas.atlas import Atlas
from analytics.atlas.published import figures_of
from analytics.atlas.related import related
from analytics.evidence.figures import stated_values
from analytics.outputs.html import cards, catchment
from analytics.outputs.html.cards import Mark, Row
from analytics.outputs.html.glossary import of_code
from analytics.outputs.html.speakers import links, of_claims, source_link
from analytics.outputs.html.who_says_what import agreements, disagreements, measure_label, sources_by_id, stated
from analytics.record.cells import rows_of, split_list
from analytics.schema import col
from analytics.schema.codes import EVENT_KINDS, FRANCE, POINT_PRECISIONS, RESPONSE_CODES, ROLES, SOURCE_LANGUAGES
from analytics.schema.version import DATA_DATE, DATA_VERSION
from analytics.selection.selection import Selection, accepted_tiers
from analytics.statistics import standing
from analytics.statistics.totals import RANSOM
from analytics.words import citations, phrases
from analytics.words import standing as standing_words
from analytics.words.escape import safe
from analytics.words.incidents import called
from analytics.words.recovery import lasted
from analytics.words.sources import by_standing, named
from analytics.words.text import Words

# what a French reader looks for first, said also where no source mentions it
EXPECTED_RESPONSES = ("plan-blanc", "anssi", "cert-sante", "complaint", "investigation")
# measures that say what went on, and how it ended
KEPT_RUNNING = ("services_kept", "activity", "activity_level_percent")
CARE = ("operations_cancelled_detail", "patients_transferred_detail", "intensive_care_monitoring", "paper_working")
MEANING, ENDING = ("downtime_meaning", "recovery"), ("operations_suspended_until",)
ORDER = (
    *("figures", "timeline", "places", "services", "response", "end", "around"),
    *("who", "standing", "related", "sources", "cite"),
)
RANSOMWARE = "ransomware"
IN_DETAIL = ("investigation", "complaint", "plan_blanc_on", "isolation_on", "ransom_demand", "ransom_paid", "actor")


Address = Callable[[str], str]  # of the page of an incident, by its identifier


class Section(NamedTuple):
    """One section of the file of an incident: its heading, and what stands under it as HTML."""

    title: str
    html: str


@dataclass(frozen=True)
class Dossier:
    """What the atlas holds on one incident, each part worked out once.

    Attributes
    ----------
    incident : its identifier.
    published : DataFrame
        All incidents at the level of evidence (`atlas.publish`).
    evidence : str
        The weakest tier whose claims count.
    """

    incident: str
    atlas: Atlas
    published: pd.DataFrame
    evidence: str

    @cached_property
    def row(self) -> dict[str, Any]:
        """The incident as published."""
        (row,) = rows_of(self.published[self.published[col.INCIDENT_ID] == self.incident])
        return row

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims that count."""
        claims = self._own(self.atlas.claims)
        return claims[claims[col.TIER].isin(accepted_tiers(self.evidence))]

    @cached_property
    def figures(self) -> pd.DataFrame:
        """What the claims come to (`evidence.figures`)."""
        return figures_of(self.atlas, self.incident, self.evidence)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The lines of its timeline, in the order of the record, which knows what came first within a month."""
        return self._own(self.atlas.events)

    @cached_property
    def sites(self) -> pd.DataFrame:
        """The places that it touched."""
        return self._own(pd.DataFrame(self.atlas.sites))

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Every source of it, strongest tier first."""
        return cards.sources_of(self.incident, self.atlas)

    @cached_property
    def related(self) -> dict[str, list[dict[str, Any]]]:
        """Related incidents that count at the level of evidence, in the order of their start, by what relates them.

        What names an actor has to be accepted too.
        """
        counted = Selection(evidence=self.evidence).keep(self.published)[col.INCIDENT_ID]
        there = self.published[self.published[col.INCIDENT_ID].isin([*counted, self.incident])]
        ordered = there.sort_values([col.STARTED_ON, col.INCIDENT_ID])
        claims = self.atlas.claims
        links = related(self.incident, there, claims[claims[col.TIER].isin(accepted_tiers(self.evidence))])
        return {reason: rows_of(ordered[ordered[col.INCIDENT_ID].isin(others)]) for reason, others in links.items()}

    def _own(self, table: pd.DataFrame) -> pd.DataFrame:
        return table[table[col.INCIDENT_ID] == self.incident]

    def items(self, words: Words) -> dict[str, str]:
        """Every number stated as HTML, by the name of its receipt."""
        who = cards.spoken_by(self.incident, self.atlas, words, self.evidence)
        return cards.incident_items(self.row, self.figures, who, words)

    def about(self, words: Words) -> str:
        """What to bear in mind of it, how well it is documented, and its strongest source."""
        return cards.about(self.row, words) + cards.strongest_source(self.row, self.atlas, words, self.evidence)

    def sections(
        self, counted: Sequence[Row], words: Words, mark: Mark, address: Address, cited_at: str = ""
    ) -> dict[str, Section]:
        """Each section of the page, by its name; one that has nothing to say is absent.

        Parameters
        ----------
        counted : sequence of mapping
            The published incidents that count at the level of evidence: those that it is compared with.
        words : Words
        mark, address : function
            As for `cards.short_list`.
        cited_at : str
            As the address of `citation`.
        """
        whole = {
            **self.own_sections(words),
            "standing": self.alike_section(counted, words, mark, address),
            "related": self.related_section(words, mark, address),
            "cite": self.cite_section(words, cited_at),
        }
        return {name: whole[name] for name in ORDER if name in whole}

    def own_sections(self, words: Words) -> dict[str, Section]:
        """Those in which nothing depends on the page that they stand on."""
        french = self.row[col.COUNTRY] == FRANCE
        contents = {
            "figures": self._figures(words),
            "timeline": timeline(self.events, self.atlas, words) if len(self.events) else "",
            "places": places(self.sites, self.atlas, words) if len(self.sites) else _paragraph(words("card.no_place")),
            "services": services(self.claims, self.atlas, words),
            "response": response(self.claims, french, self.row[col.ATTACK_TYPE], self.atlas, words),
            "end": ending(self.row, self.claims, self.atlas, words),
            "around": self._around(words),
            "who": self._who(words) if len(self.claims) else "",
            "sources": _framed(sources_by_tier(self.sources, words)),
        }
        titles = {name: words(f"incident.{name}") for name in contents if name not in ("sources", "around")}
        titles["sources"] = words("incident.sources", count=len(self.sources))
        titles["around"] = words("catchment.title_incident")
        return {name: Section(titles[name], html) for name, html in contents.items() if html}

    def cite_section(self, words: Words, cited_at: str) -> Section:
        """How to quote the page at an address."""
        quoted = f"<pre>{safe(citation(self.row, words, cited_at))}</pre>\n"
        return Section(words("incident.cite"), f'{quoted}<p class="said">{safe(version(words))}</p>')

    def _figures(self, words: Words) -> str:
        items = "\n".join(self.items(words).values())
        return f'<dl class="key-figures">\n{items}\n</dl>' if items else _paragraph(words("card.none"))

    def _who(self, words: Words) -> str:
        """All claims side by side, the disagreements first, each as a story."""
        stories = disagreements(self.incident, self.claims, self.atlas, words)
        agreed = agreements(self.claims, self.atlas, words)
        parts = [
            _paragraph(words("incident.who_subtitle", count=len(self.claims))),
            _framed(stories) if stories else _paragraph(words("incident.no_disagreement")),
            *([f"<h3>{safe(words('incident.agreed'))}</h3>", _framed(agreed)] if agreed else []),
        ]
        return "\n".join(parts)

    def _around(self, words: Words) -> str:
        """Who lives near the hospitals that it names, and where they would go; empty where none has acute beds."""
        row = catchment.of_incident(self.incident, self.atlas)
        return catchment.facts(row, catchment.stated(self.claims), self.atlas, words) if row else ""

    def standing_html(self, counted: Sequence[Row], words: Words) -> str:
        """Where each figure of it stands among those of all that count, as sentences; empty where it has no figure."""
        said = [standing_words.sentence(one, words) for one in standing.standings(self.row, counted)]
        items = "".join(f"<li>{safe(line)}</li>" for line in said)
        subtitle = words("standing.subtitle", evidence=phrases.evidence_line(self.evidence, words))
        return f'{_paragraph(subtitle)}\n<ul class="plain">{items}</ul>' if items else ""

    def alike_section(self, counted: Sequence[Row], words: Words, mark: Mark, address: Address) -> Section:
        """How it compares with the incidents that count: its figures, those most like it, and why."""
        alike = standing.most_alike(self.row, counted)
        same = standing.of_same_organisation(self.row, counted)
        parts = [self.standing_html(counted, words), f"<h3>{safe(words('standing.alike'))}</h3>"]
        for each in alike:
            parts.append(cards.short_list([each.row], self.atlas, words, mark, address))
            parts.append(f'<p class="said">{safe(standing_words.in_common(each, words))}</p>')
        parts += [_paragraph(words("standing.rule" if alike else "standing.none_alike"))]
        if same:
            parts.append(f"<h3>{safe(words('standing.same_organisation', count=len(same)))}</h3>")
            parts.append(cards.short_list(same, self.atlas, words, mark, address))
        return Section(words("standing.title"), "\n".join(filter(None, parts)))

    def related_section(self, words: Words, mark: Mark, address: Address) -> Section:
        """Incidents of the same campaign, department, actor name or month."""
        parts = [
            f"<h3>{safe(words(f'incident.related_{reason}'))}</h3>\n"
            + cards.short_list(rows, self.atlas, words, mark, address)
            for reason, rows in self.related.items()
        ]
        return Section(words("incident.related"), "\n".join(parts) or _paragraph(words("incident.none_related")))


def _paragraph(text: str) -> str:
    return f"<p>{safe(text)}</p>"


def _framed(html: str) -> str:
    return f'<div class="dossier">{html}</div>'


# --- what happened ----------------------------------------------------------------------------------------


def timeline(events: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """The timeline as a list, each line with its sources."""
    sources = sources_by_id((code for cell in events[col.SOURCE_IDS] for code in split_list(cell)), atlas)
    items = []
    for event in rows_of(events):
        cited = [sources[code] for code in split_list(event[col.SOURCE_IDS])]
        items.append(
            f"<li><span class='when'>{safe(words.when(event[col.OCCURRED_ON]))}</span>"
            f" <span class='kind'>{safe(words.label(EVENT_KINDS, event[col.KIND]))}</span>"
            f"<p>{safe(event[words.column('text')])} <span class='said'>({links(cited, words)})</span></p></li>"
        )
    return f'<ol class="events" lang="{words.language}">{"".join(items)}</ol>'


def places(sites: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """Every place that the incident touched: where, in which role, with which official beds."""
    names = atlas.departments.set_index(col.CODE)[words.column("name")].str.replace("'", "’")
    items = []
    for site in rows_of(sites):
        where = [] if pd.isna(site[col.COMMUNE]) else [str(site[col.COMMUNE])]
        if not pd.isna(site[col.DEPARTMENT]):
            where.append(f"{names[site[col.DEPARTMENT]]} ({site[col.DEPARTMENT]})")
        facts = [words.label(ROLES, site[col.ROLE]), words.label(POINT_PRECISIONS, site[col.POINT_PRECISION])]
        if not pd.isna(site[col.BEDS]):
            facts.append(words("dossier.beds", count=int(site[col.BEDS]), year=str(site[col.BEDS_YEAR])))
        numbers = [str(site[name]) for name in (col.FINESS_EJ, col.FINESS_ET) if not pd.isna(site[name])]
        if numbers:
            facts.append(words("dossier.finess", number=numbers[0]))
        items.append(
            f"<li><strong>{safe(site[words.column('name')])}</strong><br>{safe(', '.join(where))}"
            f"<br><span class='said'>{safe(words('semicolon').join(facts))}</span></li>"
        )
    return f'<ul class="places" lang="{words.language}">{"".join(items)}</ul>'


def retained_lines(measures: Sequence[str], claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """What we retain of some measures, one line each; nothing of those on which no claim is retained."""
    rows = claims[claims[col.MEASURE].isin(measures) & (claims[col.PREFERRED] == "yes")].drop_duplicates(col.MEASURE)
    retained = {row[col.MEASURE]: row for row in rows_of(rows)}
    lines = []
    for measure in measures:
        if measure in retained:
            value = stated(retained[measure], atlas, words)
            lines.append(
                f'<p class="line"><span class="label">{safe(measure_label(measure, words))}'
                f"{safe(words('card.colon'))}</span>{safe(value)}{_who(measure, claims, atlas, words)}</p>"
            )
    return "".join(lines)


def _who(measure: str, claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """Who says what is retained of a measure, and what others say instead."""
    stated_here = claims[claims[col.MEASURE] == measure]
    retained = stated_here[stated_here[col.PREFERRED] == "yes"]
    told = [of_claims(retained, atlas.sources, words)]
    others = rows_of(stated_here[~stated_values(stated_here).isin(stated_values(retained))])
    if others and measure in IN_DETAIL:
        said = dict.fromkeys(stated(other, atlas, words) for other in others)
        told.append(safe(words("dossier.otherwise", what=words("semicolon").join(said))))
    elif others:
        told.append(safe(words("dossier.differ")))
    line = words("semicolon").join(filter(None, told))
    return f" <span class='said'>— {line}</span>" if line else ""


def responses(claims: pd.DataFrame, french: bool, words: Words) -> str:
    """Measures taken and authorities called in; in France also what is expected and no source read mentions."""
    rows = claims[(claims[col.MEASURE] == "response") & claims[col.VALUE].notna()]
    mentioned = {code for cell in rows[col.VALUE] for code in split_list(cell)}
    known = [code for code in RESPONSE_CODES if code in mentioned]
    labels = {code: _first_upper(words.label(RESPONSE_CODES, code)) for code in known}
    items = "".join(f"<li>{of_code(label, code, words)}</li>" for code, label in labels.items())
    html = f'<ul class="plain">{items}</ul>' if items else f'<p class="line">{safe(words("dossier.no_response"))}</p>'
    silent = [words.label(RESPONSE_CODES, code) for code in EXPECTED_RESPONSES if code not in mentioned]
    if french and silent:
        html += f'<p class="said">{safe(words("dossier.silent", what=words.listing(silent)))}</p>'
    return html


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def response(claims: pd.DataFrame, french: bool, kind: str, atlas: Atlas, words: Words) -> str:
    """Measures and authorities, then what is retained of the attack itself: who, which demand, what was cut off.

    Of ransomware also that nobody says whether a ransom was paid, where nobody does.
    """
    told = responses(claims, french, words) + retained_lines(IN_DETAIL, claims, atlas, words)
    spoken_of = claims[col.MEASURE].isin([col.RANSOM_PAID, RANSOM]).any()
    if kind != RANSOMWARE or spoken_of:
        return told
    return f'{told}<p class="said">{safe(words("dossier.ransom_untold"))}</p>'


def ending(row: Row, claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """How long it took to recover, and what “recovered” meant: in the words of a claim, or else in ours, once."""
    told = retained_lines(MEANING, claims, atlas, words)
    first = lasted(row, words) if told else cards.end(row, words)
    line = f'<p class="line">{safe(first)}</p>' if first else ""
    return f"{line}{told}{retained_lines(ENDING, claims, atlas, words)}"


def services(claims: pd.DataFrame, atlas: Atlas, words: Words) -> str:
    """Services disrupted, and what the sources say kept running or of the care given."""
    hit = retained_lines(("services_affected",), claims, atlas, words)
    kept = retained_lines(KEPT_RUNNING, claims, atlas, words)
    none_hit = f'<p class="line">{safe(words("dossier.no_service"))}</p>'
    none_kept = f'<p class="said">{safe(words("dossier.nothing_kept"))}</p>'
    return (hit or none_hit) + (kept or none_kept) + retained_lines(CARE, claims, atlas, words)


def sources_by_tier(sources: pd.DataFrame, words: Words) -> str:
    """Every source under its tier, with its date and language; those to which we send readers are links."""
    parts = []
    for label, rows in by_standing(rows_of(sources), words).items():
        items = "".join(f"<li>{_source(row, words)}</li>" for row in rows)
        parts.append(f"<h3>{safe(_first_upper(label))}</h3><ul class='sources'>{items}</ul>")
    return "".join(parts)


def _source(row: Row, words: Words) -> str:
    facts = [words.label(SOURCE_LANGUAGES, row[col.LANGUAGE])]
    if not pd.isna(row[col.PUBLISHED_ON]):
        facts.insert(0, words.when(row[col.PUBLISHED_ON]))
    if not pd.isna(row[col.AGENCY]):
        facts.append(words("dossier.repeats", agency=row[col.AGENCY]))
    return f"{source_link(row, named(row, words))} <span class='said'>({safe(', '.join(facts))})</span>"


def citation(row: Row, words: Words, address: str = "") -> str:
    """How to quote what the atlas says of one incident, as plain text.

    Parameters
    ----------
    row : mapping
        The published incident.
    words : Words
    address : str
        Where its file is seen again; empty where nobody said where the pages are published.
    """
    quoted = words(
        "incident.citation",
        name=called(row, words),
        when=words.when(row[col.STARTED_ON]),
        incident=row[col.INCIDENT_ID],
        credit=citations.credit(words),
    )
    return citations.at(quoted, address, words)


def version(words: Words) -> str:
    """Which data a file of an incident was made of."""
    return words("incident.version", version=DATA_VERSION, date=words.when(DATA_DATE.isoformat()))


def neighbours(incident: str, latest_first: Sequence[Row]) -> tuple[Row | None, Row | None]:
    """Of some incidents, the one before one of them and the one after it, by date; None at either end."""
    at = next(place for place, row in enumerate(latest_first) if row[col.INCIDENT_ID] == incident)
    return (latest_first[at + 1] if at + 1 < len(latest_first) else None), (latest_first[at - 1] if at else None)
