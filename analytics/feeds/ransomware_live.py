"""ransomware.live: what gangs write on their leak sites, in its older shape (`posts.json`) and in its newer one.

A claim of criminals, and nothing more: each row is one (`attacker`, `claimed`), and no address of it is kept but those
of the press. Its date is that of the listing; the newer shape has a date of the attack as well, as the gang or the site
gives it. Many older rows have the moment of an import.
"""

from __future__ import annotations

from analytics.feeds.feed import ANY, Feed, Sign
from analytics.schema import col
from analytics.schema.codes import Label

FEED = Feed(
    name="ransomware-live",
    title=Label("ransomware.live, revendications de groupes criminels", "ransomware.live, claims of criminal groups"),
    licence="Unlicense",
    form="json",
    endings=(".json",),
    columns={
        col.ORGANISATION: ("victim", "post_title"),
        col.ACTOR: ("group", "group_name"),
        col.SECTOR_STATED: ("activity",),
        col.COUNTRY: ("country",),
        col.STARTED_ON: ("attackdate",),
        col.REPORTED_ON: ("discovered", "published"),
        col.SOURCES: ("press",),
    },
    needed=(("victim", "post_title"), ("group", "group_name"), ("discovered", "published")),
    fixed={col.TIER: "attacker", col.STATUS: "claimed", col.CYBER: "yes", col.REPORTED_AS: "listing"},
    signs=(
        Sign(col.HEALTH, "yes", "activity", "Healthcare"),
        Sign(col.HEALTH, "no", "activity", ANY),
    ),
    instants=("discovered", "published"),
    claims=True,
)
