"""Last year's sale as it was planned, and the reviews of all sales as a worker would have prepared them."""

from datetime import datetime
from decimal import Decimal

from accounts.models import User
from campaigns.models import Campaign
from campaigns.queries.channels import channel_of_names, channels
from campaigns.queries.odds import costs_of
from campaigns.queries.plan_figures import rough
from campaigns.queries.proposals import proposals
from campaigns.services import save_costs
from campaigns.services.offers import save_offer
from campaigns.services.prices import set_prices
from campaigns.services.traffic import LineDraft, save_traffic
from imports.demo import catalogue, prices
from imports.demo.planning import OFFERS, staff
from review import services
from review.models import Report
from review.services.after import count_after
from review.services.funnel import count_funnel


def plan_last_year(*, last: Campaign, actor: User | None) -> None:
    """Plan offers, prices, visitors, people and costs of last year's sale as before it began, whatever is still missing."""
    if not last.offers.exists():
        for draft in OFFERS:
            save_offer(campaign=last, actor=actor, version=last.version, draft=draft)
            last.refresh_from_db()
    if not last.prices.exists():
        set_prices(campaign=last, actor=actor, version=last.version, prices=prices.price_list(last))
        last.refresh_from_db()
    if not last.traffic.exists():
        save_traffic(campaign=last, actor=actor, version=last.version, lines=_channels(last))
        last.refresh_from_db()
    if not last.shifts.exists():
        staff(campaign=last, actor=actor)
        last.refresh_from_db()
    if not costs_of(last):
        known = proposals(campaign=last, at=last.starts_at)
        save_costs(campaign=last, actor=actor, version=last.version, costs=known | rough(campaign=last, costs=known))


def _channels(last: Campaign) -> list[LineDraft]:
    """Return the visitors that were planned by channel: those of the target, as channels usually share them."""
    keys = channel_of_names({one.name for one in catalogue.CHANNELS}, among=channels(campaign=last))
    return [
        LineDraft(
            channel=keys[one.name], visitors=round(one.share * last.visitors_target), conversion=last.conversion_target,
            order_value_minor=last.order_value_target_minor, per_visitor_minor=Decimal(one.cost_minor),
        )
        for one in catalogue.CHANNELS if one.name in keys
    ]  # fmt: skip


def look_back(*, sales: list[Campaign], last: Campaign, actor: User | None, at: datetime) -> None:
    """Prepare the review of each sale; of last year's also what it brought, its score and the days after, and one report."""
    for campaign in sales:
        review = services.ask_review(campaign=campaign, at=at)
        services.prepare_review(review_id=review.pk, at=at)
    services.prepare_effect(effect_id=services.ask_effect(campaign=last, at=at).pk, at=at)
    services.prepare_score(score_id=services.ask_score(campaign=last, at=at).pk, at=at)
    count_after(campaign=last, at=at)
    count_funnel(at=at)
    if not Report.objects.filter(campaign=last).exists():
        services.make_report(actor=actor, campaign=last, at=at)
