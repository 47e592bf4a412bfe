"""Offers in words: one sentence for each, what is wrong with one, and when, how often and at whose cost it holds."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign, Offer, OfferKind
from campaigns.rules.problems import Problem
from campaigns.words.problems import clock, day_label, sentence
from common.money import exponent_of, format_money, format_share

WHOLE_BP = 10_000
MONEY = frozenset({"off", "price", "budget", "minimum_minor", "saves_minor", "counts_minor", "deposit_minor"})
OFFER_SENTENCES: dict[str, str | Promise] = {
    "value_below_zero": gettext_lazy("This cannot be below zero."),
    "value_not_positive": gettext_lazy("Write an amount above zero."),
    "percent_out_of_range": gettext_lazy("Write a per cent above 0 and up to 100."),
    "units_not_positive": gettext_lazy("This must be at least 1."),
    "amount_or_percent": gettext_lazy("A coupon takes either an amount or a per cent off: write one of the two."),
    "gives_more_than_minimum": gettext_lazy("The coupon takes {value} off from {minimum_minor} on: more than was spent."),
    "steps_missing": gettext_lazy("Write at least one step."),
    "repeats_needs_one_step": gettext_lazy("Only a single step can repeat for every amount spent; there are {steps}."),
    "steps_not_rising": gettext_lazy(
        "Each step must ask for more and give more than the one before; the step from {minimum_minor} on does not."
    ),
    "step_above_minimum": gettext_lazy("From {minimum_minor} on it would take {saves_minor} off: more than was spent."),
    "gift_missing": gettext_lazy("Say what the gift is."),
    "repeats_needs_minimum": gettext_lazy("A gift for every amount spent needs the amount."),
    "deposit_counts_no_more": gettext_lazy("The deposit must count for more than was paid, else it is no offer."),
    "limit_not_positive": gettext_lazy("A limit is at least 1; leave it empty for none."),
    "payers_not_whole": gettext_lazy("The shares make {sum_bp}; they must make 100%, the difference is {difference_bp}."),
    "payer_below_zero": gettext_lazy("A share cannot be below zero."),
    "window_backwards": gettext_lazy("It must end after it begins."),
    "group_choice_differs": gettext_lazy("{other} chooses within the group {group} in another way; all of a group must agree."),
    "too_many_choices": gettext_lazy(
        "The groups leave {choices} ways to choose among offers, more than {most}: put fewer into groups, or choose by priority."
    ),
    "too_many_offers": gettext_lazy("There are {count} offers; no more than {most} can be looked at together."),
    "offer_name_missing": gettext_lazy("Give the offer a name."),
    "offer_kind_unknown": gettext_lazy("Choose what the offer gives."),
    "offer_tiers_missing": gettext_lazy("Say which buyer tiers it is for."),
    "offer_value_too_high": gettext_lazy("This is more than the program counts; check the number of zeros."),
    "offer_gives_more_than_price": gettext_lazy(
        "It takes {off} off, but {product} costs {price}: the price would be below zero ({count} such in its scope)."
    ),
    "offer_window_half": gettext_lazy("Write both when it begins and when it ends, or neither: then it runs with the sale."),
    "offer_outside_sale": gettext_lazy("This is outside the sale, which may offer something from {start} to {end}."),
    "offer_same_place": gettext_lazy(
        "{other} has priority {priority} in the group {group} too, so nobody could tell which one wins. {free} is free."
    ),
    "offer_covers_nothing": gettext_lazy("No product fits its scope."),
    "offer_takes_nothing_off": gettext_lazy("{product} costs {price} anyway ({count} such in its scope)."),
    "offer_budget_below_one_use": gettext_lazy("Its money limit of {budget} is below what one use gives, {off}."),
    "offer_file_empty": gettext_lazy("The table has no offers; export the offers once to see how it looks."),
    "sheet_unreadable": gettext_lazy("This file cannot be read: send CSV or XLSX as it was exported here."),
    "offer_file_column": gettext_lazy("The column {column} is missing; export the offers once to see all of them."),
    "offer_file_cell": gettext_lazy("Line {line}, {column}: “{value}” is not understood."),
    "offer_gone": gettext_lazy("This offer was deleted meanwhile."),
}


def amount(minor: int | None, currency: str) -> str:
    """Write a price without needless decimals: ¥499, ¥9.90.

    >>> amount(49_900, "CNY"), amount(990, "CNY")
    ('¥499', '¥9.90')
    """
    exponent = exponent_of(currency)
    words = format_money(minor, currency, "exact")
    return words.replace("." + "0" * exponent, "") if exponent and minor is not None and minor % 10**exponent == 0 else words


def problem_words(problem: Problem, campaign: Campaign) -> str:
    """Return the sentence of a problem of an offer, its money, shares and moments written out."""
    if problem.code not in OFFER_SENTENCES:
        return sentence(problem, currency=campaign.currency, zone=campaign.time_zone, campaign=campaign)
    values: dict[str, Any] = {}
    for name, value in problem.values.items():
        if (name in MONEY and isinstance(value, int)) or (name == "value" and isinstance(value, int)):
            values[name] = amount(value, campaign.currency)
        elif name == "sum_bp":
            values[name] = format_share(Fraction(value, WHOLE_BP), 2)
            values["difference_bp"] = format_share(Fraction(WHOLE_BP - value, WHOLE_BP), 2, signed=True)
        else:
            values[name] = value
    if problem.code == "offer_outside_sale":
        values["start"], values["end"] = moments(problem.values["start"], problem.values["end"], campaign)
    words = str(OFFER_SENTENCES[problem.code]).format(**values)
    if "line" in problem.values and problem.code != "offer_file_cell":
        words = _("Line {line}, {offer}: {words}").format(line=values["line"], offer=values["offer"], words=words)
    return words


def moments(start: int, end: int, campaign: Campaign) -> tuple[str, str]:
    """Write the two ends of a run of slots by the sale's clock."""
    zone = campaign.time_zone
    return (
        f"{day_label(start, zone)} {clock(start, zone)}",
        f"{day_label(end - 1, zone)} {clock(end, zone, end=True)}",
    )


def offer_words(offer: Offer, campaign: Campaign, *, titles: Mapping[str, str] | None = None) -> str:
    """Say in a sentence what the offer gives, and on what."""
    say = _GIVES[OfferKind(offer.kind)]
    return _from(offer, campaign.currency, say(offer, campaign.currency, scope_words(offer, titles or {})))


def scope_words(offer: Offer, titles: Mapping[str, str]) -> str:
    """Say what the offer is for: everything, tier A, the coats, two products, without what is left out."""
    parts = []
    if offer.tiers:
        parts.append(_("tier {tiers}").format(tiers=_list(offer.tiers)))
    if offer.categories:
        parts.append(_list(offer.categories))
    if offer.skus:
        names = [titles.get(sku) or sku for sku in offer.skus]
        parts.append(
            _list(names)
            if len(names) <= 2
            else ngettext("{count} product", "{count} products", len(names)).format(count=len(names))
        )
    if offer.shops:
        parts.append(ngettext("{count} shop", "{count} shops", len(offer.shops)).format(count=len(offer.shops)))
    words = ", ".join(parts) or _("everything")
    if offer.excluded_skus:
        words = ngettext("{scope} but {count} product", "{scope} but {count} products", len(offer.excluded_skus)).format(
            scope=words, count=len(offer.excluded_skus)
        )
    return words


def terms_words(offer: Offer, campaign: Campaign, *, with_costs: bool = True) -> list[str]:
    """Say when, how often, beside what and at whose cost the offer holds, each in a few words; the ordinary is left out.

    Without costs it says what a buyer may know: not the money set aside for it, not who pays.
    """
    currency, found = campaign.currency, []
    if offer.start_slot is not None and offer.end_slot is not None:
        start, end = moments(offer.start_slot, offer.end_slot, campaign)
        found.append(_("{start} to {end}").format(start=start, end=end))
    if offer.buyer_tiers:
        found.append(_("only {tiers} buyers").format(tiers=_list(offer.buyer_tiers)))
    if offer.must_be_held and offer.kind != OfferKind.COUPON:
        found.append(_("for who has claimed it"))
    for number, one, many in (
        (
            offer.limit_per_order,
            _("once an order"),
            ngettext("{n} time an order", "{n} times an order", offer.limit_per_order or 0),
        ),
        (offer.limit_per_buyer, _("once a buyer"), ngettext("{n} time a buyer", "{n} times a buyer", offer.limit_per_buyer or 0)),
        (offer.limit_total, _("once in all"), ngettext("{n} time in all", "{n} times in all", offer.limit_total or 0)),
    ):
        if number:
            found.append(one if number == 1 else many.format(n=number))
    if offer.budget_minor is not None and with_costs:
        found.append(_("at most {money} in all").format(money=amount(offer.budget_minor, currency)))
    if not offer.stacks:
        found.append(_("not beside other offers"))
    if offer.group:
        found.append(_("group {group}").format(group=offer.group))
    if with_costs:
        found.append(payer_words(offer))
    return found


def payer_words(offer: Offer) -> str:
    """Say who pays the discount."""
    shares = [(_("shop"), offer.shop_bp), (_("platform"), offer.platform_bp), (_("brand"), offer.brand_bp)]
    shares.append((_("influencer"), offer.influencer_bp))
    given = [(name, bp) for name, bp in shares if bp]
    if len(given) == 1:
        return _("paid by the {payer}").format(payer=given[0][0])
    parts = [f"{name} {format_share(Fraction(bp, 10_000), 0 if bp % 100 == 0 else 2)}" for name, bp in given]
    return _("paid by {payers}").format(payers=", ".join(parts))


def steps_words(steps: Sequence[Sequence[int]], currency: str) -> str:
    """Write steps: ¥499 less ¥100, ¥899 less ¥200."""
    step = _("{from_} less {off}")
    return _list([step.format(from_=amount(start, currency), off=amount(off, currency)) for start, off in steps])


def _list(words: Sequence[object]) -> str:
    return ", ".join(str(word) for word in words)


def _off(offer: Offer) -> str:
    bp = offer.percent_bp or 0
    return format_share(Fraction(bp, 10_000), 0 if bp % 100 == 0 else 2)


def _from(offer: Offer, currency: str, words: str) -> str:
    """Put the condition of an offer behind its words: from so much, or so many pieces, on."""
    if offer.minimum_minor:
        return _("{words}, from {from_} on").format(words=words, from_=amount(offer.minimum_minor, currency))
    if offer.minimum_units:
        say = ngettext("{words}, from {count} piece on", "{words}, from {count} pieces on", offer.minimum_units)
        return say.format(words=words, count=offer.minimum_units)
    return words


def _percent(offer: Offer, _currency: str, what: str) -> str:
    return _("{off} off {what}").format(off=_off(offer), what=what)


def _amount_off(offer: Offer, currency: str, what: str) -> str:
    return _("{off} off each piece of {what}").format(off=amount(offer.value_minor, currency), what=what)


def _fixed(offer: Offer, currency: str, what: str) -> str:
    return _("{what} at {price} a piece").format(price=amount(offer.value_minor, currency), what=what)


def _steps(offer: Offer, currency: str, what: str) -> str:
    if offer.repeats and offer.steps:
        start, off = offer.steps[0]
        words = _("{off} off for every {from_} spent on {what}")
        return words.format(from_=amount(start, currency), off=amount(off, currency), what=what)
    steps = [
        _("{from_} less {off}").format(from_=amount(start, currency), off=amount(off, currency)) for start, off in offer.steps
    ]
    return _("Spend on {what}: {steps}").format(steps=_list(steps), what=what)


def _platform(offer: Offer, currency: str, what: str) -> str:
    return _("{words}, across shops").format(words=_steps(offer, currency, what))


def _buy_get(offer: Offer, _currency: str, what: str) -> str:
    if offer.percent_bp == WHOLE_BP:
        return _("Buy {buy} of {what}, get {get} more free").format(buy=offer.buy_units, get=offer.get_units, what=what)
    words = _("Buy {buy} of {what}, get {get} more at {off} off")
    return words.format(buy=offer.buy_units, get=offer.get_units, what=what, off=_off(offer))


def _gift(offer: Offer, _currency: str, what: str) -> str:
    units = "" if offer.gift_units == 1 else f"{offer.gift_units} × "
    return _("{gift} as a gift with {what}").format(gift=units + offer.gift_sku, what=what)


def _coupon(offer: Offer, currency: str, what: str) -> str:
    off = _off(offer) if offer.value_minor is None else amount(offer.value_minor, currency)
    if offer.value_minor is None and offer.most_minor is not None:
        off = _("{off}, at most {most}").format(off=off, most=amount(offer.most_minor, currency))
    return _("Coupon of {off} for {what}").format(off=off, what=what)


def _shipping(_offer: Offer, _currency: str, what: str) -> str:
    return _("Free shipping for {what}").format(what=what)


def _deposit(offer: Offer, currency: str, what: str) -> str:
    words = _("A deposit of {deposit} counts for {counts} on {what}")
    return words.format(deposit=amount(offer.deposit_minor, currency), counts=amount(offer.counts_minor, currency), what=what)


_GIVES = {
    OfferKind.PERCENT_OFF: _percent,
    OfferKind.AMOUNT_OFF: _amount_off,
    OfferKind.FIXED_PRICE: _fixed,
    OfferKind.SPEND_AND_SAVE: _steps,
    OfferKind.BUY_GET: _buy_get,
    OfferKind.GIFT: _gift,
    OfferKind.COUPON: _coupon,
    OfferKind.FREE_SHIPPING: _shipping,
    OfferKind.DEPOSIT: _deposit,
    OfferKind.PLATFORM: _platform,
}
