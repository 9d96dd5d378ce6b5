"""Requests that get no answer but the reasons why (RFC 9457)."""

from __future__ import annotations

from typing import Any, NamedTuple

from analytics.api import limits, openapi

TITLES = {
    "unknown-address": (404, "Nothing has this address"),
    "unknown-table": (404, "There is no such table"),
    "unknown-format": (404, "The table is not served in this format"),
    "unknown-picture": (404, "There is no such picture"),
    "nothing-to-draw": (404, "The choice leaves nothing to draw"),
    "method-not-allowed": (405, "The method is not allowed"),
    "address-too-long": (414, "The address is too long"),
    "unreadable-query": (400, "The query can not be read"),
    "unreadable-host": (400, "The host can not be read"),
    "unknown-name": (400, "A name is not known"),
    "unknown-value": (400, "A value is not known"),
    "repeated-name": (400, "A name may be given once only"),
    "missing-name": (400, "A name is missing"),
    "busy": (503, "Too much is asked for at once"),
    "internal-error": (500, "The answer could not be made"),
}


class Refused(NamedTuple):
    """One thing of a request that is refused; `kind` is a key of `TITLES`."""

    kind: str
    detail: str
    allowed: tuple[str, ...] = ()
    name: str = ""
    value: str = ""


class Problem(Exception):
    """A request that gets no answer but the reasons why."""

    def __init__(self, *refused: Refused) -> None:
        super().__init__(refused[0].detail)
        self.refused = refused[: limits.MOST_REFUSALS]

    @property
    def document(self) -> dict[str, Any]:
        """The members that RFC 9457 names, what is allowed, and one entry for each name refused."""
        first = self.refused[0]
        status, title = TITLES[first.kind]
        document = {
            "type": f"{openapi.PROBLEM_TYPE}{first.kind}",
            "title": title,
            "status": status,
            "detail": "; ".join(one.detail for one in self.refused),
            "allowed": list(first.allowed),
        }
        errors = [
            {"name": one.name, "value": one.value, "detail": one.detail, "allowed": list(one.allowed)}
            for one in self.refused
            if one.name
        ]
        return document | ({"errors": errors} if errors else {})
