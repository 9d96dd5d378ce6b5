"""Who asks, as far as an address says it: what all sockets of one address may do together, and at what rate."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv6Address

# of one address, which may be a newsroom: sockets that are open; what may come in a burst, and what may go on a second
SOCKETS = 200
OPENED_AT_ONCE, OPENED_A_SECOND = 60, 5.0  # a session costs as much as a change
SENT_AT_ONCE, SENT_A_SECOND = 60, 15.0
MOST_KNOWN = 1_000  # addresses without a socket that are remembered


class Allowance:
    """How long who sends has to wait: a burst is free, then so many a second (a token bucket).

    Parameters
    ----------
    at_once : int
    a_second : float
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, at_once: int, a_second: float, clock: Callable[[], float]) -> None:
        self._most, self._rate, self._clock = float(at_once), a_second, clock
        self._left, self._last = self._most, clock()

    def wait(self) -> float:
        """Take one; the seconds until it may be used."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._last) * self._rate) - 1
        self._last = now
        return max(0.0, -self._left / self._rate)


def whose(address: str | None) -> str:
    """Whom an address stands for: of IPv6 the first half, since the second is whatever its owner likes.

    Parameters
    ----------
    address : str, optional
        Empty or None where there is none.
    """
    if address and ":" in address:
        with suppress(ValueError):
            return IPv6Address(address.partition("%")[0]).exploded[:19]
    return address or ""


@dataclass
class Visitor:
    """The sockets that somebody has, and how often more of them, and messages of all of them, may come."""

    openings: Allowance
    messages: Allowance
    sockets: int = 0


class Visitors:
    """Everybody who has a socket, or had one not long ago: to leave and to come again is no way around a rate.

    Parameters
    ----------
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, Visitor] = {}

    def enter(self, name: str) -> Visitor | None:
        """Count one more socket of somebody; None where there are too many."""
        if len(self._known) > MOST_KNOWN:
            self._known = {each: visitor for each, visitor in self._known.items() if visitor.sockets}
        visitor = self._known.get(name)
        if visitor is None:
            visitor = self._known[name] = Visitor(
                Allowance(OPENED_AT_ONCE, OPENED_A_SECOND, self._clock),
                Allowance(SENT_AT_ONCE, SENT_A_SECOND, self._clock),
            )
        if visitor.sockets >= SOCKETS:
            return None
        visitor.sockets += 1
        return visitor
