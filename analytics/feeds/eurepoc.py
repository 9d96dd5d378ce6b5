"""The global database of the European Repository of Cyber Incidents (EuRepoC): one incident a row, 81 columns.

Lists are the text of Python lists, within others at times, or have semicolons; countries have their long names.
A quarter of the starts are 1 January: a year in disguise, and taken as one. Who made an incident public decides whose
word it is. Names of organisations are kept for health alone, and those of attackers are not taken: elsewhere they are
those of people too.
"""

from __future__ import annotations

from analytics.feeds.feed import ANY, Feed, Sign
from analytics.schema import col
from analytics.schema.codes import Label

_KIND, _SECTOR, _DISCLOSED = "incident_type", "receiver_category_subcode", "source_incident_detection_disclosure"
_BY_AUTHORITIES = "Incident disclosed by authorities of victim state"
_BY_VICTIM = "Incident disclosed by victim"
_BY_MEDIA = "Incident disclosed by media (without further information on source)"
_BY_FIRM = "Incident disclosed by IT-security company"
_BY_OTHERS = "Incident disclosed by third-party-actor*"
_BY_ATTACKER = "Incident disclosed by attacker"

FEED = Feed(
    name="eurepoc",
    title=Label("European Repository of Cyber Incidents (EuRepoC)", "European Repository of Cyber Incidents (EuRepoC)"),
    licence="CC0 (copy; that of the repository itself is to be checked)",
    form="csv",
    columns={
        col.FEED_ID: ("id",),
        col.ORGANISATION: ("receiver_name",),
        col.SECTOR_STATED: (_SECTOR, "receiver_category"),
        col.COUNTRY: ("receiver_country",),
        col.STARTED_ON: ("start_date",),
        col.ATTACK_STATED: (_KIND,),
        col.SOURCES: ("sources_url",),
    },
    needed=(("id",), ("receiver_country",), ("start_date",), (_KIND,)),
    fixed={col.CYBER: "yes"},
    signs=(
        Sign(col.ATTACK_TYPE, "ransomware", _KIND, "Ransomware"),
        Sign(col.ATTACK_TYPE, "data-theft", _KIND, "Data theft*"),
        Sign(col.ATTACK_TYPE, "intrusion", _KIND, "Hijacking*"),
        Sign(col.HEALTH, "yes", _SECTOR, "Health"),
        Sign(col.HEALTH, "no", _SECTOR, ANY),
        Sign(col.TIER, "official", _DISCLOSED, _BY_AUTHORITIES),
        Sign(col.TIER, "victim", _DISCLOSED, _BY_VICTIM),
        Sign(col.TIER, "press", _DISCLOSED, _BY_MEDIA),
        Sign(col.TIER, "specialist", _DISCLOSED, _BY_FIRM),
        Sign(col.TIER, "specialist", _DISCLOSED, _BY_OTHERS),
        Sign(col.TIER, "attacker", _DISCLOSED, _BY_ATTACKER),
        Sign(col.STATUS, "confirmed", _DISCLOSED, _BY_AUTHORITIES),
        Sign(col.STATUS, "confirmed", _DISCLOSED, _BY_VICTIM),
    ),
    january_is_a_year=True,
    names_only_of="yes",
)
