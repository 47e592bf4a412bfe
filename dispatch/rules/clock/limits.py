"""How long the platforms give a shop to ship: a default each, to be checked against the rules in force, and set by the shop."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Limit:
    """Hours from the payment, on ordinary days and while a big sale runs; `source` is a code, told in words elsewhere."""

    hours: int
    sale_hours: int
    source: str


# The platforms' published dispatch rules for goods in stock; Tmall and Taobao give three days at the big sales.
LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        "tmall": Limit(48, 72, "platform"),
        "taobao": Limit(48, 72, "platform"),
        "jd": Limit(48, 48, "platform"),
        "pinduoduo": Limit(48, 48, "platform"),
        "douyin": Limit(48, 48, "platform"),
    }
)
# Where no platform says anything: 72 hours (playbook C1).
OWN = Limit(72, 72, "playbook")


def limit_of(platform: str) -> Limit:
    """Return the default of a platform; a shop of one's own has 72 hours (playbook C1).

    >>> limit_of("Tmall").sale_hours, limit_of("pinduoduo").hours, limit_of("shopify")
    (72, 48, Limit(hours=72, sale_hours=72, source='playbook'))
    """
    return LIMITS.get(platform.strip().lower(), OWN)
