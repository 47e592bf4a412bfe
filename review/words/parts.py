"""What each part of the money, each step and each block of the review is called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, Promise] = {
    "list": _("Goods at list price"),
    "shop_discount": _("Discounts paid by the shop"),
    "platform_discount": _("Discounts paid by the platform"),
    "influencer_discount": _("Discounts paid by influencers"),
    "other_discount": _("Lower prices and other discounts"),
    "revenue": _("Revenue, paid"),
    "refund": _("Refunds"),
    "subsidy": _("Subsidies of the platform"),
    "goods": _("Cost of goods"),
    "goods_out": _("Goods that left"),
    "goods_back": _("Goods back in stock"),
    "gifts": _("Gifts"),
    "commission": _("Platform commission"),
    "payment_fee": _("Payment fee"),
    "influencer": _("Commission of influencers"),
    "freight": _("Freight"),
    "packing": _("Packing"),
    "traffic": _("Traffic"),
    "people": _("People"),
    "price_protection": _("Price protection"),
    "leftover": _("Leftover stock"),
    "other": _("Other costs"),
    "profit": _("Profit"),
    "visitors": _("Visitors"),
    "conversion": _("Conversion"),
    "order_value": _("Order value"),
    "orders": _("Paid orders"),
}
STATES: dict[str, Promise] = {"running": _("Running"), "settled": _("Settled")}
BLOCKS: dict[str, Promise] = {
    "money": _("Money"),
    "steps": _("From plan to actual"),
    "phases": _("Phases"),
    "tiers": _("Product tiers"),
    "channels": _("Channels"),
    "offers": _("Offers"),
    "products": _("Products"),
    "buyers": _("Buyers"),
    "service": _("Service"),
    "chase": _("Chase"),
    "pictures": _("Pictures"),
    "tasks": _("Tasks late"),
    "disagreements": _("Disagreements"),
    "days": _("Day by day"),
}
RULES: dict[str, Promise] = {
    "money": _(
        "Running: what files told, and the plan's rates for orders of which no statement has come. Settled: files alone. Known: "
        "for how much of the revenue a cost is known; what is not known counts as nothing. The spend of an hour is shared among "
        "the lines paid in it by revenue; that of hours without a sale among all lines. Goods of full refunds are back in stock. "
        "Sales lost before and after the sale are on neither side."
    ),
    "channels": _(
        "Whose visitor bought is in no file: the revenue of an hour is shared among its channels by the visitors they brought."
    ),
    "steps": _(
        "The steps add up exactly. Visitors, conversion and order value are taken one after the other, the next as planned. "
        "Open: a cost is not known for all orders, and may still come."
    ),
    "offers": _(
        "What the products in the scope of each offer brought in the whole sale: which offer an order used is in no file. Offers "
        "that share products count the same orders, so their rows are not to be added up."
    ),
    "tiers": _("The target is split by what each tier brought before the sale."),
    "disagreements": _("Both sides stay as they were told; nothing is evened out. Correct the file and import it again."),
    "days": _("What the review said at the end of each day. Refunds revise it for 30 days after the sale."),
    "buyers": _(
        "Won: their first payment lies in the sale. Again: a day or more after it, on a day that has passed for all of them, as "
        "on the page of the days after. Old buyers of each day are added up."
    ),
}


def part_label(name: str) -> str:
    """Return what a part or step is called."""
    return str(PARTS.get(name, name))


def tier_name(tier: str) -> str:
    """Return what a tier of products is called; "" is of those without one."""
    return tier or str(_("no tier"))
