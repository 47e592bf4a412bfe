"""The words of the plan: names of the templates' phases and what each of them tells (playbook L1).

A phase made from a template keeps the template's key as its name, so that it reads in every language; a phase a person
named keeps that name.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHASE_NAMES: dict[str, Promise] = {
    "opening": _("Opening"),
    "morning": _("Morning"),
    "afternoon": _("Afternoon"),
    "evening": _("Evening"),
    "closing": _("Last hour"),
    "day": _("Whole day"),
}
PHASE_TELLS: dict[str, Promise] = {
    "opening": _("Tests the warm-up"),
    "morning": _("Tests the products"),
    "afternoon": _("By its end, over 60%"),
    "evening": _("The main stock is near its end: push related items"),
    "closing": _("The result is set: chase payments"),
}


def phase_name(stored: str) -> str:
    """Return the name to show, in the reader's language where it came from a template."""
    return str(PHASE_NAMES.get(stored, stored))


def phase_tells(stored: str) -> str:
    """Return what the phase tells, in the reader's language where it came from a template."""
    return str(PHASE_TELLS.get(stored, stored))
