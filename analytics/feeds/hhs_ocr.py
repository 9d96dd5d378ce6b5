"""The breach portal of the US Department of Health and Human Services, Office for Civil Rights: `breach_report.csv`.

Every breach of 500 people or more that was reported: lost papers and stolen laptops too. Its date is that of the
report, weeks to months after the attack, so that no start is known. 500 and 501 are what is filed before one has
counted. Copies have headers with capitals or with underscores, dates of either order of years, and any encoding.
"""

from __future__ import annotations

from analytics.feeds.feed import Feed, Sign
from analytics.schema import col
from analytics.schema.codes import Label

_KIND, _ENTITY, _SUPPLIER = "type_of_breach", "covered_entity_type", "business_associate_present"

FEED = Feed(
    name="hhs-ocr",
    title=Label("Portail des violations de données de santé, HHS OCR (États-Unis)", "HHS OCR breach portal (US)"),
    licence="US government work",
    form="csv",
    columns={
        col.ORGANISATION: ("name_of_covered_entity",),
        col.STATE: ("state",),
        col.SECTOR_STATED: (_ENTITY,),
        col.PEOPLE_AFFECTED: ("individuals_affected",),
        col.REPORTED_ON: ("breach_submission_date",),
        col.ATTACK_STATED: (_KIND,),
    },
    needed=(("name_of_covered_entity",), ("breach_submission_date",), (_KIND,)),
    fixed={
        col.COUNTRY: "USA",
        col.TIER: "official",
        col.STATUS: "confirmed",
        col.HEALTH: "yes",
        col.REPORTED_AS: "filing",
    },
    signs=(
        Sign(col.CYBER, "yes", _KIND, "Hacking/IT Incident"),
        Sign(col.CYBER, "no", _KIND, "Theft"),
        Sign(col.CYBER, "no", _KIND, "Loss"),
        Sign(col.CYBER, "no", _KIND, "Improper Disposal"),
        Sign(col.CYBER, "no", _KIND, "Unauthorized Access/Disclosure"),
        Sign(col.AT_SUPPLIER, "no", _ENTITY, "Business Associate"),
        Sign(col.AT_SUPPLIER, "yes", _SUPPLIER, "Yes"),
        Sign(col.AT_SUPPLIER, "yes", _SUPPLIER, "true"),
        Sign(col.AT_SUPPLIER, "no", _SUPPLIER, "No"),
        Sign(col.AT_SUPPLIER, "no", _SUPPLIER, "false"),
    ),
    separators=",",
    placeholders=frozenset({500, 501}),
)
