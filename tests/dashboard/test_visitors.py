"""What one address may do: so many sockets, at a rate, whichever of its sockets it uses."""

from __future__ import annotations

import pytest

from dashboard.visitors import MOST_KNOWN, OPENED_AT_ONCE, SENT_AT_ONCE, SOCKETS, Allowance, Visitors, whose


def test_an_allowance_fills_up_again():
    now = [0.0]
    allowance = Allowance(2, 1.0, lambda: now[0])

    assert [allowance.wait() for _ in range(4)] == [0, 0, 1, 2]
    now[0] = 3.0
    assert allowance.wait() == 0
    now[0] = 100.0
    assert [allowance.wait() for _ in range(3)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("address", "stands_for"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:0db8:0000:0000"),
        ("2001:db8:0:0:ffff::2", "2001:0db8:0000:0000"),
        ("2001:db8:0:1::1", "2001:0db8:0000:0001"),
        ("fe80::1%eth0", "fe80:0000:0000:0000"),
        ("no:address", "no:address"),
        (None, ""),
    ],
)
def test_of_an_address_of_the_new_kind_the_first_half_counts(address, stands_for):
    assert whose(address) == stands_for


def test_sockets_of_one_address_share_a_rate_and_have_an_end():
    visitors = Visitors(lambda: 0.0)
    first, second, other = visitors.enter("a"), visitors.enter("a"), visitors.enter("b")

    assert [first.messages.wait() for _ in range(SENT_AT_ONCE)] == [0] * SENT_AT_ONCE
    assert second.messages.wait() > 0
    assert other.messages.wait() == 0
    assert all(visitors.enter("a") for _ in range(SOCKETS - 2))
    assert visitors.enter("a") is None
    assert visitors.enter("b") is other


def test_who_leaves_and_comes_again_is_known():
    visitors = Visitors(lambda: 0.0)
    waited = []
    for _ in range(OPENED_AT_ONCE + 1):
        visitor = visitors.enter("a")
        waited.append(visitor.openings.wait())
        visitor.sockets -= 1

    assert waited[-1] > max(waited[:-1]) == 0
    for number in range(MOST_KNOWN + 2):
        visitors.enter(f"one of many {number}").sockets -= 1
    assert len(visitors._known) < MOST_KNOWN
