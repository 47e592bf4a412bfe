"""The fields of scripts in words: what each stands for, with an example for the preview."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.rules.scripts import ScriptProblem

# In the order of `desk.rules.scripts.KNOWN_FIELDS`; the same table stands in docs/desk.md.
FIELDS: dict[str, tuple[Any, Any]] = {
    "buyer": (gettext_lazy("nickname of the buyer"), gettext_lazy("sunny_1998")),
    "shop": (gettext_lazy("name of the shop"), gettext_lazy("Lamp House")),
    "agent": (gettext_lazy("name of whoever answers"), gettext_lazy("Chen Jie")),
    "tier": (gettext_lazy("buyer tier"), gettext_lazy("Gold")),
    "next_tier": (gettext_lazy("the tier above"), gettext_lazy("Black")),
    "missing": (gettext_lazy("what is missing for the tier above"), gettext_lazy("¥714.00 more")),
    "benefits": (gettext_lazy("what the tier gets"), gettext_lazy("free shipping, 15 days to return")),
    "order_no": (gettext_lazy("end of the order's number"), "…8812"),
    "product": (gettext_lazy("first product of the order or basket"), gettext_lazy("wool coat")),
    "amount": (gettext_lazy("what the order comes to"), "¥699.00"),
    "placed_at": (gettext_lazy("when it was ordered"), gettext_lazy("0:03, 11 Nov")),
    "state": (gettext_lazy("state of the order"), gettext_lazy("paid")),
    "ship_by": (gettext_lazy("until when it leaves: 72 hours after payment"), gettext_lazy("0:03, 14 Nov")),
    "shipped_at": (gettext_lazy("when it left"), gettext_lazy("18:20, 12 Nov")),
    "refund": (gettext_lazy("money asked back"), "¥699.00"),
    "offer": (gettext_lazy("offers that count for the basket"), gettext_lazy("499 less 100")),
    "saving": (gettext_lazy("what they save"), "¥100"),
    "total": (gettext_lazy("what the basket comes to"), "¥599"),
    "step": (gettext_lazy("what to add for the next step"), "¥200"),
    "step_saves": (gettext_lazy("what the next step saves"), "¥100"),
    "not_offer": (gettext_lazy("an offer that does not count"), gettext_lazy("899 less 200")),
    "reason": (gettext_lazy("why it does not"), gettext_lazy("It asks for ¥899, there is ¥699")),
    "substitute": (gettext_lazy("what stands in for a product that is sold out"), gettext_lazy("trench coat")),
    "pay_by": (gettext_lazy("until when an unpaid order waits (known when it is chased)"), gettext_lazy("0:33, 11 Nov")),
}


def examples() -> dict[str, str]:
    """Return a value for every field, for the preview."""
    return {name: str(example) for name, (_label, example) in FIELDS.items()}


def problem_words(problem: ScriptProblem) -> str:
    """Say why a script cannot be kept."""
    if problem.code == "field":
        unknown = ", ".join(f"{{{name}}}" for name in problem.names)
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        return _("There is no field {unknown}. Known are: {known}.").format(unknown=unknown, known=known)
    words = {
        "empty": _("Write what is to be said."),
        "long": _("A thousand letters at most."),
        "brace": _("A brace stands alone: a field is a name between { and }."),
    }
    return words[problem.code]
