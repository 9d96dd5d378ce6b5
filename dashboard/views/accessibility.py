"""Accessibility: what conforms, what does not, how that was checked, whom to tell."""

from __future__ import annotations

from analytics.words.declared import declaration
from dashboard import say
from dashboard.frame import Run


def page(run: Run) -> None:
    """The page: the declaration, section by section."""
    say.heading(run.words("accessibility.title"), 1)
    say.text(run.words("accessibility.subtitle"))
    for section in declaration(run.words):
        say.heading(section.title)
        say.marked(section.body)
