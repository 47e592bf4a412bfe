"""Marks between and behind parts of a sentence, in the reader's language: Chinese has its own."""

from django.utils.translation import gettext as _


def stopped(words: str) -> str:
    """Close words as a sentence."""
    return _("{title}.").format(title=words)


def halves(first: str, second: str) -> str:
    """Put two halves of a sentence together, still open at its end."""
    return _("{title}; {bad}").format(title=first, bad=second)
