"""What the rules say of prices, in sentences a person can act on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from campaigns.rules.prices import Flag
from common.moments import format_day
from common.money import format_money, format_share
from inventory.rules.price_history import Outcome, Price, Verdict, Why
from inventory.rules.price_rules import Otherwise, PriceRule, Prices

RULES: dict[str, str | Promise] = {
    "eu": gettext_lazy("European Union: lowest of the 30 days before"),
    "china": gettext_lazy("China: lowest paid of the 7 days before"),
    "platform": gettext_lazy("Platform rule, editable"),
}
SHORT_RULES: dict[str, str | Promise] = {
    "eu": gettext_lazy("EU"),
    "china": gettext_lazy("China"),
    "platform": gettext_lazy("Platform"),
}
OUTCOMES: dict[str, str | Promise] = {
    Outcome.ALLOWED: gettext_lazy("allowed"),
    Outcome.REFUSED: pgettext_lazy("of a price", "refused"),
    Outcome.UNKNOWN: gettext_lazy("not provable"),
}
CHIPS = {Outcome.ALLOWED: "done", Outcome.REFUSED: "failed", Outcome.UNKNOWN: "watch"}
SOURCES: dict[str, str | Promise] = {
    "orders": gettext_lazy("order lines"),
    "file": gettext_lazy("price list"),
    "typed": gettext_lazy("typed"),
    "planned": gettext_lazy("this plan"),
}
KINDS: dict[str, str | Promise] = {Prices.OFFERED: gettext_lazy("asked"), Prices.PAID: gettext_lazy("paid")}
PLANNED = gettext_lazy("planned")
ENDINGS: dict[str, str | Promise] = {
    "": gettext_lazy("as it comes"),
    ".90": gettext_lazy("x.90"),
    ".99": gettext_lazy("x.99"),
    "1": gettext_lazy("whole units"),
    "9": gettext_lazy("x9.00"),
    "9.90": gettext_lazy("x9.90"),
    "10": gettext_lazy("whole tens"),
}
FLAGS: dict[str, str | Promise] = {
    "tiers_unconnected": gettext_lazy(
        "The tiers do not connect: the middle price of tier A is {0}, the planned order value only {1}. Buyers who come for A "
        "take nothing else; pair it with a product of tier C."
    ),
    "no_profit_tier": gettext_lazy("Tier A draws visitors, but no product of tier C earns from them."),
    "middle_thin": gettext_lazy("Tier B is thin: {count} of {0} products lie between what draws and what earns."),
    "below_cost": gettext_lazy("{count} planned prices are below cost."),
    "below_floor": gettext_lazy("{count} planned prices are below their floor."),
    "cost_unknown": gettext_lazy("The cost of {count} planned products is unknown; nothing is guessed for them."),
}
_MONEY_FLAGS = {"tiers_unconnected"}


def day_words(day: date) -> str:
    """Write a day: "18 Oct 2026"; in Chinese "2026年10月18日"."""
    return format_day(day, year=True)


def on_day(moment: datetime, zone: str) -> str:
    """Write the day of a moment on the shop's clock."""
    return day_words(moment.astimezone(ZoneInfo(zone)).date())


def why_words(verdict: Verdict, currency: str, zone: str) -> str:
    """Say why a price is allowed, refused or not provable, with the prior price and the day that proves it."""
    price = _money(verdict.price_minor, currency)
    if verdict.why is Why.NO_HISTORY:
        return _("No price is known before {day}: nothing may be announced. Import a price list, or orders.").format(
            day=on_day(verdict.window[1], zone)
        )
    prior, proof = _money(verdict.prior_minor, currency), verdict.proof[0]
    told = {"prior": prior, "price": price, "when": _when(proof, zone), "days": verdict.rule.window_days}
    told["day"] = on_day(verdict.window[1], zone)
    if proof.source == "planned":
        found = _("In the {days} days before {day} this plan itself asks only {prior}, {when}.")
    elif verdict.from_kind == Otherwise.LAST_PAID:
        found = _("Nothing was paid in the {days} days before {day}; the last price paid was {prior}, {when}.")
    elif verdict.from_kind == Prices.PAID:
        found = _("The lowest price paid in the {days} days before {day} was {prior}, {when}.")
    else:
        found = _("The lowest price asked in the {days} days before {day} was {prior}, {when}.")
    return f"{found.format(**told)} {_judged(verdict, currency)}"


def _judged(verdict: Verdict, currency: str) -> str:
    price, highest = _money(verdict.price_minor, currency), _money(verdict.highest_minor, currency)
    if verdict.why is Why.BELOW:
        return _("{price} may be announced as {percent} off.").format(price=price, percent=f"{verdict.percent}%")
    if verdict.why is Why.NOT_BELOW:
        words = _("{price} is no reduction.").format(price=price)
    else:
        cut = format_share(verdict.rule.least_cut_bp / 10_000, 1).replace(".0%", "%")
        words = _("{price} is less than {cut} below it.").format(price=price, cut=cut)
    if verdict.highest_minor is not None and verdict.highest_minor > 0:
        words = " ".join([words, _("At most {highest} would be allowed.").format(highest=highest)])
    return words


def earliest_words(verdict: Verdict) -> str:
    """Say from which day the same price would be legal; "" where it is legal."""
    if verdict.outcome is Outcome.ALLOWED:
        return ""
    if verdict.earliest is None:
        return _("As far as prices are known it would not become legal by waiting.")
    return _("Legal from {day}, if nothing is sold or asked lower until then.").format(day=day_words(verdict.earliest))


def kind_words(price: Price) -> str:
    """Say whether a price was asked, paid, or is planned before by the same plan."""
    return str(PLANNED if price.source == "planned" else KINDS[price.kind])


def rule_words(rule: PriceRule) -> str:
    """Say what a rule asks, in one sentence."""
    told = {"days": rule.window_days, "cut": format_share(rule.least_cut_bp / 10_000, 1).replace(".0%", "%")}
    if rule.key == "eu":
        return _(
            "The prior price is the lowest asked of everybody in the {days} days before the reduction begins; a reduction that "
            "only grows keeps the prior price of its first step."
        ).format(**told)
    if rule.key == "china":
        return _(
            "The prior price is the lowest paid in the {days} days before the sale; without a payment in them the last price "
            "paid. A struck-through price must say what it is."
        ).format(**told)
    return _(
        "The sale price must be at least {cut} below the lowest price paid in the {days} days before. Set the figures that the "
        "platform's conditions of this sale name."
    ).format(**told)


def flag_words(flag: Flag, currency: str) -> str:
    """Say what stands out in the range as a whole."""
    values = [_money(value, currency) if flag.code in _MONEY_FLAGS else str(value) for value in flag.values]
    return str(FLAGS[flag.code]).format(*values, count=flag.count)


def short_words(verdict: Verdict, currency: str, zone: str) -> str:
    """Say in a few words what decides a price, for a list."""
    if verdict.why is Why.NO_HISTORY:
        return _("no price known before")
    prior, highest = _money(verdict.prior_minor, currency), _money(verdict.highest_minor, currency)
    if verdict.why is Why.BELOW:
        return _("{percent} off {prior}").format(percent=f"{verdict.percent}%", prior=prior)
    told = _("{prior} {when}").format(prior=prior, when=_when(verdict.proof[0], zone))
    return _("{told}; at most {highest}").format(told=told, highest=highest) if verdict.highest_minor else told


def short_earliest(verdict: Verdict) -> str:
    """Say in a few words from when a refused price would be legal."""
    if verdict.outcome is not Outcome.REFUSED:
        return ""
    return _("not by waiting") if verdict.earliest is None else _("legal from {day}").format(day=day_words(verdict.earliest))


def _when(price: Price, zone: str) -> str:
    moment = price.lowest_at if price.kind is Prices.PAID and price.lowest_at else price.since
    if price.kind is Prices.OFFERED:
        if price.source == "planned":
            return _("planned from {day}").format(day=on_day(price.since, zone))
        return _("asked since {day}").format(day=on_day(price.since, zone))
    if price.source == "planned":
        return _("planned from {day}").format(day=on_day(price.since, zone))
    return _("paid on {day}").format(day=on_day(moment, zone))


def _money(minor: int | None, currency: str) -> str:
    return format_money(minor, currency, "exact")


def prices_words(count: int) -> str:
    """Write a number of prices."""
    return ngettext("{count} price", "{count} prices", count).format(count=f"{count:,}")
