"""Which scripts an agent needs first: those for what is open, and for this tier before those for everybody (playbook L10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.rules.scripts import fill, unfilled

KEYS = 9


@dataclass(frozen=True)
class Text:
    """A script as it is chosen from: its number, situation, tiers (codes or names, none: for everybody) and text."""

    number: int
    title: str
    situation: str
    text: str
    tiers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """A script with its values in: what may be said now. `key` is 1 to 9, 0 for those without a key."""

    number: int
    title: str
    situation: str
    text: str
    key: int = 0


def situations_now(
    *, refund: bool, unpaid: bool, on_its_way: bool, not_applied: bool, basket: bool, sold_out: bool, near_next: bool
) -> tuple[str, ...]:
    """Return the situations a buyer is in, the most urgent first; a question about the price and a greeting always fit.

    >>> calm = dict(unpaid=False, not_applied=False, basket=False, sold_out=False, near_next=False)
    >>> situations_now(refund=True, on_its_way=True, **calm)
    ('refund', 'parcel', 'price', 'greeting', 'after_sale')
    """
    holds = {
        "refund": refund,
        "out_of_stock": sold_out,
        "unpaid": unpaid,
        "discount": not_applied,
        "parcel": on_its_way,
        "price": True,
        "next_tier": near_next,
        "greeting": True,
        "after_sale": not basket and not unpaid,
    }
    return tuple(name for name, is_so in holds.items() if is_so)


def choose(
    texts: Iterable[Text],
    situations: Sequence[str],
    tiers: Iterable[str],
    values: Mapping[str, str],
) -> list[Said]:
    """Return what may be said now, in the order of the situations; the first nine have a key.

    `tiers` are the words by which the tier of the buyer goes (code, name). A script for other tiers is left out, and so is one
    with a field that has no value now: nothing half said is ever offered. Within a situation those for this tier come first,
    then the order in which the scripts stand.

    >>> texts = [Text(1, "all", "price", "It is {total}"), Text(2, "gold", "price", "Free for you", ("gold",))]
    >>> [one.text for one in choose(texts, ["price"], ["gold"], {"total": "¥9"})]
    ['Free for you', 'It is ¥9']
    >>> choose(texts, ["price"], ["new"], {})
    []
    """
    mine = {name.casefold() for name in tiers}
    ranks = {name: place for place, name in enumerate(situations)}
    fitting = [
        text
        for text in texts
        if text.situation in ranks
        and (not text.tiers or any(tier.casefold() in mine for tier in text.tiers))
        and not unfilled(text.text, values)
    ]
    fitting.sort(key=lambda text: (ranks[text.situation], not text.tiers))
    return [
        Said(text.number, text.title, text.situation, fill(text.text, values), place if place <= KEYS else 0)
        for place, text in enumerate(fitting, 1)
    ]
