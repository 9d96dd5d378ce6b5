"""Every table, column and code list once: name, type, unit and meaning in French and in English.

Other rooms import the names from here and spell none of their own; the data dictionary and
datapackage.json are generated from these definitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "code", "codes", "date", "integer", "number", "address", "reference", "references"]

# --- names of columns -------------------------------------------------------------------------------------

INCIDENT_ID = "incident_id"
SITE_ID = "site_id"
EVENT_ID = "event_id"
CLAIM_ID = "claim_id"
SOURCE_ID = "source_id"
SOURCE_IDS = "source_ids"
RELATED_IDS = "related_ids"

NAME_FR, NAME_EN = "name_fr", "name_en"
SUMMARY_FR, SUMMARY_EN = "summary_fr", "summary_en"
NOTE_FR, NOTE_EN = "note_fr", "note_en"
TEXT_FR, TEXT_EN = "text_fr", "text_en"
END_MEANING_FR, END_MEANING_EN = "end_meaning_fr", "end_meaning_en"
ORGANISATION = "organisation"
SECTOR = "sector"
COUNTRY = "country"
REGION = "region"
DEPARTMENT = "department"
COMMUNE = "commune"
INSEE = "insee"
STARTED_ON, STARTED_PRECISION = "started_on", "started_precision"
DETECTED_ON, DETECTED_PRECISION = "detected_on", "detected_precision"
ENDED_ON, ENDED_PRECISION = "ended_on", "ended_precision"
OCCURRED_ON, OCCURRED_PRECISION = "occurred_on", "occurred_precision"
PUBLISHED_ON, PUBLISHED_PRECISION = "published_on", "published_precision"
ATTACK_TYPE = "attack_type"
STATUS = "status"
CONFIDENCE = "confidence"

LATITUDE, LONGITUDE = "latitude", "longitude"
POINT_PRECISION = "point_precision"
ROLE = "role"
FINESS_ET, FINESS_EJ = "finess_et", "finess_ej"
BEDS, BEDS_YEAR = "beds", "beds_year"

KIND = "kind"

MEASURE = "measure"
VALUE, VALUE_FR = "value", "value_fr"
LOW, HIGH = "low", "high"
UNIT = "unit"
AS_OF = "as_of"
TIER = "tier"
PREFERRED = "preferred"
NOTE = "note"

PUBLISHER = "publisher"
TITLE, TITLE_KIND = "title", "title_kind"
URL = "url"
LANGUAGE = "language"
AGENCY = "agency"
COPY = "copy"
HEADLINE_ONLY = "headline_only"
LINK, LINK_REASON = "link", "link_reason"
STATISTICAL = "statistical"

YEAR = "year"
METRIC = "metric"
SCOPE_FR, SCOPE_EN = "scope_fr", "scope_en"
MENTION_ID = "mention_id"
DISAGREEMENT_ID = "disagreement_id"
RULE = "rule"
REASON = "reason"
WHEN = "when"
REASON_FR, REASON_EN = "reason_fr", "reason_en"

# corrections.toml and changes.toml
TABLE, KEY, COLUMN, EXPECTED = "table", "key", "column", "expected"
DATE = "date"
VERSION = "version"

# columns that are worked out, found in the exports only
DEPARTMENTS, REGIONS = "departments", "regions"
SERVICES = "services"
SOURCES = "sources"
INDEPENDENT_SOURCES = "independent_sources"
STRONGEST_TIER = "strongest_tier"
PLACED_BY = "placed_by"
POINT_DEPARTMENT = "point_department"
POPULATION, POPULATION_YEAR = "population", "population_year"
PERSON_YEARS, BED_YEARS = "person_years", "bed_years"
RATE_PER_MILLION, RATE_LOW, RATE_HIGH = "rate_per_million", "rate_low", "rate_high"
BEDS_RATE, BEDS_RATE_LOW, BEDS_RATE_HIGH = "rate_per_10k_beds", "beds_rate_low", "beds_rate_high"
RELIABILITY = "reliability"
CODE = "code"
DATA_VERSION = "data_version"

INCIDENTS, SITES, EVENTS, CLAIMS = "incidents", "sites", "events", "claims"
NATIONAL_SERIES, MENTIONS = "national_series", "mentions"
DISAGREEMENTS, BEDS_UNMATCHED = "disagreements", "beds_unmatched"
COUNTRIES = "countries"

LIST_SEPARATOR = "; "
DATE_PATTERN = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"

FRANCE = "FRA"
OVERSEAS_DEPARTMENTS = ("971", "972", "973", "974", "976")

# --- code lists -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Label:
    """What a code is called on screen, in both languages."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The label in ``fr`` or ``en``; any other language is a programming error."""
        return {"fr": self.fr, "en": self.en}[language]


PRECISIONS = {
    "day": Label("au jour près", "to the day"),
    "month": Label("au mois près", "to the month"),
    "year": Label("à l’année près", "to the year"),
}

ATTACK_TYPES = {
    "ransomware": Label("Rançongiciel", "Ransomware"),
    "data-theft": Label("Vol de données", "Data theft"),
    "intrusion": Label("Intrusion", "Intrusion"),
    "ddos": Label("Déni de service", "Denial of service"),
    "unknown": Label("Type non établi", "Type not established"),
}

STATUSES = {
    "confirmed": Label("attaque confirmée", "confirmed attack"),
    "claimed": Label("revendication seule", "attacker’s claim only"),
}

CONFIDENCES = {
    "high": Label("élevée (trois éditeurs directs ou plus)", "high (three or more direct publishers)"),
    "medium": Label("moyenne (deux éditeurs directs)", "medium (two direct publishers)"),
    "low": Label("faible (un éditeur direct ou aucun)", "low (one direct publisher or none)"),
    "unrated": Label("non évaluée", "not rated"),
}

SECTORS = {
    "hospital": Label("hôpital", "hospital"),
    "hospital-group": Label("groupe hospitalier", "hospital group"),
    "health-system": Label("système de santé", "health system"),
    "regional-body": Label("organisme régional de santé", "regional health body"),
    "supplier": Label("prestataire d’hôpitaux", "supplier of hospitals"),
    "pathology-provider": Label("réseau de laboratoires", "pathology provider"),
}

ROLES = {
    "entered": Label("système pénétré", "entered"),
    "isolated": Label("isolé par précaution", "isolated as a precaution"),
    "served": Label("dépendant du système atteint", "depends on the system hit"),
    "targeted": Label("site internet visé", "website targeted"),
    "unknown": Label("rôle non précisé", "role not stated"),
}

POINT_PRECISIONS = {
    "site": Label("l’établissement", "the establishment"),
    "commune": Label("centre de la commune", "centre of the town"),
    "area": Label("siège ou ville principale", "headquarters or main town"),
    "symbolic": Label("repère sans valeur de lieu", "a marker, not a place"),
}

EVENT_KINDS = {
    "attack": Label("attaque", "attack"),
    "detection": Label("détection", "detection"),
    "response": Label("réaction", "response"),
    "care": Label("soins", "care"),
    "leak": Label("fuite de données", "data leak"),
    "ransom": Label("rançon", "ransom"),
    "recovery": Label("rétablissement", "recovery"),
    "justice": Label("enquête et justice", "investigation and courts"),
    "disclosure": Label("annonce", "disclosure"),
    "cost": Label("coût", "cost"),
    "other": Label("autre", "other"),
}

TIERS = {
    "official": Label("source officielle", "official source"),
    "victim": Label("l’établissement touché", "the victim"),
    "press": Label("presse", "press"),
    "specialist": Label("spécialiste", "specialist"),
    "attacker": Label("l’attaquant", "the attacker"),
}

YES_NO = {"yes": Label("oui", "yes"), "no": Label("non", "no")}

FINDINGS = {
    "yes": Label("oui", "yes"),
    "no": Label("non", "no"),
    "partial": Label("en partie", "in part"),
    "unknown": Label("on ne sait pas", "not known"),
}

SERVICE_CODES = {
    "emergency": Label("Urgences", "Emergency care"),
    "surgery": Label("Chirurgie et blocs", "Surgery and theatres"),
    "intensive-care": Label("Soins intensifs", "Intensive care"),
    "maternity": Label("Maternité", "Maternity"),
    "oncology": Label("Cancérologie", "Cancer care"),
    "imaging": Label("Imagerie", "Imaging"),
    "laboratory": Label("Laboratoire", "Laboratory"),
    "pharmacy": Label("Pharmacie et prescriptions", "Pharmacy and prescriptions"),
    "outpatient": Label("Consultations et rendez-vous", "Outpatients and appointments"),
    "admissions": Label("Admissions", "Admissions"),
    "patient-records": Label("Dossier patient", "Patient records"),
    "medical-devices": Label("Appareils médicaux", "Medical devices"),
    "email": Label("Messagerie", "Email"),
    "telephony": Label("Téléphonie", "Telephones"),
    "network": Label("Réseau et internet", "Network and internet"),
    "website": Label("Site et portail", "Website and portal"),
    "administration": Label("Administration", "Administration"),
    "business-software": Label("Logiciels métiers", "Business software"),
    "all-systems": Label("Ensemble du système", "All systems"),
    "shared-platform": Label("Plateforme partagée", "Shared platform"),
}

RESPONSE_CODES = {
    "plan-blanc": Label("plan blanc", "plan blanc (emergency plan)"),
    "crisis-cell": Label("cellule de crise", "crisis unit"),
    "isolation": Label("systèmes isolés", "systems isolated"),
    "complaint": Label("plainte", "complaint"),
    "investigation": Label("enquête", "investigation"),
    "legal-outcome": Label("suite judiciaire", "legal outcome"),
    "anssi": Label("ANSSI", "ANSSI (national cyber agency)"),
    "cert-sante": Label("CERT Santé", "CERT Santé"),
    "health-authority": Label("autorité de santé", "health authority"),
    "data-protection-authority": Label("CNIL ou équivalent", "data protection authority"),
    "people-notified": Label("personnes informées", "people notified"),
    "mutual-aid": Label("entraide", "mutual aid"),
    "outside-experts": Label("experts extérieurs", "outside experts"),
    "paper-working": Label("retour au papier", "paper working"),
    "hardening": Label("mesures de protection", "hardening"),
    "other": Label("autre", "other"),
}

TITLE_KINDS = {
    "as-published": Label("titre publié", "as published"),
    "rebuilt": Label("reconstitué d’après l’adresse, à ne pas citer", "rebuilt from the address, not a quotation"),
    "own-words": Label("décrit par nous", "described by us"),
    "as-noted": Label("relevé par nous", "as noted by us"),
}

LANGUAGES = {
    "fr": Label("français", "French"),
    "en": Label("anglais", "English"),
    "de": Label("allemand", "German"),
    "es": Label("espagnol", "Spanish"),
    "it": Label("italien", "Italian"),
    "cs": Label("tchèque", "Czech"),
    "he": Label("hébreu", "Hebrew"),
    "ja": Label("japonais", "Japanese"),
    "und": Label("non déterminée", "not determined"),
}

LINK_REASONS = {
    "no-address": Label("pas d’adresse publique", "no public address"),
    "copy": Label("copie d’un autre éditeur", "a copy of another publisher’s text"),
    "listing": Label("titre lu dans une liste, article non lu", "headline read in a listing, article not read"),
    "dataset-row": Label("ligne d’un jeu de données", "row of a dataset"),
    "blog": Label("blog ou site non éditorial", "blog or non-editorial site"),
    "may-lead-to-leak": Label("peut mener à des données volées", "may lead to stolen data"),
}

# Why one value is retained where sources state several: the rules, in the order in which they are tried.
RULES = {
    "definition": Label(
        "la seule qui réponde à la définition de la mesure", "the only one that fits the definition of the measure"
    ),
    "strongest-tier": Label("la source la plus forte", "the strongest tier of source"),
    "latest": Label("la plus récente, qui remplace les autres", "the latest, which replaces the others"),
    "most-voices": Label("le plus grand nombre de sources indépendantes", "the most independent sources"),
    "most-precise": Label(
        "la plus précise, que les autres ne contredisent pas", "the most precise, which the others do not contradict"
    ),
    "judgement": Label("notre appréciation, expliquée", "our judgement, explained"),
    "none": Label("aucune : rien ne permet de trancher", "none: nothing lets us decide"),
}

UNMATCHED_REASONS = {
    "regional-body": Label("organisme régional, sans lits à lui", "a regional body, which has no beds of its own"),
    "claim-only": Label(
        "revendication seule : rien n’établit qu’un hôpital ait été touché",
        "a claim only: nothing establishes that a hospital was hit",
    ),
    "website-only": Label(
        "site internet visé, hôpital non atteint", "a website targeted, the hospital itself not reached"
    ),
    "not-named": Label("établissement non précisé par les sources", "the sources do not say which establishment"),
    "whole-group": Label(
        "groupe entier, établissements atteints non précisés",
        "a whole group; which establishments were hit is not stated",
    ),
    "not-in-sae": Label("absent des fichiers de la SAE pour l’année", "absent from the SAE files of that year"),
}

# How far a rate can be relied on, by the number of incidents that it rests on.
RELIABILITIES = {
    "stable": Label("vingt incidents ou plus", "twenty incidents or more"),
    "fragile": Label("de dix à dix-neuf incidents : fragile", "ten to nineteen incidents: fragile"),
    "not-ranked": Label("moins de dix incidents : ne se classe pas", "fewer than ten incidents: not to be ranked"),
    "no-denominator": Label(
        "pas de taux : population inconnue ou période vide", "no rate: population not known, or an empty period"
    ),
}

# --- measures: what a claim can be about ------------------------------------------------------------------

MeasureKind = Literal["number", "date", "code", "codes", "text"]


@dataclass(frozen=True)
class Measure:
    """One thing that sources state of an incident.

    Attributes
    ----------
    kind : what `value` holds: a number, an ISO date, a code, codes, or words.
    unit : unit of a number, as written in the `unit` column; empty for other kinds.
    codes : the codes allowed, for code and codes.
    sums : whether adding it up over incidents means anything.
    """

    kind: MeasureKind
    label: Label
    meaning: Label
    unit: str = ""
    codes: tuple[str, ...] = ()
    sums: bool = False


UNITS = {
    "": Label("", ""),
    "USD": Label("dollars", "US dollars"),
    "EUR": Label("euros", "euros"),
    "BTC": Label("bitcoins", "bitcoins"),
    "GB": Label("Go", "GB"),
    "people": Label("personnes", "people"),
    "patients": Label("patients", "patients"),
    "operations": Label("opérations", "operations"),
    "appointments": Label("rendez-vous", "appointments"),
    "establishments": Label("établissements", "establishments"),
    "beds": Label("lits", "beds"),
    "visits per year": Label("passages par an", "visits per year"),
    "stays per year": Label("séjours par an", "stays per year"),
    "patients per year": Label("patients par an", "patients per year"),
    "workstations": Label("postes", "workstations"),
    "servers": Label("serveurs", "servers"),
    "deaths": Label("décès", "deaths"),
    "days": Label("jours", "days"),
    "months": Label("mois", "months"),
    "percent": Label("%", "%"),
    "year": Label("année", "year"),
}


def _number(unit: str, fr: str, en: str, meaning_fr: str, meaning_en: str, sums: bool = False) -> Measure:
    return Measure("number", Label(fr, en), Label(meaning_fr, meaning_en), unit, (), sums)


def _date(fr: str, en: str) -> Measure:
    return Measure("date", Label(fr, en), Label(f"{fr} ; année, mois ou jour", f"{en}; a year, a month or a day"))


def _text(fr: str, en: str) -> Measure:
    return Measure("text", Label(fr, en), Label(f"{fr}, en quelques mots", f"{en}, in a few words"))


def _finding(fr: str, en: str) -> Measure:
    return Measure("code", Label(fr, en), Label(fr, en), "", tuple(FINDINGS))


MEASURES: dict[str, Measure] = {
    "beds": _number(
        "beds",
        "Lits",
        "Beds",
        "Capacité de l’établissement touché, telle que la source la donne ; lits seuls ou lits et places selon la note",
        "Capacity of the establishment hit as the source gives it; beds alone or beds and places, see the note",
        True,
    ),
    "population_served": _number(
        "people",
        "Population desservie",
        "Population served",
        "Habitants desservis selon la source ; jamais estimés par nous",
        "Inhabitants served according to the source; never estimated by us",
        True,
    ),
    "patients_transferred": _number(
        "patients",
        "Patients transférés",
        "Patients transferred",
        "Patients hospitalisés déplacés vers un autre établissement à cause de l’attaque",
        "Inpatients moved to another establishment because of the attack",
        True,
    ),
    "patients_transferred_intensive_care": _number(
        "patients",
        "dont réanimation",
        "of whom intensive care",
        "Transferts depuis la réanimation",
        "Transfers from intensive care",
    ),
    "patients_transferred_neonatal": _number(
        "patients",
        "dont néonatalogie",
        "of whom neonatal",
        "Transferts depuis la néonatalogie",
        "Transfers from the neonatal unit",
    ),
    "people_affected": _number(
        "people",
        "Personnes dont les données ont fui",
        "People whose data leaked",
        "Personnes (patients, agents) dont des données ont été prises ou exposées",
        "People (patients, staff) whose data were taken or exposed",
        True,
    ),
    "people_affected_medical": _number(
        "people",
        "dont données médicales",
        "of whom medical data",
        "Personnes dont des données médicales ont fui",
        "People whose medical data leaked",
    ),
    "ransom_demand_usd": _number(
        "USD",
        "Rançon demandée (dollars)",
        "Ransom demanded (US dollars)",
        "Première somme demandée, en dollars quand la source l’exprime ainsi ; jamais convertie",
        "First sum demanded, in US dollars where the source says so; never converted",
        True,
    ),
    "ransom_demand_eur": _number(
        "EUR",
        "Rançon demandée (euros)",
        "Ransom demanded (euros)",
        "Somme demandée, en euros quand la source l’exprime ainsi ; jamais convertie",
        "Sum demanded, in euros where the source says so; never converted",
        True,
    ),
    "ransom_demand_bitcoin": _number(
        "BTC",
        "Rançon demandée (bitcoins)",
        "Ransom demanded (bitcoins)",
        "Somme demandée en bitcoins",
        "Sum demanded in bitcoins",
    ),
    "ransom_demand_lowered_usd": _number(
        "USD",
        "Rançon abaissée (dollars)",
        "Ransom lowered to (US dollars)",
        "Somme demandée après rabais",
        "Sum demanded after a reduction",
    ),
    "ransom_paid_usd": _number(
        "USD",
        "Rançon payée (dollars)",
        "Ransom paid (US dollars)",
        "Somme versée selon la source",
        "Sum paid according to the source",
        True,
    ),
    "data_leaked_gb": _number(
        "GB",
        "Volume de données (Go)",
        "Volume of data (GB)",
        "Volume de données prises ou publiées",
        "Volume of data taken or published",
        True,
    ),
    "operations_cancelled": _number(
        "operations",
        "Opérations annulées",
        "Operations cancelled",
        "Opérations annulées ou reportées, quand un nombre est donné",
        "Operations cancelled or postponed, where a number is stated",
        True,
    ),
    "appointments_cancelled": _number(
        "appointments",
        "Rendez-vous annulés",
        "Appointments cancelled",
        "Rendez-vous annulés ou reportés, quand un nombre est donné",
        "Appointments cancelled or postponed, where a number is stated",
        True,
    ),
    "hospitals_affected": _number(
        "establishments",
        "Établissements concernés",
        "Establishments concerned",
        "Établissements comptés par la source : sites, hôpitaux, cliniques ou groupements, voir la note avant d’additionner",
        "Establishments as the source counts them: sites, hospitals, clinics or trusts; read the note before adding up",
    ),
    "downtime_days": _number(
        "days",
        "Jours avant rétablissement",
        "Days to recover",
        "Jours entre l’attaque et le rétablissement que la note décrit",
        "Days from the attack to the recovery that the note describes",
    ),
    "recovery_duration_months": _number(
        "months",
        "Mois avant rétablissement",
        "Months to recover",
        "Mois entre l’attaque et le rétablissement que la note décrit",
        "Months from the attack to the recovery that the note describes",
    ),
    "activity_level_percent": _number(
        "percent",
        "Activité maintenue (%)",
        "Activity kept (%)",
        "Part de l’activité normale, à la date de la note",
        "Share of normal activity, at the date in the note",
    ),
    "emergency_visits_per_year": _number(
        "visits per year",
        "Passages aux urgences par an",
        "Emergency visits per year",
        "Passages annuels aux urgences",
        "Emergency visits in a year",
    ),
    "full_stays_per_year": _number(
        "stays per year",
        "Séjours complets par an",
        "Full stays per year",
        "Séjours d’hospitalisation complète en médecine, chirurgie, obstétrique",
        "Full hospital stays in medicine, surgery and obstetrics",
    ),
    "patients_per_year": _number(
        "patients per year",
        "Patients par an",
        "Patients per year",
        "Patients pris en charge en une année, au sens de la source",
        "Patients cared for in a year, as the source counts them",
    ),
    "staff": _number(
        "people",
        "Agents",
        "Staff",
        "Effectif de l’établissement, au sens de la source",
        "Staff of the establishment, as the source counts them",
    ),
    "inpatients_at_attack": _number(
        "patients",
        "Hospitalisés au moment de l’attaque",
        "Inpatients at the attack",
        "Patients hospitalisés au moment de l’attaque",
        "Inpatients when the attack came",
    ),
    "workstations_stopped": _number(
        "workstations", "Postes arrêtés", "Workstations stopped", "Postes de travail arrêtés", "Workstations stopped"
    ),
    "servers_stopped": _number(
        "servers", "Serveurs touchés", "Servers hit", "Serveurs chiffrés ou arrêtés", "Servers encrypted or stopped"
    ),
    "cost_eur": _number(
        "EUR",
        "Coût (euros)",
        "Cost (euros)",
        "Coût déclaré, sur le périmètre de la note",
        "Stated cost, with the scope given in the note",
        True,
    ),
    "cost_usd": _number(
        "USD",
        "Coût (dollars)",
        "Cost (US dollars)",
        "Coût déclaré, sur le périmètre de la note",
        "Stated cost, with the scope given in the note",
        True,
    ),
    "deaths_linked": _number(
        "deaths",
        "Décès attribués",
        "Deaths attributed",
        "Décès qu’une autorité attribue à l’attaque",
        "Deaths that an authority attributes to the attack",
    ),
    "year_opened": _number(
        "year",
        "Année d’ouverture",
        "Year opened",
        "Année d’ouverture de l’établissement",
        "Year in which the establishment opened",
    ),
    "started_on": _date("Date de l’attaque", "Date of the attack"),
    "detected_on": _date("Date de détection", "Date of detection"),
    "ended_on": _date("Date de fin", "End date"),
    "ransom_deadline": _date("Échéance de la rançon", "Ransom deadline"),
    "data_leaked_on": _date("Date de publication des données", "Date the data were published"),
    "isolation_on": _date("Date d’isolement", "Date of isolation"),
    "plan_blanc_on": _date("Date du plan blanc", "Date of the plan blanc"),
    "operations_suspended_until": _date("Opérations suspendues jusqu’au", "Operations suspended until"),
    "source_published_on": _date("Date d’une source", "Date of a source"),
    "attack_type": Measure(
        "code",
        Label("Type d’attaque", "Attack type"),
        Label("Type d’attaque selon la source", "Attack type according to the source"),
        "",
        tuple(ATTACK_TYPES),
    ),
    "department": Measure(
        "code", Label("Département", "Department"), Label("Code Insee du département", "INSEE code of the department")
    ),
    "ransom_paid": _finding("Rançon payée", "Ransom paid"),
    "data_leaked": _finding("Données dérobées ou publiées", "Data taken or published"),
    "patients_diverted": _finding("Patients dirigés ailleurs", "Patients diverted"),
    "patients_referred": _finding("Patients adressés à d’autres structures", "Patients referred to other structures"),
    "operations_disrupted": _finding("Opérations perturbées", "Operations disrupted"),
    "care_affected": _finding("Soins affectés", "Care affected"),
    "earlier_attempts": _finding("Tentatives antérieures", "Earlier attempts"),
    "reported": Measure(
        "code",
        Label("Rapporte l’incident", "Reports the incident"),
        Label(
            "La source rapporte l’incident ; aucun chiffre n’en est tiré",
            "The source reports the incident; no figure is taken from it",
        ),
        "",
        ("yes",),
    ),
    "services_affected": Measure(
        "codes",
        Label("Services touchés", "Services affected"),
        Label(
            "Services de soins et fonctions perturbés ; la note garde les mots de la source résumés",
            "Care services and functions disrupted; the note keeps the wording, summarised",
        ),
        "",
        tuple(SERVICE_CODES),
    ),
    "response": Measure(
        "codes",
        Label("Réaction", "Response"),
        Label("Mesures prises et autorités saisies", "Measures taken and authorities called in"),
        "",
        tuple(RESPONSE_CODES),
    ),
    "organisation_name": _text("Nom de l’organisme", "Name of the organisation"),
    "commune": _text("Commune", "Town"),
    "started_at": _text("Heure de l’attaque", "Time of the attack"),
    "recovery": _text("Rétablissement", "Recovery"),
    "downtime_meaning": _text("Sens de la durée", "What the duration means"),
    "activity": _text("Niveau d’activité", "Level of activity"),
    "actor": _text("Auteur nommé", "Actor named"),
    "ransom_demand": _text("Demande de rançon", "Ransom demand"),
    "operations_cancelled_detail": _text("Annulation d’opérations", "Cancelled operations"),
    "patients_transferred_detail": _text("Détail des transferts", "Detail of the transfers"),
    "sites_listed": _text("Sites cités", "Sites named"),
    "cost": _text("Coût", "Cost"),
    "origin": _text("Origine", "Origin"),
    "severity": _text("Gravité", "Severity"),
    "regions": _text("Régions citées", "Regions named"),
    "data_stolen": _text("Données prises", "Data taken"),
    "data_leak_note": _text("Publication des données", "Publication of the data"),
    "status_reported": _text("Statut rapporté", "Status reported"),
    "services_kept": _text("Services maintenus", "Services kept running"),
    "intensive_care_monitoring": _text("Surveillance en réanimation", "Intensive care monitoring"),
    "organisation": _text("Organisation de l’hôpital", "Organisation of the hospital"),
    "investigation": _text("Enquête", "Investigation"),
    "complaint": _text("Plainte", "Complaint"),
    "paper_working": _text("Travail sur papier", "Paper working"),
    "servers": _text("Serveurs", "Servers"),
}

# --- tables -----------------------------------------------------------------------------------------------


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


def _both(fr_name: str, en_name: str, fr: str, en: str, required: bool = False) -> tuple[Column, Column]:
    return (
        Column(fr_name, "text", Label(f"{fr}, en français", f"{en}, in French"), required=required),
        Column(en_name, "text", Label(f"{fr}, en anglais", f"{en}, in English"), required=required),
    )


_INCIDENT = Column(
    INCIDENT_ID, "reference", Label("Incident concerné", "The incident concerned"), table=INCIDENTS, required=True
)
_SOURCE_LIST = Column(SOURCE_IDS, "references", Label("Sources", "Sources"), table=SOURCES)

TABLES: dict[str, Table] = {
    INCIDENTS: Table(
        INCIDENTS,
        INCIDENT_ID,
        Label(
            "Un incident : une attaque informatique contre un établissement de santé, connue publiquement",
            "One incident: a cyberattack against a health establishment that is publicly known",
        ),
        (
            Column(
                INCIDENT_ID,
                "text",
                Label("Identifiant stable, jamais réattribué", "Stable identifier, never reused"),
                required=True,
            ),
            *_both(NAME_FR, NAME_EN, "Nom court de la victime", "Short name of the victim", True),
            Column(
                ORGANISATION,
                "text",
                Label("Nom de l’organisme, dans sa langue", "Name of the organisation, in its own language"),
                required=True,
            ),
            Column(SECTOR, "code", Label("Nature de la victime", "What the victim is"), SECTORS, required=True),
            Column(COUNTRY, "code", Label("Pays (ISO 3166-1 alpha-3)", "Country (ISO 3166-1 alpha-3)"), required=True),
            *_dated(STARTED_ON, STARTED_PRECISION, "Début de l’attaque", "Start of the attack", True),
            *_dated(DETECTED_ON, DETECTED_PRECISION, "Détection", "Detection"),
            *_dated(ENDED_ON, ENDED_PRECISION, "Fin de l’incident", "End of the incident"),
            *_both(END_MEANING_FR, END_MEANING_EN, "Ce que « rétabli » veut dire ici", "What “recovered” means here"),
            Column(
                ATTACK_TYPE, "code", Label("Type d’attaque retenu", "Attack type retained"), ATTACK_TYPES, required=True
            ),
            Column(
                STATUS,
                "code",
                Label(
                    "Confirmé, ou connu par la seule revendication de l’attaquant",
                    "Confirmed, or known only from the attacker’s claim",
                ),
                STATUSES,
                required=True,
            ),
            Column(
                CONFIDENCE,
                "code",
                Label("Solidité de la documentation", "Strength of the documentation"),
                CONFIDENCES,
                required=True,
            ),
            Column(
                RELATED_IDS,
                "references",
                Label("Incidents d’une même campagne", "Incidents of one campaign"),
                table=INCIDENTS,
            ),
            *_both(
                SUMMARY_FR, SUMMARY_EN, "Ce qui s’est passé, en un paragraphe", "What happened, in a paragraph", True
            ),
            *_both(NOTE_FR, NOTE_EN, "Réserves à garder en tête", "Caveats to bear in mind"),
        ),
    ),
    SITES: Table(
        SITES,
        SITE_ID,
        Label("Un lieu touché par un incident", "One place that an incident touched"),
        (
            Column(SITE_ID, "text", Label("Identifiant du lieu", "Identifier of the place"), required=True),
            _INCIDENT,
            *_both(NAME_FR, NAME_EN, "Nom du lieu", "Name of the place", True),
            Column(COMMUNE, "text", Label("Commune ou ville", "Town")),
            Column(INSEE, "code", Label("Code Insee de la commune", "INSEE code of the commune")),
            Column(DEPARTMENT, "code", Label("Code Insee du département", "INSEE code of the department")),
            Column(REGION, "code", Label("Code Insee de la région", "INSEE code of the region")),
            Column(COUNTRY, "code", Label("Pays (ISO 3166-1 alpha-3)", "Country (ISO 3166-1 alpha-3)"), required=True),
            Column(
                LATITUDE,
                "number",
                Label("Latitude, degrés décimaux, WGS 84", "Latitude, decimal degrees, WGS 84"),
                unit="°",
                minimum=-90,
                maximum=90,
            ),
            Column(
                LONGITUDE,
                "number",
                Label("Longitude, degrés décimaux, WGS 84", "Longitude, decimal degrees, WGS 84"),
                unit="°",
                minimum=-180,
                maximum=180,
            ),
            Column(
                POINT_PRECISION,
                "code",
                Label("Ce que le point désigne", "What the point stands for"),
                POINT_PRECISIONS,
                required=True,
            ),
            Column(
                ROLE,
                "code",
                Label("Rôle du lieu dans l’incident", "Role of the place in the incident"),
                ROLES,
                required=True,
            ),
            Column(FINESS_ET, "text", Label("Numéros FINESS géographiques", "FINESS numbers of the sites")),
            Column(
                FINESS_EJ, "text", Label("Numéro FINESS de l’entité juridique", "FINESS number of the legal entity")
            ),
            Column(
                BEDS,
                "integer",
                Label("Lits selon la SAE", "Beds according to the SAE survey"),
                unit="lits / beds",
                minimum=0,
            ),
            Column(BEDS_YEAR, "integer", Label("Année des lits", "Year of the beds"), minimum=2000, maximum=2100),
            _SOURCE_LIST,
            *_both(NOTE_FR, NOTE_EN, "Précisions sur le lieu", "Notes on the place"),
        ),
    ),
    EVENTS: Table(
        EVENTS,
        EVENT_ID,
        Label("Une ligne de la chronologie d’un incident", "One line of an incident’s timeline"),
        (
            Column(EVENT_ID, "text", Label("Identifiant de la ligne", "Identifier of the line"), required=True),
            _INCIDENT,
            *_dated(OCCURRED_ON, OCCURRED_PRECISION, "Date de l’événement", "Date of the event"),
            Column(KIND, "code", Label("Nature de l’événement", "Kind of event"), EVENT_KINDS, required=True),
            *_both(TEXT_FR, TEXT_EN, "Ce qui a eu lieu", "What took place", True),
            Column(SOURCE_IDS, "references", Label("Sources", "Sources"), table=SOURCES, required=True),
        ),
    ),
    CLAIMS: Table(
        CLAIMS,
        CLAIM_ID,
        Label("Ce qu’une source affirme d’un incident", "What one source says of an incident"),
        (
            Column(CLAIM_ID, "text", Label("Identifiant de l’affirmation", "Identifier of the claim"), required=True),
            _INCIDENT,
            Column(
                MEASURE,
                "code",
                Label("Ce dont il s’agit", "What it is about"),
                {name: measure.label for name, measure in MEASURES.items()},
                required=True,
            ),
            Column(
                VALUE,
                "text",
                Label("Nombre, date ISO, code, ou mots en anglais", "Number, ISO date, code, or words in English"),
            ),
            Column(
                VALUE_FR,
                "text",
                Label(
                    "Les mêmes mots en français, pour les mesures en mots",
                    "The same words in French, for measures in words",
                ),
            ),
            Column(
                LOW,
                "text",
                Label("Borne basse, quand la source donne un intervalle", "Low end, where the source gives a range"),
            ),
            Column(
                HIGH,
                "text",
                Label("Borne haute, quand la source donne un intervalle", "High end, where the source gives a range"),
            ),
            Column(UNIT, "code", Label("Unité", "Unit"), UNITS),
            Column(AS_OF, "date", Label("Date à laquelle l’affirmation vaut", "Date for which the claim holds")),
            Column(SOURCE_ID, "reference", Label("Source", "Source"), table=SOURCES, required=True),
            Column(TIER, "code", Label("Qui parle", "Who speaks"), TIERS, required=True),
            Column(
                PREFERRED, "code", Label("Valeur que nous retenons", "The value that we retain"), YES_NO, required=True
            ),
            *_both(NOTE_FR, NOTE_EN, "Précisions, portée, réserves", "Scope, caveats"),
        ),
    ),
    SOURCES: Table(
        SOURCES,
        SOURCE_ID,
        Label("Un document sur lequel nous nous appuyons", "One document that we rely on"),
        (
            Column(SOURCE_ID, "text", Label("Identifiant de la source", "Identifier of the source"), required=True),
            Column(PUBLISHER, "text", Label("Éditeur", "Publisher"), required=True),
            Column(TITLE, "text", Label("Titre, dans la langue de la source", "Title, in the language of the source")),
            Column(
                TITLE_KIND,
                "code",
                Label("D’où vient le titre", "Where the title comes from"),
                TITLE_KINDS,
                required=True,
            ),
            Column(URL, "address", Label("Adresse", "Address")),
            *_dated(PUBLISHED_ON, PUBLISHED_PRECISION, "Date de publication", "Date of publication"),
            Column(TIER, "code", Label("Nature de l’éditeur", "What the publisher is"), TIERS, required=True),
            Column(LANGUAGE, "code", Label("Langue", "Language"), LANGUAGES, required=True),
            Column(
                AGENCY,
                "text",
                Label(
                    "Agence dont le texte est repris : deux reprises ne font pas deux sources indépendantes",
                    "Agency whose text is repeated: two repeats are not two independent sources",
                ),
            ),
            Column(
                COPY,
                "code",
                Label("Copie, traduction ou reprise par un tiers", "Copy, translation or repeat by a third party"),
                YES_NO,
                required=True,
            ),
            Column(
                HEADLINE_ONLY,
                "code",
                Label("Titre seul lu, jamais cité au-delà", "Only the headline was read; never quoted beyond it"),
                YES_NO,
                required=True,
            ),
            Column(
                LINK,
                "code",
                Label("Peut-on y mener le lecteur", "Whether readers are sent there"),
                YES_NO,
                required=True,
            ),
            Column(LINK_REASON, "code", Label("Pourquoi pas", "Why not"), LINK_REASONS),
            Column(
                STATISTICAL,
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
    NATIONAL_SERIES: Table(
        NATIONAL_SERIES,
        "series_id",
        Label(
            "Un chiffre officiel national, tel qu’une source le donne",
            "One official national figure, as a source gives it",
        ),
        (
            Column("series_id", "text", Label("Identifiant", "Identifier"), required=True),
            Column(
                YEAR,
                "text",
                Label("Année ou période (AAAA, AAAA-MM/AAAA-MM)", "Year or period (YYYY, YYYY-MM/YYYY-MM)"),
                required=True,
            ),
            Column(METRIC, "text", Label("Code de ce qui est compté", "Code of what is counted"), required=True),
            *_both("metric_fr", "metric_en", "Ce qui est compté", "What is counted", True),
            Column(VALUE, "number", Label("Valeur", "Value"), required=True),
            *_both(
                "unit_fr",
                "unit_en",
                "Unité, avec « plus de » ou « environ » quand la source le dit",
                "Unit, with “more than” or “about” where the source says so",
                True,
            ),
            *_both(SCOPE_FR, SCOPE_EN, "Périmètre du décompte", "Scope of the count", True),
            Column(SOURCE_ID, "reference", Label("Source", "Source"), table=SOURCES, required=True),
            *_both(NOTE_FR, NOTE_EN, "Précisions", "Notes"),
        ),
    ),
    MENTIONS: Table(
        MENTIONS,
        MENTION_ID,
        Label(
            "Un établissement cité une seule fois, une panne ou un exercice : pas un incident",
            "An establishment named once, an outage or an exercise: not an incident",
        ),
        (
            Column(MENTION_ID, "text", Label("Identifiant", "Identifier"), required=True),
            Column(ORGANISATION, "text", Label("Nom cité", "Name as mentioned"), required=True),
            Column(WHEN, "text", Label("Quand, tel que la source le dit", "When, as the source says")),
            *_both(TEXT_FR, TEXT_EN, "Ce que dit la source", "What the source says"),
            *_both(
                REASON_FR,
                REASON_EN,
                "Pourquoi ce n’est pas un incident de l’atlas",
                "Why it is not an incident of the atlas",
                True,
            ),
            Column(SOURCE_ID, "reference", Label("Source", "Source"), table=SOURCES, required=True),
        ),
    ),
    DISAGREEMENTS: Table(
        DISAGREEMENTS,
        DISAGREEMENT_ID,
        Label(
            "Une mesure d’un incident sur laquelle les sources se contredisent : qui dit quoi, et pourquoi cette valeur",
            "A measure of an incident on which sources disagree: who says what, and why this value",
        ),
        (
            Column(
                DISAGREEMENT_ID,
                "text",
                Label("Identifiant : incident et mesure", "Identifier: incident and measure"),
                required=True,
            ),
            _INCIDENT,
            Column(
                MEASURE,
                "code",
                Label("Ce dont il s’agit", "What it is about"),
                {name: measure.label for name, measure in MEASURES.items()},
                required=True,
            ),
            Column(RULE, "code", Label("Règle appliquée", "Rule applied"), RULES, required=True),
            *_both(
                REASON_FR,
                REASON_EN,
                "Ce qui sépare les sources, et pourquoi cette valeur",
                "What sets the sources apart, and why this value",
                True,
            ),
        ),
    ),
    BEDS_UNMATCHED: Table(
        BEDS_UNMATCHED,
        INCIDENT_ID,
        Label(
            "Un incident français sans lits officiels, et pourquoi",
            "A French incident without official beds, and why",
        ),
        (
            _INCIDENT,
            Column(REASON, "code", Label("Pourquoi", "Why"), UNMATCHED_REASONS, required=True),
            *_both(NOTE_FR, NOTE_EN, "Précisions", "Notes"),
        ),
    ),
}

# --- what is said of the tables: the files beside facts/ ----------------------------------------------------

CORRECTION_COLUMNS = {
    TABLE: Label("Table que la correction touche", "The table that the correction touches"),
    KEY: Label("Clé de la ligne", "Key of the row"),
    COLUMN: Label("Colonne", "Column"),
    EXPECTED: Label(
        "Valeur recueillie, que la correction remplace (vide : cellule vide) ; si elle a changé, la correction échoue",
        "Value as collected, which the correction replaces (empty: an empty cell); if it has changed, the correction fails",
    ),
    VALUE: Label(
        "Valeur qui la remplace (vide : cellule vidée)", "Value that replaces it (empty: the cell is emptied)"
    ),
    REASON_FR: Label("Pourquoi, en français", "Why, in French"),
    REASON_EN: Label("Pourquoi, en anglais", "Why, in English"),
    SOURCE_ID: Label("Source qui fonde la correction", "The source on which the correction rests"),
    DATE: Label("Jour de la correction (AAAA-MM-JJ)", "Day of the correction (YYYY-MM-DD)"),
}
CHANGE_COLUMNS = {
    VERSION: Label("Version des données", "Version of the data"),
    DATE: Label("Date de cette version (AAAA-MM-JJ)", "Date of that version (YYYY-MM-DD)"),
    TEXT_FR: Label("Ce qui a changé, en français", "What changed, in French"),
    TEXT_EN: Label("Ce qui a changé, en anglais", "What changed, in English"),
}

# Tables worked out for a selection, found in the exports only: rates are per year over the period selected.


def _area_table(name: str, fr: str, en: str, code_fr: str, code_en: str) -> Table:
    """The columns of departments, regions and countries, which are the same."""
    return Table(
        name,
        CODE,
        Label(f"{fr}, et ce que la sélection y compte", f"{en}, and what the selection counts there"),
        (
            Column(CODE, "code", Label(code_fr, code_en), required=True),
            *_both(NAME_FR, NAME_EN, "Nom", "Name", True),
            Column(POPULATION, "integer", Label("Habitants", "Inhabitants"), minimum=0),
            Column(
                POPULATION_YEAR,
                "integer",
                Label(
                    "Année de cette population, prise pour toutes les années",
                    "Year of that population, taken for every year",
                ),
            ),
            Column(
                BEDS,
                "integer",
                Label("Lits d’hôpital de l’année indiquée", "Hospital beds of the year given"),
                unit="lits / beds",
                minimum=0,
            ),
            Column(
                BEDS_YEAR,
                "integer",
                Label(
                    "Année de ces lits : la dernière de la période, ou l’année connue la plus proche",
                    "Year of those beds: the last of the period, or the nearest that is known",
                ),
            ),
            Column(
                INCIDENTS,
                "integer",
                Label(
                    "Incidents qui ont touché le territoire ; un incident compte une fois dans chacun",
                    "Incidents that touched the area; an incident counts once in each area",
                ),
                required=True,
                minimum=0,
            ),
            Column(SITES, "integer", Label("Lieux touchés", "Places touched"), required=True, minimum=0),
            Column(
                PERSON_YEARS,
                "number",
                Label(
                    "Habitants multipliés par la durée de la période en années",
                    "Inhabitants times the length of the period in years",
                ),
                unit="personnes-années / person-years",
                minimum=0,
            ),
            *_rate_columns(
                (RATE_PER_MILLION, RATE_LOW, RATE_HIGH),
                "par million d’habitants et par an",
                "per million inhabitants and year",
            ),
            Column(
                BED_YEARS,
                "number",
                Label(
                    "Lits de chaque année multipliés par la part de l’année couverte, additionnés",
                    "Beds of each year times the share of the year covered, added up",
                ),
                unit="lits-années / bed-years",
                minimum=0,
            ),
            *_rate_columns(
                (BEDS_RATE, BEDS_RATE_LOW, BEDS_RATE_HIGH),
                "pour 10 000 lits et par an",
                "per 10,000 beds and year",
            ),
            Column(
                RELIABILITY,
                "code",
                Label("Fiabilité du taux, selon le nombre d’incidents", "Reliability of the rate, by the incidents"),
                RELIABILITIES,
                required=True,
            ),
        ),
    )


def _rate_columns(names: tuple[str, str, str], fr: str, en: str) -> tuple[Column, Column, Column]:
    """A rate and its interval; missing, not zero, where there is nothing to divide by."""
    rate, low, high = names
    method_fr = "intervalle à 95 %, exact sous dix incidents, de Byar à partir de dix"
    method_en = "95% interval, exact below ten incidents, Byar’s from ten"
    return (
        Column(rate, "number", Label(f"Incidents {fr}", f"Incidents {en}"), minimum=0),
        Column(
            low,
            "number",
            Label(f"Borne basse du taux {fr} ({method_fr})", f"Low end of the rate {en} ({method_en})"),
            minimum=0,
        ),
        Column(
            high,
            "number",
            Label(f"Borne haute du taux {fr} ({method_fr})", f"High end of the rate {en} ({method_en})"),
            minimum=0,
        ),
    )


COMPUTED_TABLES: dict[str, Table] = {
    DEPARTMENTS: _area_table(
        DEPARTMENTS,
        "Un département français",
        "One French department",
        "Code Insee du département",
        "INSEE code of the department",
    ),
    REGIONS: _area_table(
        REGIONS, "Une région française", "One French region", "Code Insee de la région", "INSEE code of the region"
    ),
    COUNTRIES: _area_table(
        COUNTRIES,
        "Un pays ou territoire",
        "One country or territory",
        "Pays (ISO 3166-1 alpha-3)",
        "Country (ISO 3166-1 alpha-3)",
    ),
}

# Figures that a page shows for each incident, in the order in which it shows them.
HEADLINE_MEASURES = (
    "beds",
    "population_served",
    "patients_transferred",
    "operations_cancelled",
    "appointments_cancelled",
    "people_affected",
    "data_leaked_gb",
    "ransom_demand_usd",
    "ransom_demand_eur",
    "ransom_paid_usd",
    "hospitals_affected",
    "cost_eur",
    "cost_usd",
)
DAYS_TO_RECOVER = "days_to_recover"
