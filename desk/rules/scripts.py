"""A script with fields: which it names, whether they are known, and the text with the values filled in (playbook L10).

A field is a name in braces: "Good day {buyer}". Braces that hold no name are refused when a script is saved; filling never
fails, so that a script somebody broke in the database still shows as it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Every field there is, in the order of the table in docs/desk.md; words and examples stand in `desk.words.fields`.
KNOWN_FIELDS = (
    "buyer",
    "shop",
    "agent",
    "tier",
    "next_tier",
    "missing",
    "benefits",
    "order_no",
    "product",
    "amount",
    "placed_at",
    "state",
    "ship_by",
    "shipped_at",
    "refund",
    "offer",
    "saving",
    "total",
    "step",
    "step_saves",
    "not_offer",
    "reason",
    "substitute",
    "pay_by",
)
LONGEST = 1000
_FIELD = re.compile(r"\{\s*([^{}\s]+)\s*\}")


def fields_of(text: str) -> tuple[str, ...]:
    """Return the names in braces, each once, in the order in which they first stand.

    >>> fields_of("Good day {buyer}: {amount} for {product}, { amount } in all")
    ('buyer', 'amount', 'product')
    """
    return tuple(dict.fromkeys(_FIELD.findall(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each field replaced by its value; a field without one stays as it was written.

    Values are put in once and never read for fields themselves: a buyer who calls themselves "{amount}" is greeted so.

    >>> fill("Good day {buyer}: {amount}", {"buyer": "{amount}"})
    'Good day {amount}: {amount}'
    """
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def unfilled(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields that have no value, or an empty one: what keeps a script from being said now.

    >>> unfilled("{buyer}, {amount} and {refund}", {"buyer": "Ann", "amount": ""})
    ('amount', 'refund')
    """
    return tuple(name for name in fields_of(text) if not values.get(name))


@dataclass(frozen=True)
class ScriptProblem:
    """Why a script is refused: `code` is "empty", "long", "brace" or "field"; `names` are the unknown fields."""

    code: str
    names: tuple[str, ...] = ()


def script_problem(text: str) -> ScriptProblem | None:
    """Return what is wrong with the text of a script; None: it may be kept.

    >>> script_problem("Good day {buyr}, {buyer}"), script_problem("Good day {buyer").code, script_problem("Good day {buyer}")
    (ScriptProblem(code='field', names=('buyr',)), 'brace', None)
    """
    if not text.strip():
        return ScriptProblem("empty")
    if len(text) > LONGEST:
        return ScriptProblem("long")
    if set(_FIELD.sub("", text)) & set("{}"):
        return ScriptProblem("brace")
    unknown = tuple(name for name in fields_of(text) if name not in KNOWN_FIELDS)
    return ScriptProblem("field", unknown) if unknown else None
