"""The VERIS Community Database (VCDB): incidents coded by its analysts from public reports, one JSON object each.

As one array, one file per incident, a folder or a ZIP archive of them. Most of its records about hospitals are no
attacks: a record is one where VERIS has an action of hacking or malware. Summaries are not taken: they may name people.
"""

from __future__ import annotations

from analytics.feeds.feed import ANY, Feed, Sign
from analytics.schema import col
from analytics.schema.codes import Label

_NAICS, _DISCLOSED = "victim.industry", "attribute.confidentiality.data_disclosure"
_MALWARE, _HACKING = "action.malware.variety", "action.hacking.variety"

FEED = Feed(
    name="veris",
    title=Label("VERIS Community Database (VCDB)", "VERIS Community Database (VCDB)"),
    licence="CC BY-SA 4.0",
    form="json",
    endings=(".json",),
    columns={
        col.FEED_ID: ("incident_id", "plus.master_id"),
        col.ORGANISATION: ("victim.victim_id",),
        col.SECTOR_STATED: (_NAICS,),
        col.COUNTRY: ("victim.country",),
        col.STATE: ("victim.state",),
        col.STARTED_ON: ("timeline.incident",),
        col.ATTACK_STATED: (_MALWARE, _HACKING),
        col.PEOPLE_AFFECTED: ("attribute.confidentiality.data_total",),
        col.SOURCES: ("reference",),
    },
    needed=(("incident_id", "plus.master_id"), ("victim",), ("timeline",), ("action",)),
    fixed={col.TIER: "specialist"},
    signs=(
        Sign(col.CYBER, "yes", "action.malware", ANY),
        Sign(col.CYBER, "yes", "action.hacking", ANY),
        Sign(col.CYBER, "no", "action.misuse", ANY),
        Sign(col.CYBER, "no", "action.error", ANY),
        Sign(col.CYBER, "no", "action.physical", ANY),
        Sign(col.CYBER, "no", "action.environmental", ANY),
        Sign(col.ATTACK_TYPE, "ransomware", _MALWARE, "Ransomware"),
        Sign(col.ATTACK_TYPE, "wiper", _MALWARE, "Destroy data"),
        Sign(col.ATTACK_TYPE, "ddos", _HACKING, "DoS"),
        Sign(col.ATTACK_TYPE, "ddos", _MALWARE, "DoS"),
        Sign(col.ATTACK_TYPE, "data-theft", _MALWARE, "Export data"),
        Sign(col.ATTACK_TYPE, "data-theft", "action.hacking.result", "Exfiltrate"),
        Sign(col.ATTACK_TYPE, "data-theft", _DISCLOSED, "Yes"),
        Sign(col.ATTACK_TYPE, "intrusion", "action.hacking.result", "Infiltrate"),
        Sign(col.HEALTH, "yes", _NAICS, "621*"),
        Sign(col.HEALTH, "yes", _NAICS, "622*"),
        Sign(col.HEALTH, "yes", _NAICS, "623*"),
        Sign(col.HEALTH, "no", _NAICS, "000"),
        Sign(col.HEALTH, "no", _NAICS, ANY),
        Sign(col.SECTOR, "hospital", _NAICS, "622*"),
        Sign(col.SECTOR, "ambulance-service", _NAICS, "621910"),
        Sign(col.SECTOR, "dialysis", _NAICS, "621492"),
        Sign(col.SECTOR, "blood-service", _NAICS, "621991"),
        Sign(col.STATUS, "confirmed", "security_incident", "Confirmed"),
    ),
    set_aside=(
        Sign("rule", "no-incident", "security_incident", "False positive"),
        Sign("rule", "no-incident", "security_incident", "Near miss"),
    ),
)
