"""A term of ours, or of French hospitals, with what it means: on hover, by keyboard and to screen readers."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.words.escape import safe
from analytics.words.text import Words

# what stands in `glossary.…` for a code of the vocabulary
OF_CODES: Mapping[str, str] = {
    **{code: code for code in ("anssi", "cert-sante", "plan-blanc")},
    "data-protection-authority": "cnil",
}


def term(text: str, name: str, words: Words) -> str:
    """Some text as HTML, with the meaning of a term at hand."""
    meaning = safe(words(f"glossary.{name}"))
    return f'<span class="term" tabindex="0" data-meaning="{meaning}" aria-description="{meaning}">{safe(text)}</span>'


def of_code(text: str, code: str, words: Words) -> str:
    """What a code is called, as `term` where the glossary has it."""
    return term(text, OF_CODES[code], words) if code in OF_CODES else safe(text)
