"""All that is kept about one human, for whoever asks what is known of them."""

from datetime import datetime
from typing import Any

from common.money import exponent_of, from_minor
from customers.models import Buyer, Contact, ContactReveal
from customers.queries.buyers import buyer_summary
from customers.queries.contacts import newest_first, read
from customers.summaries import SUMS
from orders.models import OrderLine

MOST_ORDERS = 100_000


def everything_about(buyer: Buyer, at: datetime) -> dict[str, Any]:
    """Return one account and the others of the same person as plain values, contacts in clear; the caller logs who took it.

    Sums, orders with lines, tier, labels, notes, moves between tiers and persons, contacts and who was shown them. Amounts are
    decimal texts in the shop's currency, moments ISO text in UTC.
    """
    rows = [buyer] if buyer.person_id is None else Buyer.objects.filter(person=buyer.person_id).order_by("pk")
    return {"asked_at": at.isoformat(), "accounts": [_account(row, at) for row in rows]}


def _contacts(buyer: Buyer) -> list[dict[str, Any]]:
    """Return every contact kept of an account, in clear, the newest first."""
    rows = list(newest_first(Contact.objects.filter(shop=buyer.shop_id, buyer_key=buyer.buyer_key)))
    told = [(row, values) for row in rows for values in read([row])]
    return [
        {"as_of": row.as_of.isoformat(), "name": values.name, "phone": values.phone, "address": values.address}
        for row, values in told
    ]


def _look_ups(buyer: Buyer) -> list[dict[str, Any]]:
    """Return who was shown a contact of the account, when and why."""
    rows = ContactReveal.objects.filter(buyer=buyer).select_related("by")
    return [{"at": row.at.isoformat(), "by": row.by.username, "reason": row.reason} for row in rows]


def _account(buyer: Buyer, at: datetime) -> dict[str, Any]:
    summary, exponent = buyer_summary(buyer, at), exponent_of(buyer.shop.currency)
    lines: dict[str, list[dict[str, Any]]] = {}
    orders = summary.orders(MOST_ORDERS)
    numbers = [order.order_no for order in orders]
    for start in range(0, len(numbers), 500):
        for line in OrderLine.objects.filter(shop=buyer.shop_id, order_no__in=numbers[start : start + 500]):
            told = {"sku": line.sku, "title": line.title, "variant": line.variant, "units": line.units}
            lines.setdefault(line.order_no, []).append(told | {"paid": _amount(line.paid_minor, exponent)})
    return {
        "shop": buyer.shop.name,
        "currency": buyer.shop.currency,
        "account": buyer.buyer_key,
        "person": buyer.person.name if buyer.person else None,
        "summary": {
            name: _amount(value, exponent)
            if name.endswith("_minor")
            else value.isoformat()
            if isinstance(value, datetime)
            else value
            for name in SUMS
            for value in [getattr(buyer, name)]
        },
        "tier": str(summary.standing.tier) if summary.standing.tier else None,
        "won_by": summary.acquisition.tag if summary.acquisition else None,
        "labels": [str(one.label) for one in summary.labels],
        "notes": [{"at": note.written_at.isoformat(), "text": note.text} for note in summary.notes],
        "contacts": _contacts(buyer),
        "contact_look_ups": _look_ups(buyer),
        "persons": [
            {"at": move.act.at.isoformat(), "kind": move.act.kind, "reason": move.act.reason}
            for move in buyer.person_moves.select_related("act").order_by("pk")
        ],
        "moves": [{"at": one.at.isoformat(), "from": one.before_name, "to": one.after_name} for one in summary.changes],
        "orders": [
            {
                "order_no": order.order_no,
                "placed_at": order.placed_at.isoformat() if order.placed_at else None,
                "paid_at": order.paid_at.isoformat() if order.paid_at else None,
                "total": _amount(order.total_minor, exponent),
                "refunded": _amount(order.refund_minor, exponent),
                "province": order.province,
                "city": order.city,
                "lines": lines.get(order.order_no, []),
            }
            for order in orders
        ],
    }


def _amount(minor: int | None, exponent: int) -> str | None:
    return None if minor is None else f"{from_minor(minor, exponent)}"
