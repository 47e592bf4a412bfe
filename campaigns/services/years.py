"""The target of a year."""

from django.db import transaction

from accounts.models import User
from accounts.services import record
from campaigns.models import YearTarget
from campaigns.rules.figures import LARGEST
from campaigns.rules.problems import PlanError, Problem


@transaction.atomic
def set_year_target(
    *, actor: User | None, year: int, currency: str, revenue_minor: int | None, seen_minor: int | None
) -> YearTarget | None:
    """Set what a year should bring in a currency, minor units, and return it; None takes the target away.

    `seen_minor` is what the person saw: PlanError `year_stale` when somebody set another meanwhile. `figure_too_low`,
    `figure_too_high` and `year_unknown` name the other problems.
    """
    if not 2000 <= year <= 2100:
        raise PlanError(Problem("year_unknown", "year"))
    if revenue_minor is not None and not 0 < revenue_minor <= 100 * LARGEST:
        raise PlanError(Problem("figure_too_low" if revenue_minor <= 0 else "figure_too_high", "revenue"))
    row = YearTarget.objects.select_for_update().filter(year=year, currency=currency).first()
    was = row.revenue_minor if row else None
    if was != seen_minor and was != revenue_minor:
        raise PlanError(Problem("year_stale", "revenue", {"reached": was or 0}))
    if was == revenue_minor:
        return row
    record(
        actor=actor,
        action="year.set_target",
        target=f"{year} {currency}",
        before={"revenue_target_minor": was},
        after={"revenue_target_minor": revenue_minor},
    )
    if revenue_minor is None:
        YearTarget.objects.filter(year=year, currency=currency).delete()
        return None
    return YearTarget.objects.update_or_create(year=year, currency=currency, defaults={"revenue_minor": revenue_minor})[0]
