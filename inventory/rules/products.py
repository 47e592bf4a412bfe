"""What a product is, out of everything that was said of it; and what a SKU is that nobody has described yet."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

FIELDS: Mapping[str, Any] = {
    "title": "",
    "category": "",
    "cost_minor": None,
    "list_price_minor": None,
    "floor_minor": None,
    "tier": "",
    "tier_locked": False,
    "status": "on_sale",
    "kind": "goods",
    "picture": "",
    "supplier": "",
    "pack_units": None,
    "alert_units": None,
}
"""What can be said of a product, and what holds while nobody has said it. Money in minor units."""

MONEY = ("cost_minor", "list_price_minor", "floor_minor")
"""The fields that are amounts."""
COSTS = frozenset({"cost_minor", "floor_minor"})
"""The fields that are told only to those who may see costs: how low a price may go tells what a product costs."""

GOODS, GIFT, SERVICE = "goods", "gift", "service"
_SERVICE = re.compile(
    r"运费|邮费|邮资|补差|差价|补拍|安装|服务费|延保|保修|定金链接|\b(postage|shipping|freight|delivery|carriage|installation|"
    r"service fee|price difference|extended warranty|bank charges|manual adjustment|amazon fee)\b",
    re.IGNORECASE,
)
_GIFT = re.compile(r"赠品|赠送|非卖品|\b(free gift|gift with purchase|gwp|not for sale)\b", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Saying:
    """What one source says: the higher rank has the word, then the later moment, then the larger digest and number."""

    rank: int
    as_of: float
    digest: str
    number: int
    says: Mapping[str, Any] = field(compare=False)


def fold(sayings: Iterable[Saying]) -> dict[str, Any]:
    """Return the product that these sayings make, field by field; the order in which they come does not matter.

    >>> seen = Saying(0, 900, "b", 2, {"title": "coat, oat", "kind": "goods"})
    >>> told = Saying(1, 500, "a", 1, {"title": "Coat", "cost_minor": 30_000})
    >>> product = fold([told, seen])
    >>> product["title"], product["cost_minor"], product["tier"]
    ('Coat', 30000, '')
    """
    product = dict(FIELDS)
    for saying in sorted(sayings):
        product.update({name: value for name, value in saying.says.items() if name in FIELDS})
    return product


def kind_of(title: str, *, always_gift: bool) -> str:
    """Guess what a SKU is that only order lines speak of; `always_gift`: every line of it was marked as a gift.

    >>> kind_of("羊毛大衣", always_gift=False), kind_of("补运费专用链接", always_gift=False), kind_of("袜子", always_gift=True)
    ('goods', 'service', 'gift')
    >>> kind_of("POSTAGE", always_gift=False), kind_of("Gift bag, large", always_gift=False)
    ('service', 'goods')
    """
    if _SERVICE.search(title):
        return SERVICE
    return GIFT if always_gift or _GIFT.search(title) else GOODS
