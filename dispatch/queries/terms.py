"""What a shop promises and when its warehouse works, as the rules of the clock take it."""

from collections.abc import Collection
from datetime import date

from dispatch.models import ClockRule
from dispatch.rules.clock import Hours, Penalty, Terms, limit_of
from orders.models import Shop


def clock_rule_of(shop: Shop) -> ClockRule:
    """Return the rule of a shop; one that is not kept yet, with the defaults, where nobody has set any."""
    return clock_rules([shop])[shop.pk]


def clock_rules(shops: Collection[Shop]) -> dict[int, ClockRule]:
    """Return the rules of these shops by their number."""
    kept = {rule.shop_id: rule for rule in ClockRule.objects.filter(shop__in=shops)}
    return {shop.pk: kept.get(shop.pk) or ClockRule(shop=shop) for shop in shops}


def terms_of(shop: Shop, rule: ClockRule | None = None) -> Terms:
    """Return within what time an order of the shop must leave."""
    rule, limit = rule or clock_rule_of(shop), limit_of(shop.platform)
    return Terms(
        hours=limit.hours if rule.hours is None else rule.hours,
        sale_hours=limit.sale_hours if rule.sale_hours is None else rule.sale_hours,
        sales=tuple((int(start), int(end)) for start, end in rule.sales),
        off_days=_days(rule) if rule.stands_still else frozenset(),
        zone=shop.time_zone,
    )


def hours_of(shop: Shop, rule: ClockRule | None = None) -> Hours:
    """Return when the warehouse of the shop works."""
    rule = rule or clock_rule_of(shop)
    return Hours(rule.work_from, rule.work_until, rule.work_days, _days(rule), shop.time_zone)


def penalty_of(rule: ClockRule) -> Penalty:
    """Return what a late order costs, as far as it is told."""
    return Penalty(rule.late_share, rule.late_least_minor, rule.late_most_minor)


def _days(rule: ClockRule) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in rule.off_days)
