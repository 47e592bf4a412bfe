"""What the pages say about buyers: names, rules, what is missing, first lines."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.contacts import is_hash
from common.money import exponent_of, format_count, format_money, format_share
from customers.models import Benefit, BenefitKind, Buyer, Person, PrivacySetting, TierChange
from customers.models.tier import KNOWN_NAMES
from customers.queries.forgotten import is_forgotten
from customers.queries.returning import ReturningDay
from customers.queries.tiers import NextTier, Simulation
from customers.rules.tiers import Missing, Way

TAIL = 6


def name_of(buyer: Buyer) -> str:
    """Call a buyer as people do: the account; what is only known by a hash, by its last letters; who was forgotten, so.

    A person's name stands beside it on the page, not here.
    """
    if is_forgotten(buyer):
        return _("forgotten buyer …{tail}").format(tail=buyer.buyer_key[-TAIL:])
    if is_hash(buyer.buyer_key):
        return _("e-mail or phone …{tail}").format(tail=buyer.buyer_key[-TAIL:])
    return buyer.buyer_key


def forgotten_words(buyer: Buyer) -> str:
    """Say that nobody is known here any more, and what is kept: no tier to climb, nothing to promise."""
    said = _("A forgotten buyer (…{tail}): the sums of {orders} are kept, a name is not.")
    return said.format(tail=buyer.buyer_key[-TAIL:], orders=orders_words(buyer.orders_count))


def days_words(days: int) -> str:
    """Say a number of days."""
    return ngettext("{count} day", "{count} days", days).format(count=format_count(days))


def orders_words(count: int) -> str:
    """Say a number of orders."""
    return ngettext("{count} order", "{count} orders", count).format(count=format_count(count))


def way_words(way: Way, currency: str) -> str:
    """Say a way of the rules in one line."""
    parts = []
    if way.orders_from is not None:
        parts.append(_("at least {orders}").format(orders=orders_words(way.orders_from)))
    if way.spent_from_minor is not None:
        parts.append(_("{amount} spent and kept").format(amount=format_money(way.spent_from_minor, currency, "exact")))
    if way.recent_days is not None:
        parts.append(_("an order in the last {days}").format(days=days_words(way.recent_days)))
    if way.silent_days is not None:
        parts.append(_("no order for {days}").format(days=days_words(way.silent_days)))
    if way.refund_most is not None:
        parts.append(_("at most {share} of the orders refunded").format(share=f"{way.refund_most}%"))
    if way.refund_least is not None:
        parts.append(_("at least {share} of the orders refunded").format(share=f"{way.refund_least}%"))
    if way.provinces:
        parts.append(_("in {places}").format(places=", ".join(way.provinces)))
    if way.phone_orders_from is not None:
        parts.append(_("{orders} on one phone").format(orders=orders_words(way.phone_orders_from)))
    if way.phone_accounts_from is not None:
        said = ngettext("{count} account with one phone", "{count} accounts with one phone", way.phone_accounts_from)
        parts.append(said.format(count=format_count(way.phone_accounts_from)))
    if not parts:
        return _("a paid order")
    said = _(", ").join(parts)
    return said if way.window_days is None else _("{what} (counted over the last {days})").format(
        what=said, days=days_words(way.window_days)
    )  # fmt: skip


def missing_words(missing: Missing, currency: str) -> str:
    """Say what would do for the next tier."""
    more = ngettext("{count} more order", "{count} more orders", missing.orders).format(count=format_count(missing.orders))
    if not missing.spent_minor:
        return more
    amount = format_money(missing.spent_minor, currency, "exact")
    if missing.orders <= 1:
        return _("{amount} more").format(amount=amount)
    return _("{orders} that come to {amount}").format(orders=more, amount=amount)


def buyer_line(buyer: Buyer, tier: str, following: NextTier | None) -> str:
    """Say who a buyer is in one sentence: the tier, and what is missing for the next."""
    name, currency = name_of(buyer), buyer.shop.currency
    if is_forgotten(buyer):
        return forgotten_words(buyer)
    if not tier:
        return _("{name} has not paid for an order yet.").format(name=name)
    if following is None:
        return _("{name} is a {tier} buyer: the highest tier.").format(name=name, tier=tier)
    if following.best is None:
        return _("{name} is a {tier} buyer.").format(name=name, tier=tier)
    told = {"name": name, "tier": tier, "next": str(following.tier), "missing": missing_words(following.best, currency)}
    return _("{name} is a {tier} buyer; {missing} to {next}.").format(**told)


def kept_name(name: str) -> str:
    """Return the name of a tier as the log keeps it, in the reader's language where it is one of the default set."""
    return str(KNOWN_NAMES.get(name, name))


def change_words(change: TierChange, currency: str) -> str:
    """Say why a buyer moved."""
    why = str(change.get_cause_display())
    if change.rule is not None:
        return _("{why}: {rule}").format(why=why, rule=way_words(Way.read(change.rule), currency))
    return why


def benefit_words(benefit: Benefit, currency: str) -> str:
    """Say what a tier gets."""
    kind, number = benefit.kind, benefit.number or 0
    if kind == BenefitKind.COUPON:
        said = _("{amount} off").format(amount=format_money(benefit.amount_minor, currency, "exact"))
    elif kind == BenefitKind.EARLY_ACCESS:
        said = ngettext("in {count} hour before others", "in {count} hours before others", number).format(count=number)
    elif kind == BenefitKind.LONGER_RETURN:
        said = _("may return for {days}").format(days=days_words(number))
    elif kind == BenefitKind.GIFT and benefit.amount_minor:
        said = _("a gift worth {amount}").format(amount=format_money(benefit.amount_minor, currency, "exact"))
    else:
        said = str(benefit.get_kind_display())
    if benefit.from_minor:
        said = _("{what} from {amount} on").format(what=said, amount=format_money(benefit.from_minor, currency, "exact"))
    return said


def list_line(shop: str, buyers: int, best: tuple[str, int, float | None] | None) -> str:
    """Say how many buyers there are and what the best tier brings."""
    said = ngettext("{count} buyer of {shop}", "{count} buyers of {shop}", buyers).format(count=format_count(buyers), shop=shop)
    if best is None or best[2] is None:
        return _("{who}.").format(who=said)
    name, count, share = best
    told = {"who": said, "count": format_count(count), "tier": name, "share": format_share(share)}
    bring = ngettext(
        "{who}; {count} {tier} buyer brings {share} of what was kept.",
        "{who}; {count} {tier} buyers bring {share} of what was kept.",
        count,
    )
    return bring.format(**told)


def simulation_line(simulation: Simulation) -> str:
    """Say how many would move."""
    if not simulation.moved:
        return _("With these rules nobody moves.")
    told = {"count": format_count(simulation.moved), "total": format_count(simulation.total)}
    return ngettext(
        "With these rules {count} of {total} buyers moves.", "With these rules {count} of {total} buyers move.", simulation.moved
    ).format(**told)


def returning_line(days: Sequence[ReturningDay]) -> str:
    """Say which share of the old buyers was won or came back in the three months before, over these days."""
    old = sum(day.old for day in days)
    if not old:
        return _("No old buyer paid in these days.")
    warm = sum(day.won + day.came_back for day in days)
    told = {"share": format_share(warm / old), "old": format_count(old)}
    return ngettext(
        "{share} of {old} old buyer was won or came back in the three months before.",
        "{share} of {old} old buyers were won or came back in the three months before.",
        old,
    ).format(**told)


def tier_error(code: str, field: str) -> str:
    """Say why a ladder cannot stand."""
    words = {
        "empty": _("A shop needs at least one tier."),
        "many": _("Twelve tiers at most."),
        "name": _("Give the tier a name of at most 40 letters."),
        "twice": _("Two tiers have this name."),
        "ways": _("Say at least one condition: without one everybody would be in this tier."),
        "value": {
            "refund_most": _("A share in per cent lies between 0 and 100."),
            "spent_from_minor": _("This is no amount."),
        }.get(field, _("This number is not possible here.")),
    }
    return words[code]


def privacy_line(setting: PrivacySetting) -> str:
    """Say in one sentence whether receivers are kept and how long buyers are."""
    kept = _("Names, phones and streets are kept sealed") if setting.keep_contacts else _("No name, phone or street is kept")
    if not setting.keep_days:
        return _("{kept}; buyers are kept without an end.").format(kept=kept)
    return _("{kept}; buyers are forgotten {days} after their last order.").format(kept=kept, days=days_words(setting.keep_days))


def merged_already(person: Person | None, other: Buyer) -> str:
    """Say that two accounts are one person already, who that is and what can be done."""
    count = person.buyers.count() if person else 0
    said = ngettext(
        "{other} is the same person already: {person}, with {count} account. Split them first to merge them with somebody else.",
        "{other} is the same person already: {person}, with {count} accounts. Split them first to merge them with somebody else.",
        count,
    )
    return said.format(other=name_of(other), person=person, count=format_count(count))


def reveal_error(code: str) -> str:
    """Say why a contact is not shown."""
    return {
        "right": _("You may not see contacts in clear. Ask who manages the staff for that right."),
        "reason": _("Say why you need to see it: the reason is written down."),
        "nothing": _("No file told who receives their parcels."),
    }[code]


def reveals_line(count: int, unusual: int) -> str:
    """Say how many contacts were shown in clear, and how many of them are unusual."""
    if not count:
        return _("No contact was shown in clear.")
    said = ngettext("{count} contact was shown in clear", "{count} contacts were shown in clear", count)
    told = said.format(count=format_count(count))
    if not unusual:
        return _("{told}, none of them unusual.").format(told=told)
    return _("{told}, {unusual} of them beyond what is usual in an hour.").format(told=told, unusual=format_count(unusual))


def places_of(currency: str) -> int:
    """Return how many decimals an amount of the currency is typed with."""
    return exponent_of(currency)
