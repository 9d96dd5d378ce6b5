"""What claims can be about: each measure with its unit, its meaning and whether it adds up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.schema.codes import ATTACK_TYPES, FINDINGS, RESPONSE_CODES, SERVICE_CODES, Label

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
