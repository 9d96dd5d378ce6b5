"""The codes that cells may hold, and what each is called in French and in English."""

from __future__ import annotations

from dataclasses import dataclass

FRANCE = "FRA"
OVERSEAS_DEPARTMENTS = ("971", "972", "973", "974", "976")


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

# The overseas departments are regions too, under other codes.
OVERSEAS_REGIONS = {"971": "01", "972": "02", "973": "03", "974": "04", "976": "06"}
