"""The crosswalk to VERIS, the vocabulary of the VERIS Community Database: which of our codes says what in theirs.

It is a table to read and to convert with; it converts nothing itself. What VERIS cannot say is in it too, and why.
"""

from __future__ import annotations

from typing import NamedTuple

from analytics.schema import col
from analytics.schema.codes import Label

VERIS_VERSION = "1.4"
SOURCE = "https://github.com/vz-risk/veris"


class Match(NamedTuple):
    """What one of our codes, or a whole column, is called in VERIS.

    Attributes
    ----------
    column : str
        Our column, or the measure of a claim.
    code : str
        Our code; empty where the row is about the column as a whole.
    path : str
        The field of VERIS, with dots; empty where VERIS has none.
    value : str
        The name in the enumeration of that field, letter by letter; empty where the field takes a date, a number or
        words, or where it is left out.
    remark : Label or None
        In what the two differ; None where they say the same.
    """

    column: str
    code: str
    path: str
    value: str
    remark: Label | None = None


ACTION_UNKNOWN = "action.unknown.result"
ASSET = "asset.assets.variety"
AVAILABILITY = "attribute.availability.variety"
DISCLOSURE = "attribute.confidentiality.data_disclosure"
LOSS = "impact.loss.variety"

_DURATION = Label(
    "VERIS ne garde pas la date mais la durée depuis le début (value et unit) ; sans jours connus, l’unité est Unknown",
    "VERIS keeps not the date but the time since the start (value and unit); where days are not known, the unit is "
    "Unknown",
)
_SYSTEM = Label(
    "VERIS nomme des équipements, nous des fonctions ; le système d’information de ce service n’a pas de nom à lui",
    "VERIS names equipment, we name functions; the information system of this service has no name of its own",
)
_CARE = Label(
    "Un service de soins n’est pas un équipement : VERIS ne le dit que comme une perte d’activité",
    "A care service is not an asset: VERIS can only say it as a disruption of business",
)
_NO_TIER = Label(
    "Sans équivalent : VERIS ne dit pas qui parle ; les adresses des sources vont dans reference",
    "No equivalent: VERIS does not say who speaks; the addresses of the sources go into reference",
)
_DIRECT_PUBLISHERS = Label(
    "Chez nous, le nombre d’éditeurs directs ; chez VERIS, la certitude de qui code",
    "With us the number of direct publishers; with VERIS how certain the encoder is",
)
_CURRENCY = Label(
    "Montant sans énumération ; la monnaie va dans impact.iso_currency_code",
    "An amount, without an enumeration; the currency goes into impact.iso_currency_code",
)

CROSSWALK: tuple[Match, ...] = (
    Match(col.ATTACK_TYPE, "ransomware", "action.malware.variety", "Ransomware"),
    Match(
        col.ATTACK_TYPE,
        "ransomware",
        AVAILABILITY,
        "Obscuration",
        Label(
            "Données chiffrées, quand la source le dit ; Loss si elles sont perdues, ce que nous ne codons pas",
            "Encrypted data, where the source says so; Loss where they are gone, for which we have no code",
        ),
    ),
    Match(
        col.ATTACK_TYPE,
        "data-theft",
        DISCLOSURE,
        "Yes",
        Label(
            "Un effet et non un moyen : VERIS le range parmi les attributs, et demande l’action à part",
            "An effect and not a means: VERIS has it among the attributes and asks for the action separately",
        ),
    ),
    Match(
        col.ATTACK_TYPE,
        "data-theft",
        ACTION_UNKNOWN,
        "Exfiltrate",
        Label("Moyen non établi par nos sources", "Means not established by our sources"),
    ),
    Match(
        col.ATTACK_TYPE,
        "intrusion",
        "action.hacking.result",
        "Infiltrate",
        Label(
            "Nos intrusions comprennent des virus dont la nature n’est pas dite, que VERIS rangerait sous malware",
            "Our intrusions include viruses of a kind not stated, which VERIS would have under malware",
        ),
    ),
    Match(
        col.ATTACK_TYPE,
        "intrusion",
        "action.hacking.variety",
        "Unknown",
        Label("Champ obligatoire, que nos sources ne remplissent pas", "A required field that our sources do not fill"),
    ),
    Match(col.ATTACK_TYPE, "ddos", "action.hacking.variety", "DoS"),
    Match(
        col.ATTACK_TYPE,
        "ddos",
        AVAILABILITY,
        "Interruption",
        Label("Degradation si le service a seulement ralenti", "Degradation where the service only slowed down"),
    ),
    Match(col.ATTACK_TYPE, "unknown", ACTION_UNKNOWN, "Unknown"),
    Match(col.STATUS, "confirmed", "security_incident", "Confirmed"),
    Match(
        col.STATUS,
        "claimed",
        "security_incident",
        "Suspected",
        Label("Personne d’autre que l’attaquant ne le dit", "Nobody but the attacker says so"),
    ),
    Match(col.STATUS, "claimed", "discovery_method.external.variety", "Actor disclosure"),
    Match(
        col.STATUS,
        "claimed",
        DISCLOSURE,
        "Potentially",
        Label(
            "Pour les revendications de vol ; remplace le Yes du type d’attaque",
            "For claims of theft; replaces the Yes of the attack type",
        ),
    ),
    Match(col.CONFIDENCE, "high", "confidence", "High", _DIRECT_PUBLISHERS),
    Match(col.CONFIDENCE, "medium", "confidence", "Medium", _DIRECT_PUBLISHERS),
    Match(col.CONFIDENCE, "low", "confidence", "Low", _DIRECT_PUBLISHERS),
    Match(
        col.CONFIDENCE,
        "unrated",
        "confidence",
        "",
        Label(
            "Champ laissé vide : None voudrait dire une confiance nulle",
            "Field left out: None would mean no confidence at all",
        ),
    ),
    Match(
        col.STARTED_ON,
        "",
        "timeline.incident",
        "",
        Label(
            "year, month et day, selon la précision de la date ; year est obligatoire",
            "year, month and day, as far as the date is precise; year is required",
        ),
    ),
    Match(col.DETECTED_ON, "", "timeline.discovery.unit", "", _DURATION),
    Match(
        col.ENDED_ON,
        "",
        "timeline.containment.unit",
        "",
        Label(
            "Durée depuis le début, et non date ; VERIS entend la fin de l’attaque, nous le rétablissement que "
            "end_meaning décrit",
            "Time since the start, not a date; VERIS means the end of the attack, we mean the recovery that "
            "end_meaning describes",
        ),
    ),
    Match("downtime_days", "", "attribute.availability.duration.unit", "Days"),
    Match("recovery_duration_months", "", "attribute.availability.duration.unit", "Months"),
    Match(
        "activity_level_percent",
        "",
        AVAILABILITY,
        "Degradation",
        Label("VERIS ne garde pas la part d’activité", "VERIS does not keep the share of activity"),
    ),
    Match("data_leaked", "yes", DISCLOSURE, "Yes"),
    Match("data_leaked", "no", DISCLOSURE, "No"),
    Match(
        "data_leaked",
        "partial",
        DISCLOSURE,
        "Yes",
        Label("VERIS ne distingue pas une fuite partielle", "VERIS does not tell a leak in part from others"),
    ),
    Match("data_leaked", "unknown", DISCLOSURE, "Unknown"),
    Match(
        "people_affected",
        "",
        "attribute.confidentiality.data_total",
        "",
        Label("VERIS compte des enregistrements, nous des personnes", "VERIS counts records, we count people"),
    ),
    Match(
        "hospitals_affected",
        "",
        "victim.locations_affected",
        "",
        Label(
            "Nos sources comptent des sites, des hôpitaux ou des groupements ; lire la note",
            "Our sources count sites, hospitals or groups of them; read the note",
        ),
    ),
    Match("cost_eur", "", "impact.overall_amount", "", _CURRENCY),
    Match("cost_usd", "", "impact.overall_amount", "", _CURRENCY),
    Match(
        col.COUNTRY,
        "",
        "victim.country",
        "",
        Label(
            "Deux lettres chez VERIS, trois chez nous (ISO 3166-1)", "Two letters in VERIS, three with us (ISO 3166-1)"
        ),
    ),
    Match(
        col.SECTOR,
        "",
        "victim.industry",
        "",
        Label(
            "Code de la nomenclature nord-américaine NAICS : 622 pour les hôpitaux",
            "A code of the North American classification NAICS: 622 for hospitals",
        ),
    ),
    Match(
        col.RELATED_IDS,
        "",
        "campaign_id",
        "",
        Label(
            "VERIS nomme la campagne, nous citons les autres incidents",
            "VERIS names the campaign, we name the other incidents",
        ),
    ),
    *(Match(col.TIER, code, "", "", _NO_TIER) for code in ("official", "victim", "press", "specialist", "attacker")),
    Match(
        "services_affected",
        "",
        AVAILABILITY,
        "Interruption",
        Label(
            "Quand un service au moins est touché ; nous ne codons pas s’il s’est arrêté ou a ralenti (Degradation)",
            "Where at least one service is hit; we have no code for whether it stopped or slowed down (Degradation)",
        ),
    ),
    Match("services_affected", "email", ASSET, "S - Mail"),
    Match("services_affected", "website", ASSET, "S - Web application"),
    Match(
        "services_affected",
        "telephony",
        ASSET,
        "N - PBX",
        Label("Le central ; un poste seul serait U - Telephone", "The exchange; a single set would be U - Telephone"),
    ),
    Match(
        "services_affected",
        "network",
        ASSET,
        "N - LAN",
        Label("Accès à internet coupé : N - Public WAN", "Where internet access is cut: N - Public WAN"),
    ),
    Match("services_affected", "patient-records", ASSET, "S - Database", _SYSTEM),
    *(
        Match("services_affected", code, ASSET, "S - Other", _SYSTEM)
        for code in ("imaging", "laboratory", "pharmacy", "administration", "business-software")
    ),
    Match(
        "services_affected",
        "medical-devices",
        ASSET,
        "Other",
        Label("VERIS ne nomme pas les appareils médicaux", "VERIS has no name for medical devices"),
    ),
    Match(
        "services_affected",
        "all-systems",
        ASSET,
        "S - Unknown",
        Label(
            "VERIS demande la liste des équipements ; « tout » ne s’y dit pas",
            "VERIS asks for a list of equipment; “all” cannot be said in it",
        ),
    ),
    Match("services_affected", "shared-platform", ASSET, "S - Unknown"),
    Match(
        "services_affected",
        "shared-platform",
        "asset.hosting",
        "External - shared environment",
        Label("Plateforme d’un prestataire ou d’un groupement", "A platform of a supplier or of a group"),
    ),
    *(
        Match("services_affected", code, LOSS, "Business disruption", _CARE)
        for code in ("emergency", "surgery", "intensive-care", "maternity", "oncology", "outpatient", "admissions")
    ),
    Match(
        "response",
        "",
        "",
        "",
        Label(
            "Sans équivalent : corrective_action prend des mots, et parle de ce qu’il faudrait corriger",
            "No equivalent: corrective_action takes words, and is about what ought to be put right",
        ),
    ),
)
