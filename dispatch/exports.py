"""What must not ship, as a table to take along."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from common.moments import format_moment
from common.money import exponent_of, from_minor
from common.pieces import pieces
from common.spreadsheets import Cell
from dispatch import hold_words
from dispatch.models import Hold
from dispatch.queries.parcels import parcels_of, warehouses_of


def held_table(holds: Iterable[Hold]) -> list[list[Cell]]:
    """Return a heading and a row for each hold: shop, order, waybills, warehouse, why, what comes out, since, asked, amounts."""
    rows: list[list[Cell]] = [
        [
            _("Shop"), _("Order number"), _("Waybill"), _("Warehouse"), _("Why"), _("Takes out"), _("Held since"),
            _("Asked at"), _("Order amount"), _("Refund"), _("Currency"),
        ]
    ]  # fmt: skip
    for some in pieces(list(holds)):
        carried, places = _whereabouts(some)
        for hold in some:
            shop, key = hold.shop, (hold.shop_id, hold.order_no)
            exponent = exponent_of(shop.currency)
            rows.append(
                [
                    shop.name,
                    hold.order_no,
                    ", ".join(carried.get(key, [])),
                    places.get(key, ""),
                    hold_words.why_held(hold),
                    _("the whole order") if hold.lines is None else "; ".join(hold_words.line_words(line) for line in hold.lines),
                    format_moment(hold.since, shop.time_zone, year=True),
                    format_moment(hold.asked_at, shop.time_zone, year=True),
                    *(None if minor is None else from_minor(minor, exponent) for minor in (hold.value_minor, hold.amount_minor)),
                    shop.currency,
                ]
            )
    return rows


def _whereabouts(holds: list[Hold]) -> tuple[dict[tuple[int, str], list[str]], dict[tuple[int, str], str]]:
    carried: dict[tuple[int, str], list[str]] = {}
    places: dict[tuple[int, str], str] = {}
    for shop in {hold.shop_id for hold in holds}:
        numbers = [hold.order_no for hold in holds if hold.shop_id == shop]
        carried |= {(shop, no): sorted(one.waybills) for no, one in parcels_of(shop_id=shop, order_nos=numbers).items()}
        places |= {(shop, no): place for no, place in warehouses_of(shop_id=shop, order_nos=numbers).items()}
    return carried, places
