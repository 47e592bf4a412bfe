"""Offers on pieces: fixed price, amount off, percent off, deposit.

Each works on what a piece still costs after the offers before it, and never takes back a deposit paid in advance. Where a
limit allows fewer pieces than the basket has, those with the largest reduction get it.
"""

from collections import defaultdict
from collections.abc import Callable

from campaigns.rules.pricing.offers import WHOLE_BP, Kind, OfferRule
from campaigns.rules.pricing.state import Lots, Plan, State, Trial

Cut = Callable[[OfferRule, int], int]


def percent_of(amount: int, percent_bp: int) -> int:
    """Return a percentage of an amount, half a minor unit rounded up: in favour of the buyer, as it is a discount.

    >>> percent_of(999, 1000), percent_of(995, 1000), percent_of(81000, 2000)
    (100, 100, 16200)
    """
    return (amount * percent_bp + WHOLE_BP // 2) // WHOLE_BP


CUTS: dict[Kind, Cut] = {
    Kind.FIXED_PRICE: lambda rule, price: max(0, price - rule.value_minor),
    Kind.AMOUNT_OFF: lambda rule, price: min(price, rule.value_minor),
    Kind.PERCENT_OFF: lambda rule, price: percent_of(price, rule.percent_bp),
    Kind.DEPOSIT: lambda rule, price: min(price, rule.counts_minor - rule.deposit_minor),
}


def plan_cut(trial: Trial) -> Plan | None:
    """Plan an offer that reduces every piece; None when there is nothing left to reduce."""
    if trial.most_uses is not None and trial.most_uses < trial.units:
        return _plan_some(trial, trial.most_uses)
    rule, state = trial.rule, trial.state
    cut_of = CUTS[rule.kind]
    amounts: list[tuple[int, int]] = []
    changed: list[tuple[int, Lots]] = []
    uses = 0
    for position in trial.here:
        deposit = state.lines[position].deposit
        amount = 0
        lots: Lots = []
        for count, price in state.lots[position]:
            cut = min(cut_of(rule, price), price - deposit)
            if cut:
                amount += cut * count
                uses += count
            lots.append((count, price - cut))
        if amount:
            amounts.append((position, amount))
            changed.append((position, lots))
    return Plan(uses, amounts, changed) if amounts else None


def _plan_some(trial: Trial, most: int) -> Plan | None:
    """Plan an offer for at most so many pieces: the largest reduction first, then the order of lines, then the dearest."""
    rule, state = trial.rule, trial.state
    cut_of = CUTS[rule.kind]
    wanted = [
        (-min(cut_of(rule, price), price - state.lines[position].deposit), position, -price, index)
        for position in trial.here
        for index, (_count, price) in enumerate(state.lots[position])
    ]
    taken = []
    for negative, position, _price, index in sorted(wanted):
        count = min(most, state.lots[position][index][0])
        if negative and count:
            taken.append((position, index, count, -negative))
            most -= count
    return _plan_of(state, taken)


def _plan_of(state: State, taken: list[tuple[int, int, int, int]]) -> Plan | None:
    """Make a plan of single lots that lose pieces to a lower price: (position, lot, pieces, reduction of each)."""
    if not taken:
        return None
    amounts: dict[int, int] = defaultdict(int)
    lots: dict[int, Lots] = {}
    for position, index, count, cut in taken:
        amounts[position] += count * cut
        here = lots.setdefault(position, list(state.lots[position]))
        whole, price = here[index]
        here[index] = (whole - count, price)
        here.append((count, price - cut))
    changed = [(position, [lot for lot in here if lot[0]]) for position, here in lots.items()]
    return Plan(sum(lot[2] for lot in taken), sorted(amounts.items()), changed)
