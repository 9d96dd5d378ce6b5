"""How far an incident reached, in three levels, from what its claims say; no weights, nothing calibrates them."""

from __future__ import annotations

import pandas as pd

from analytics.evidence.figures import retained
from analytics.record.cells import split_list
from analytics.schema import col

CARE, NOT_STATED, DATA_OR_WEBSITE = "care-affected", "not-stated", "data-or-website-only"
# what is not care itself; the patient record and the whole system are taken for care, which is given from them
SUPPORTING = frozenset(
    ("email", "telephony", "network", "website", "administration", "business-software", "shared-platform")
)
DISRUPTIONS = ("operations_disrupted", "patients_diverted", "care_affected")
AFFECTED = ("yes", "partial")
WITHOUT_OUTAGE = ("data-theft", "ddos")


def severities(incidents: pd.DataFrame, claims: pd.DataFrame, tiers: tuple[str, ...]) -> pd.Series:
    """How far each incident reached, as far as the claims of these tiers say it.

    Parameters
    ----------
    incidents : DataFrame
        incident_id and attack_type.
    claims : DataFrame
        Checked claims: incident_id, measure, value, tier, preferred.
    tiers : tuple of str
        The tiers whose claims are taken.

    Returns
    -------
    Series, index incident_id
        ``care-affected`` where a service of care is named as affected, or operations were disrupted, patients
        diverted or care affected, be it in part; else ``data-or-website-only`` where the attack was a theft of data
        or a denial of service; else ``not-stated``, which does not say that care went on.
    """
    table = incidents.set_index(col.INCIDENT_ID)
    services = retained(claims, "services_affected", tiers).map(lambda cell: bool(set(split_list(cell)) - SUPPORTING))
    care = set(services.index[services.astype(bool)])
    for measure in DISRUPTIONS:
        found = retained(claims, measure, tiers)
        care |= set(found.index[found.isin(AFFECTED)])
    levels = pd.Series(NOT_STATED, index=table.index, dtype="str")
    levels = levels.mask(table[col.ATTACK_TYPE].isin(WITHOUT_OUTAGE), DATA_OR_WEBSITE)
    return levels.mask(levels.index.isin(care), CARE)
