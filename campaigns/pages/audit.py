"""What the audit found, as its page lists it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from campaigns.forms.offer_initial import typed_money
from campaigns.models import Campaign
from campaigns.words.audit import (
    basket_words,
    finding_words,
    name_words,
    repair_words,
    severity,
    situation_words,
)
from campaigns.words.problems import clock
from common.windows import local_time


@dataclass(frozen=True)
class FindingLine:
    """One finding in words; `repairs` are (place, words); `query` puts its basket on the page where one is tried."""

    place: int
    finding: dict[str, Any]
    severity: str
    name: str
    words: str
    basket: str
    where: str
    repairs: list[tuple[int, str]]
    query: str


def finding_lines(found: dict[str, Any], campaign: Campaign) -> list[FindingLine]:
    """Return the findings, worst first."""
    return [
        FindingLine(
            place,
            one,
            severity(one["code"]),
            name_words(one["code"]),
            finding_words(one, found, campaign),
            basket_words(one["basket"], campaign),
            situation_words(one, found),
            [(number, repair_words(repair, found, campaign)) for number, repair in enumerate(one["repairs"])],
            _query(one, campaign),
        )
        for place, one in enumerate(found["findings"])
    ]


def _query(finding: dict[str, Any], campaign: Campaign) -> str:
    """Return the address of the finding's basket; "" for one without a basket."""
    if not finding["basket"]:
        return ""
    typed: list[tuple[str, str]] = []
    for row, line in enumerate(finding["basket"], 1):
        typed += [
            (f"sku_{row}", line["sku"]),
            (f"units_{row}", str(line["units"])),
            (f"price_{row}", typed_money(line["price_minor"], campaign)),
        ]
    situation = finding["situation"]
    at = local_time(situation["at"], campaign.time_zone)
    typed += [("on", f"{at:%Y-%m-%d}"), ("time", clock(situation["at"], campaign.time_zone))]
    typed += [("buyer_tier", situation["buyer_tier"]), *(("coupons", key) for key in situation["coupons"])]
    if any(line["deposit_minor"] for line in finding["basket"]):
        typed.append(("deposit_paid", "on"))
    return urlencode([(name, value) for name, value in typed if value])
