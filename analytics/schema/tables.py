"""Every table, column and code list once: name, type, unit and meaning in French and in English.

Other rooms import the names from here and spell none of their own; the data dictionary and
datapackage.json are generated from these definitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.schema import col
from analytics.schema.codes import (
    ATTACK_TYPES,
    CONFIDENCES,
    EVENT_KINDS,
    LANGUAGES,
    LINK_REASONS,
    POINT_PRECISIONS,
    PRECISIONS,
    ROLES,
    RULES,
    SECTORS,
    STATUSES,
    TIERS,
    TITLE_KINDS,
    UNITS,
    UNMATCHED_REASONS,
    YES_NO,
    Label,
)
from analytics.schema.measures import MEASURES

Kind = Literal["text", "code", "codes", "date", "integer", "number", "address", "reference", "references"]

LIST_SEPARATOR = "; "
DATE_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    kind : how the text of a cell is read; ``codes`` and ``references`` hold several values, separated by "; ".
    codes : the values allowed, for code and codes.
    table : the table that a reference points to.
    required : whether an empty cell is an error (an empty cell means "not known").
    """

    name: str
    kind: Kind
    meaning: Label
    codes: dict[str, Label] | None = None
    table: str = ""
    required: bool = False
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Table:
    """A published table: its key, its columns, and what one row is."""

    name: str
    key: str
    row: Label
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names, in the order of the file."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The definition of one column; KeyError where the table has none of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}; it has {self.names}")


def _dated(date: str, precision: str, fr: str, en: str, required: bool = False) -> tuple[Column, Column]:
    return (
        Column(
            date,
            "date",
            Label(f"{fr} (AAAA, AAAA-MM ou AAAA-MM-JJ)", f"{en} (YYYY, YYYY-MM or YYYY-MM-DD)"),
            required=required,
        ),
        Column(
            precision, "code", Label("Précision de cette date", "Precision of that date"), PRECISIONS, required=required
        ),
    )


def in_both_languages(fr_name: str, en_name: str, fr: str, en: str, required: bool = False) -> tuple[Column, Column]:
    """The two columns of a text, French first."""
    return (
        Column(fr_name, "text", Label(f"{fr}, en français", f"{en}, in French"), required=required),
        Column(en_name, "text", Label(f"{fr}, en anglais", f"{en}, in English"), required=required),
    )


_INCIDENT = Column(
    col.INCIDENT_ID,
    "reference",
    Label("Incident concerné", "The incident concerned"),
    table=col.INCIDENTS,
    required=True,
)
_SOURCE_LIST = Column(col.SOURCE_IDS, "references", Label("Sources", "Sources"), table=col.SOURCES)

TABLES: dict[str, Table] = {
    col.INCIDENTS: Table(
        col.INCIDENTS,
        col.INCIDENT_ID,
        Label(
            "Un incident : une attaque informatique contre un établissement de santé, connue publiquement",
            "One incident: a cyberattack against a health establishment that is publicly known",
        ),
        (
            Column(
                col.INCIDENT_ID,
                "text",
                Label("Identifiant stable, jamais réattribué", "Stable identifier, never reused"),
                required=True,
            ),
            *in_both_languages(col.NAME_FR, col.NAME_EN, "Nom court de la victime", "Short name of the victim", True),
            Column(
                col.ORGANISATION,
                "text",
                Label("Nom de l’organisme, dans sa langue", "Name of the organisation, in its own language"),
                required=True,
            ),
            Column(col.SECTOR, "code", Label("Nature de la victime", "What the victim is"), SECTORS, required=True),
            Column(
                col.COUNTRY, "code", Label("Pays (ISO 3166-1 alpha-3)", "Country (ISO 3166-1 alpha-3)"), required=True
            ),
            *_dated(col.STARTED_ON, col.STARTED_PRECISION, "Début de l’attaque", "Start of the attack", True),
            *_dated(col.DETECTED_ON, col.DETECTED_PRECISION, "Détection", "Detection"),
            *_dated(col.ENDED_ON, col.ENDED_PRECISION, "Fin de l’incident", "End of the incident"),
            *in_both_languages(
                col.END_MEANING_FR,
                col.END_MEANING_EN,
                "Ce que « rétabli » veut dire ici",
                "What “recovered” means here",
            ),
            Column(
                col.ATTACK_TYPE,
                "code",
                Label("Type d’attaque retenu", "Attack type retained"),
                ATTACK_TYPES,
                required=True,
            ),
            Column(
                col.STATUS,
                "code",
                Label(
                    "Confirmé, ou connu par la seule revendication de l’attaquant",
                    "Confirmed, or known only from the attacker’s claim",
                ),
                STATUSES,
                required=True,
            ),
            Column(
                col.CONFIDENCE,
                "code",
                Label("Solidité de la documentation", "Strength of the documentation"),
                CONFIDENCES,
                required=True,
            ),
            Column(
                col.RELATED_IDS,
                "references",
                Label("Incidents d’une même campagne", "Incidents of one campaign"),
                table=col.INCIDENTS,
            ),
            *in_both_languages(
                col.SUMMARY_FR,
                col.SUMMARY_EN,
                "Ce qui s’est passé, en un paragraphe",
                "What happened, in a paragraph",
                True,
            ),
            *in_both_languages(col.NOTE_FR, col.NOTE_EN, "Réserves à garder en tête", "Caveats to bear in mind"),
        ),
    ),
    col.SITES: Table(
        col.SITES,
        col.SITE_ID,
        Label("Un lieu touché par un incident", "One place that an incident touched"),
        (
            Column(col.SITE_ID, "text", Label("Identifiant du lieu", "Identifier of the place"), required=True),
            _INCIDENT,
            *in_both_languages(col.NAME_FR, col.NAME_EN, "Nom du lieu", "Name of the place", True),
            Column(col.COMMUNE, "text", Label("Commune ou ville", "Town")),
            Column(col.INSEE, "code", Label("Code Insee de la commune", "INSEE code of the commune")),
            Column(col.DEPARTMENT, "code", Label("Code Insee du département", "INSEE code of the department")),
            Column(col.REGION, "code", Label("Code Insee de la région", "INSEE code of the region")),
            Column(
                col.COUNTRY, "code", Label("Pays (ISO 3166-1 alpha-3)", "Country (ISO 3166-1 alpha-3)"), required=True
            ),
            Column(
                col.LATITUDE,
                "number",
                Label("Latitude, degrés décimaux, WGS 84", "Latitude, decimal degrees, WGS 84"),
                unit="°",
                minimum=-90,
                maximum=90,
            ),
            Column(
                col.LONGITUDE,
                "number",
                Label("Longitude, degrés décimaux, WGS 84", "Longitude, decimal degrees, WGS 84"),
                unit="°",
                minimum=-180,
                maximum=180,
            ),
            Column(
                col.POINT_PRECISION,
                "code",
                Label("Ce que le point désigne", "What the point stands for"),
                POINT_PRECISIONS,
                required=True,
            ),
            Column(
                col.ROLE,
                "code",
                Label("Rôle du lieu dans l’incident", "Role of the place in the incident"),
                ROLES,
                required=True,
            ),
            Column(col.FINESS_ET, "text", Label("Numéros FINESS géographiques", "FINESS numbers of the sites")),
            Column(
                col.FINESS_EJ, "text", Label("Numéro FINESS de l’entité juridique", "FINESS number of the legal entity")
            ),
            Column(
                col.BEDS,
                "integer",
                Label("Lits selon la SAE", "Beds according to the SAE survey"),
                unit="lits / beds",
                minimum=0,
            ),
            Column(col.BEDS_YEAR, "integer", Label("Année des lits", "Year of the beds"), minimum=2000, maximum=2100),
            _SOURCE_LIST,
            *in_both_languages(col.NOTE_FR, col.NOTE_EN, "Précisions sur le lieu", "Notes on the place"),
        ),
    ),
    col.EVENTS: Table(
        col.EVENTS,
        col.EVENT_ID,
        Label("Une ligne de la chronologie d’un incident", "One line of an incident’s timeline"),
        (
            Column(col.EVENT_ID, "text", Label("Identifiant de la ligne", "Identifier of the line"), required=True),
            _INCIDENT,
            *_dated(col.OCCURRED_ON, col.OCCURRED_PRECISION, "Date de l’événement", "Date of the event"),
            Column(col.KIND, "code", Label("Nature de l’événement", "Kind of event"), EVENT_KINDS, required=True),
            *in_both_languages(col.TEXT_FR, col.TEXT_EN, "Ce qui a eu lieu", "What took place", True),
            Column(col.SOURCE_IDS, "references", Label("Sources", "Sources"), table=col.SOURCES, required=True),
        ),
    ),
    col.CLAIMS: Table(
        col.CLAIMS,
        col.CLAIM_ID,
        Label("Ce qu’une source affirme d’un incident", "What one source says of an incident"),
        (
            Column(
                col.CLAIM_ID, "text", Label("Identifiant de l’affirmation", "Identifier of the claim"), required=True
            ),
            _INCIDENT,
            Column(
                col.MEASURE,
                "code",
                Label("Ce dont il s’agit", "What it is about"),
                {name: measure.label for name, measure in MEASURES.items()},
                required=True,
            ),
            Column(
                col.VALUE,
                "text",
                Label("Nombre, date ISO, code, ou mots en anglais", "Number, ISO date, code, or words in English"),
            ),
            Column(
                col.VALUE_FR,
                "text",
                Label(
                    "Les mêmes mots en français, pour les mesures en mots",
                    "The same words in French, for measures in words",
                ),
            ),
            Column(
                col.LOW,
                "text",
                Label("Borne basse, quand la source donne un intervalle", "Low end, where the source gives a range"),
            ),
            Column(
                col.HIGH,
                "text",
                Label("Borne haute, quand la source donne un intervalle", "High end, where the source gives a range"),
            ),
            Column(col.UNIT, "code", Label("Unité", "Unit"), UNITS),
            Column(col.AS_OF, "date", Label("Date à laquelle l’affirmation vaut", "Date for which the claim holds")),
            Column(col.SOURCE_ID, "reference", Label("Source", "Source"), table=col.SOURCES, required=True),
            Column(col.TIER, "code", Label("Qui parle", "Who speaks"), TIERS, required=True),
            Column(
                col.PREFERRED,
                "code",
                Label("Valeur que nous retenons", "The value that we retain"),
                YES_NO,
                required=True,
            ),
            *in_both_languages(col.NOTE_FR, col.NOTE_EN, "Précisions, portée, réserves", "Scope, caveats"),
        ),
    ),
    col.SOURCES: Table(
        col.SOURCES,
        col.SOURCE_ID,
        Label("Un document sur lequel nous nous appuyons", "One document that we rely on"),
        (
            Column(col.SOURCE_ID, "text", Label("Identifiant de la source", "Identifier of the source"), required=True),
            Column(col.PUBLISHER, "text", Label("Éditeur", "Publisher"), required=True),
            Column(
                col.TITLE, "text", Label("Titre, dans la langue de la source", "Title, in the language of the source")
            ),
            Column(
                col.TITLE_KIND,
                "code",
                Label("D’où vient le titre", "Where the title comes from"),
                TITLE_KINDS,
                required=True,
            ),
            Column(col.URL, "address", Label("Adresse", "Address")),
            *_dated(col.PUBLISHED_ON, col.PUBLISHED_PRECISION, "Date de publication", "Date of publication"),
            Column(col.TIER, "code", Label("Nature de l’éditeur", "What the publisher is"), TIERS, required=True),
            Column(col.LANGUAGE, "code", Label("Langue", "Language"), LANGUAGES, required=True),
            Column(
                col.AGENCY,
                "text",
                Label(
                    "Agence dont le texte est repris : deux reprises ne font pas deux sources indépendantes",
                    "Agency whose text is repeated: two repeats are not two independent sources",
                ),
            ),
            Column(
                col.COPY,
                "code",
                Label("Copie, traduction ou reprise par un tiers", "Copy, translation or repeat by a third party"),
                YES_NO,
                required=True,
            ),
            Column(
                col.HEADLINE_ONLY,
                "code",
                Label("Titre seul lu, jamais cité au-delà", "Only the headline was read; never quoted beyond it"),
                YES_NO,
                required=True,
            ),
            Column(
                col.LINK,
                "code",
                Label("Peut-on y mener le lecteur", "Whether readers are sent there"),
                YES_NO,
                required=True,
            ),
            Column(col.LINK_REASON, "code", Label("Pourquoi pas", "Why not"), LINK_REASONS),
            Column(
                col.STATISTICAL,
                "code",
                Label(
                    "Statistique de référence : décrit les établissements, n’atteste aucune attaque",
                    "Reference statistics: describes establishments, attests to no attack",
                ),
                YES_NO,
                required=True,
            ),
        ),
    ),
    col.NATIONAL_SERIES: Table(
        col.NATIONAL_SERIES,
        "series_id",
        Label(
            "Un chiffre officiel national, tel qu’une source le donne",
            "One official national figure, as a source gives it",
        ),
        (
            Column("series_id", "text", Label("Identifiant", "Identifier"), required=True),
            Column(
                col.YEAR,
                "text",
                Label("Année ou période (AAAA, AAAA-MM/AAAA-MM)", "Year or period (YYYY, YYYY-MM/YYYY-MM)"),
                required=True,
            ),
            Column(col.METRIC, "text", Label("Code de ce qui est compté", "Code of what is counted"), required=True),
            *in_both_languages("metric_fr", "metric_en", "Ce qui est compté", "What is counted", True),
            Column(col.VALUE, "number", Label("Valeur", "Value"), required=True),
            *in_both_languages(
                "unit_fr",
                "unit_en",
                "Unité, avec « plus de » ou « environ » quand la source le dit",
                "Unit, with “more than” or “about” where the source says so",
                True,
            ),
            *in_both_languages(col.SCOPE_FR, col.SCOPE_EN, "Périmètre du décompte", "Scope of the count", True),
            Column(col.SOURCE_ID, "reference", Label("Source", "Source"), table=col.SOURCES, required=True),
            *in_both_languages(col.NOTE_FR, col.NOTE_EN, "Précisions", "Notes"),
        ),
    ),
    col.MENTIONS: Table(
        col.MENTIONS,
        col.MENTION_ID,
        Label(
            "Un établissement cité une seule fois, une panne ou un exercice : pas un incident",
            "An establishment named once, an outage or an exercise: not an incident",
        ),
        (
            Column(col.MENTION_ID, "text", Label("Identifiant", "Identifier"), required=True),
            Column(col.ORGANISATION, "text", Label("Nom cité", "Name as mentioned"), required=True),
            Column(col.WHEN, "text", Label("Quand, tel que la source le dit", "When, as the source says")),
            *in_both_languages(col.TEXT_FR, col.TEXT_EN, "Ce que dit la source", "What the source says"),
            *in_both_languages(
                col.REASON_FR,
                col.REASON_EN,
                "Pourquoi ce n’est pas un incident de l’atlas",
                "Why it is not an incident of the atlas",
                True,
            ),
            Column(col.SOURCE_ID, "reference", Label("Source", "Source"), table=col.SOURCES, required=True),
        ),
    ),
    col.DISAGREEMENTS: Table(
        col.DISAGREEMENTS,
        col.DISAGREEMENT_ID,
        Label(
            "Une mesure d’un incident sur laquelle les sources se contredisent : qui dit quoi, et pourquoi cette valeur",
            "A measure of an incident on which sources disagree: who says what, and why this value",
        ),
        (
            Column(
                col.DISAGREEMENT_ID,
                "text",
                Label("Identifiant : incident et mesure", "Identifier: incident and measure"),
                required=True,
            ),
            _INCIDENT,
            Column(
                col.MEASURE,
                "code",
                Label("Ce dont il s’agit", "What it is about"),
                {name: measure.label for name, measure in MEASURES.items()},
                required=True,
            ),
            Column(col.RULE, "code", Label("Règle appliquée", "Rule applied"), RULES, required=True),
            *in_both_languages(
                col.REASON_FR,
                col.REASON_EN,
                "Ce qui sépare les sources, et pourquoi cette valeur",
                "What sets the sources apart, and why this value",
                True,
            ),
        ),
    ),
    col.BEDS_UNMATCHED: Table(
        col.BEDS_UNMATCHED,
        col.INCIDENT_ID,
        Label(
            "Un incident français sans lits officiels, et pourquoi",
            "A French incident without official beds, and why",
        ),
        (
            _INCIDENT,
            Column(col.REASON, "code", Label("Pourquoi", "Why"), UNMATCHED_REASONS, required=True),
            *in_both_languages(col.NOTE_FR, col.NOTE_EN, "Précisions", "Notes"),
        ),
    ),
}


CORRECTION_COLUMNS = {
    col.TABLE: Label("Table que la correction touche", "The table that the correction touches"),
    col.KEY: Label("Clé de la ligne", "Key of the row"),
    col.COLUMN: Label("Colonne", "Column"),
    col.EXPECTED: Label(
        "Valeur recueillie, que la correction remplace (vide : cellule vide) ; si elle a changé, la correction échoue",
        "Value as collected, which the correction replaces (empty: an empty cell); if it has changed, the correction fails",
    ),
    col.VALUE: Label(
        "Valeur qui la remplace (vide : cellule vidée)", "Value that replaces it (empty: the cell is emptied)"
    ),
    col.REASON_FR: Label("Pourquoi, en français", "Why, in French"),
    col.REASON_EN: Label("Pourquoi, en anglais", "Why, in English"),
    col.SOURCE_ID: Label("Source qui fonde la correction", "The source on which the correction rests"),
    col.DATE: Label("Jour de la correction (AAAA-MM-JJ)", "Day of the correction (YYYY-MM-DD)"),
}
CHANGE_COLUMNS = {
    col.VERSION: Label("Version des données", "Version of the data"),
    col.DATE: Label("Date de cette version (AAAA-MM-JJ)", "Date of that version (YYYY-MM-DD)"),
    col.TEXT_FR: Label("Ce qui a changé, en français", "What changed, in French"),
    col.TEXT_EN: Label("Ce qui a changé, en anglais", "What changed, in English"),
}
