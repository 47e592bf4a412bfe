"""A comparison of sales as JSON and back, for a report that keeps what it said."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from campaigns.models import Campaign
from metrics.definitions import METRICS
from review.queries.compare import HOURS, Compared, Comparison, compared
from review.rules.compare import Value

_SALE = ("name", "currency", "time_zone", "starts_at", "ends_at")
_ROWS = ("places", "values", "planned", "so_far")


def sale_before(campaign: Campaign) -> Campaign | None:
    """Return the sale a sale stands beside: the one its plan is compared with, else the last one of its shops before it."""
    if campaign.compare_with is not None:
        return campaign.compare_with
    same = Campaign.objects.filter(shops__in=campaign.shops.values("pk"), starts_at__lt=campaign.starts_at)
    return same.exclude(pk=campaign.pk).order_by("-starts_at", "-pk").first()


def kept_beside(campaign: Campaign, *, at: datetime) -> dict[str, Any] | None:
    """Return the running revenue of a sale beside that of the one before, hour by hour, as JSON; None without one before."""
    other = sale_before(campaign)
    if other is None:
        return None
    return packed(compared([campaign, other], metric="revenue", axis=HOURS, is_running=True, at=at))


def packed(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON."""
    sales = [
        {
            "sale": {name: _told(getattr(one.campaign, name)) for name in _SALE},
            **{name: [_told(value) for value in getattr(one, name)] for name in _ROWS},
            "planned_total": _told(one.planned_total),
            "left_out": list(one.left_out),
        }
        for one in comparison.sales
    ]
    told = {"metric": comparison.metric.name, "axis": comparison.axis, "is_running": comparison.is_running}
    return {**told, "is_share": comparison.is_share, "sales": sales}


def unpacked(kept: dict[str, Any]) -> Comparison:
    """Return the comparison that `packed` kept; its sales have what a comparison shows of them, and are in no database."""
    sales = tuple(
        Compared(
            campaign=Campaign(**{name: _moment(name, one["sale"][name]) for name in _SALE}),
            places=tuple(one["places"]),
            values=_values(one["values"]),
            planned=_values(one["planned"]),
            so_far=_values(one["so_far"]),
            planned_total=_value(one["planned_total"]),
            left_out=tuple(one["left_out"]),
        )
        for one in kept["sales"]
    )
    return Comparison(METRICS[kept["metric"]], kept["axis"], kept["is_running"], kept["is_share"], sales)


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def _value(value: Any) -> Value:
    return Fraction(value) if isinstance(value, str) else value


def _values(told: list[Any]) -> tuple[Value, ...]:
    return tuple(_value(value) for value in told)


def _moment(name: str, value: str) -> Any:
    return datetime.fromisoformat(value) if name.endswith("_at") else value
