"""What the audit found, in words a person can act on: the sentence, the basket that shows it, the repair."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.audits import FLOOR_CODES, IDLE_CODES, LIVE, PRESALE, TRAP_CODES, WARM_UP
from campaigns.models import Campaign
from campaigns.rules.pricing import Reason
from campaigns.words.baskets import REASONS
from campaigns.words.offers import amount

STAGE_WORDS: dict[str, str | Promise] = {
    LIVE: gettext_lazy("in the sale"),
    WARM_UP: gettext_lazy("in the warm-up"),
    PRESALE: gettext_lazy("in the pre-sale"),
}
SENTENCES: dict[str, str | Promise] = {
    "below_cost": gettext_lazy("With {offers}, {product} brings in {received_minor} a piece: {gap} below its cost."),
    "below_floor": gettext_lazy("With {offers}, {product} is sold at {price_minor}: {gap} below its floor."),
    "gives_more_than_price": gettext_lazy("{offers} takes {value_minor} off, but {product} costs {price_minor}."),
    "spot_below_presale": gettext_lazy(
        "Who waits pays less: {product} costs {spot_minor} in the sale and {presale_minor} in the pre-sale."
    ),
    "more_costs_less": gettext_lazy(
        "More costs less: with {offers} a larger basket costs {larger_minor} and a smaller one {smaller_minor}."
    ),
    "cheaper_split": gettext_lazy(
        "Two orders are {saves_minor} cheaper than one: {apart_minor} instead of {together_minor} with {offers}."
    ),
    "window_outside_sale": gettext_lazy("{offers} runs when nothing is sold."),
    "no_buyer_in_tier": gettext_lazy("{offers} is for {tiers} buyers, and there are none."),
    "coupon_not_given": gettext_lazy("Nobody can claim {offers}."),
    "scope_empty": gettext_lazy("No product is in the scope of {offers}."),
    "no_product_sold": gettext_lazy("No product in the scope of {offers} is sold while it runs."),
    "never_applies": gettext_lazy("Nobody gets {offers}. {reason}"),
    "stacks_one_sided": gettext_lazy("{first} allows {second} beside it, but {second} does not allow {first}."),
    "stacks_with_unknown": gettext_lazy("{offers} allows an offer beside it that does not exist."),
    "decided_by_name": gettext_lazy("{first} and {second} exclude each other at the same priority: say which comes first."),
    "two_fixed_prices": gettext_lazy("{first} and {second} fix the price of the same products: only the lower one counts."),
    "fixed_above_price": gettext_lazy("{offers} fixes {product} at {value_minor}, which is no less than {price_minor}."),
}
NAMES: dict[str, str | Promise] = {
    "below_cost": gettext_lazy("below cost"),
    "below_floor": gettext_lazy("below the floor"),
    "gives_more_than_price": gettext_lazy("more than the price"),
    "spot_below_presale": gettext_lazy("cheaper without the pre-sale"),
    "more_costs_less": gettext_lazy("more costs less"),
    "cheaper_split": gettext_lazy("cheaper as two orders"),
}


def severity(code: str) -> str:
    """Return how bad a finding is: "failed" for a loss, "watch" for a trap or a contradiction, "next" for an idle offer."""
    if code in FLOOR_CODES:
        return "failed"
    return "next" if code in IDLE_CODES else "watch"


def name_words(code: str) -> str:
    """Return the short name of a finding."""
    if code in IDLE_CODES:
        return _("never applies")
    return str(NAMES.get(code, _("contradiction")))


def is_contradiction(code: str) -> bool:
    """Tell whether a finding is about offers that contradict each other, the plan or the prices."""
    return code not in {*FLOOR_CODES, *TRAP_CODES} or code == "gives_more_than_price"


def finding_words(finding: dict[str, Any], found: dict[str, Any], campaign: Campaign) -> str:
    """Return the sentence of a finding."""
    currency, names = campaign.currency, found["names"]
    # A gift or the freight lowers no price: it is named only where nothing else is.
    keys = [key for key in finding["offers"] if key not in found["extras"]] or finding["offers"]
    offers = [names.get(key, key) for key in keys]
    values: dict[str, Any] = {name: amount(minor, currency) for name, minor in finding["amounts"].items()}
    values |= {"offers": _joined(offers), "first": offers[0] if offers else "", "second": offers[-1] if offers else ""}
    values["product"] = product_words(finding)
    if finding["code"] == "spot_below_presale" and finding["amounts"]["units"] > 1:
        values["product"] = f"{finding['amounts']['units']} × {values['product']}"
    values["gap"] = amount(_gap(finding), currency)
    values["tiers"] = finding["values"].get("tiers", "")
    if finding["code"] == "never_applies":
        values["reason"] = _reason(finding["values"], names, currency)
    return str(SENTENCES[finding["code"]]).format(**values)


def product_words(finding: dict[str, Any]) -> str:
    """Name the product of a finding, and how many are like it."""
    if not finding["skus"]:
        return ""
    sku = finding["skus"][0]
    name = finding["titles"].get(sku, sku)
    more = len(finding["alike"].get(sku, [sku])) - 1
    if more:
        return ngettext("{name} ({count} variant more)", "{name} ({count} variants more)", more).format(name=name, count=more)
    return str(name)


def basket_words(lines: list[dict[str, Any]] | None, campaign: Campaign) -> str:
    """Write a basket: 1 × Wool coat at ¥899, 2 × Scarf at ¥59."""
    if not lines:
        return ""
    words = [
        _("{units} × {name} at {price}").format(
            units=line["units"], name=line["title"] or line["sku"], price=amount(line["price_minor"], campaign.currency)
        )
        for line in lines
    ]
    return ", ".join(words)


def situation_words(finding: dict[str, Any], found: dict[str, Any]) -> str:
    """Say where and to whom it happens: in the sale, a gold buyer, holding the coupons."""
    situation = finding["situation"]
    if situation is None:
        return ""
    parts = [str(STAGE_WORDS[situation["stage"]])]
    if situation["buyer_tier"]:
        parts.append(_("a {tier} buyer").format(tier=situation["buyer_tier"]))
    if situation["coupons"]:
        parts.append(
            _("holding {coupons}").format(coupons=_joined([found["names"].get(key, key) for key in situation["coupons"]]))
        )
    return ", ".join(parts)


def repair_words(repair: dict[str, Any], found: dict[str, Any], campaign: Campaign) -> str:
    """Say what a repair does and what a piece then costs."""
    offer = _joined([found["names"].get(key, key) for key in repair["offers"]])
    price = amount(repair["price_minor"], campaign.currency)
    if repair["code"] == "exclude_product":
        return _("Leave it out of {offer}: then {price}").format(offer=offer, price=price)
    if repair["code"] == "raise_step":
        was, value = amount(repair["was"], campaign.currency), amount(repair["value"], campaign.currency)
        return _("Raise the step of {was} in {offer} to {value}: then {price}").format(
            was=was, offer=offer, value=value, price=price
        )
    if repair["code"] == "limit_per_buyer":
        words = ngettext("Let each buyer use {offer} once", "Let each buyer use {offer} {count} times", repair["value"])
        return words.format(offer=offer, count=repair["value"])
    if repair["code"] == "raise_deposit":
        value = amount(repair["value"], campaign.currency)
        return _("Let the deposit of {offer} count for {value} a piece").format(offer=offer, value=value)
    return _("Use {offer} alone: then {price}").format(offer=offer, price=price)


def _gap(finding: dict[str, Any]) -> int:
    amounts = finding["amounts"]
    pairs: dict[str, tuple[str, str]] = {
        "below_cost": ("cost_minor", "received_minor"),
        "below_floor": ("floor_minor", "price_minor"),
    }
    high, low = pairs.get(finding["code"], ("saves_minor", ""))
    return int(amounts.get(high, 0)) - int(amounts.get(low, 0))


def _reason(values: dict[str, Any], names: dict[str, str], currency: str) -> str:
    written: dict[str, Any] = {}
    for name, value in values.items():
        if name.endswith("_minor") and isinstance(value, int):
            written[name] = amount(value, currency)
        elif name in {"by", "with"}:
            written[name] = _joined([names.get(key, key) for key in str(value).split(", ")])
        else:
            written[name] = value
    return str(REASONS[Reason(values["reason"])]).format(**written)


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
