"""Answers as a command line or a program gives them: a shop's name, a moment, a mapping. Wrong ones raise ValueError."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from orders.models import Shop
from orders.services import create_shop


def find_shop(*, name: str, create: bool = False, currency: str = "CNY", time_zone: str = "Asia/Shanghai") -> tuple[Shop, bool]:
    """Give the shop of this name, and whether it was made just now.

    Without a name: the only shop there is. A shop is made when `create` asks for it, and when there is none at all yet.
    Raises ValueError, with the names of the shops, when the choice is not clear.
    """
    shops = list(Shop.objects.order_by("name"))
    names = ", ".join(shop.name for shop in shops)
    if not name:
        if len(shops) == 1:
            return shops[0], False
        raise ValueError(
            f"Say whose file it is: --shop NAME. Shops: {names}." if shops else "Name the shop to make: --shop NAME."
        )
    for shop in shops:
        if name in {shop.name, str(shop.pk)}:
            return shop, False
    if create or not shops:
        return create_shop(actor=None, name=name, currency=currency, time_zone=time_zone), True
    raise ValueError(f"There is no shop named {name}. Shops: {names}. To make it, add --create-shop.")


def read_moment(text: str, *, zone: str) -> datetime | None:
    """Read a moment in ISO 8601; without an offset it is on the clock of `zone`. Empty gives None. Returns UTC.

    >>> read_moment("2025-11-11T08:00", zone="Asia/Shanghai").isoformat()
    '2025-11-11T00:00:00+00:00'
    """
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError(
            f"{text} is no moment. Write it as 2026-11-11T12:00, or with an offset: 2026-11-11T12:00+08:00."
        ) from wrong
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def read_mapping(words: Sequence[str]) -> dict[str, str]:
    """Read "ours=theirs" pairs, or the name of a JSON file with one object of them.

    >>> read_mapping(["order_no=Order ID", "total_minor=Paid"])
    {'order_no': 'Order ID', 'total_minor': 'Paid'}
    """
    if len(words) == 1 and words[0].endswith(".json"):
        try:
            told = json.loads(Path(words[0]).read_text(encoding="utf-8"))
        except (OSError, ValueError) as wrong:
            raise ValueError(f"{words[0]} is no JSON file that can be read: {wrong}") from wrong
        if not isinstance(told, dict):
            raise ValueError(f"{words[0]} must hold one object: our column against theirs.")
        return {str(ours): str(theirs) for ours, theirs in told.items()}
    pairs = [word.partition("=") for word in words]
    if any(not equals or not ours for ours, equals, _theirs in pairs):
        raise ValueError("Write each column as OURS=THEIRS, for example: order_no='Order ID'.")
    return {ours: theirs for ours, _equals, theirs in pairs}
