"""Runs of pages take turns: one at a time in a process, whatever number of readers it has.

Runs that share an interpreter finish no sooner beside each other than one after the other; beside each other all of
them finish late. Nothing in a run of a whole page may wait for something else than the processor: what is waited for
stands in a fragment, which takes no turn.
"""

from __future__ import annotations

from threading import Lock

TURN = Lock()
