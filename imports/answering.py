"""Answers as a command line or a program gives them: a shop's name, a moment, a mapping. Wrong ones raise ValueError."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from orders.models import Shop


def find_shop(name: str) -> Shop:
    """Give the shop of this name or number; without a name the only shop there is.

    Raises ValueError, with the names of the shops, when the choice is not clear.
    """
    shops = list(Shop.objects.order_by("name"))
    if not name and len(shops) == 1:
        return shops[0]
    for shop in shops:
        if name in {shop.name, str(shop.pk)}:
            return shop
    told = {"name": name, "names": ", ".join(shop.name for shop in shops)}
    if not shops:
        raise ValueError(_("There is no shop yet: make one first."))
    if not name:
        raise ValueError(_("Say whose file it is. Shops: %(names)s.") % told)
    raise ValueError(_("There is no shop named %(name)s. Shops: %(names)s.") % told)


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
        sentence = _("%(text)s is no moment. Write it as 2026-11-11T12:00, or with an offset: 2026-11-11T12:00+08:00.")
        raise ValueError(sentence % {"text": text}) from wrong
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def read_mapping(words: Sequence[str]) -> dict[str, str]:
    """Read "ours=theirs" pairs, or the name of a JSON file with one object of them.

    >>> read_mapping(["order_no=Order ID", "total_minor=Paid"])
    {'order_no': 'Order ID', 'total_minor': 'Paid'}
    """
    if len(words) == 1 and words[0].endswith(".json"):
        told = _read_json(words[0])
        if not isinstance(told, dict):
            raise ValueError(_("%(file)s must hold one object: our column against theirs.") % {"file": words[0]})
        return {str(ours): str(theirs) for ours, theirs in told.items()}
    pairs = [word.partition("=") for word in words]
    if any(not equals or not ours for ours, equals, _their in pairs):
        raise ValueError(_("Write each column as OURS=THEIRS, for example: order_no='Order ID'."))
    return {ours: theirs for ours, _equals, theirs in pairs}


def _read_json(file: str) -> Any:
    try:
        return json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as wrong:
        sentence = _("%(file)s is no JSON file that can be read: %(why)s")
        raise ValueError(sentence % {"file": file, "why": wrong}) from wrong
