"""Tables that are worked out for a selection, found in the exports only: rates are per year over its period."""

from __future__ import annotations

from analytics.schema.tables import DEFINED

COMPUTED_TABLES = DEFINED["computed"]
