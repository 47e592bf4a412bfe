"""What the plan's own figures should show: they close, the target follows something real, the board will have data."""

from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.checks.base import PlanCheck
from campaigns.models import Campaign, CurveKind
from campaigns.queries.curves import curve_of
from campaigns.rules.figures import half_up
from campaigns.words.problems import FALLBACKS
from common.money import format_count, format_money, format_share
from orders.models import Order

CLOSES_WITHIN = Fraction(1, 200)


def checks(campaign: Campaign, at: datetime) -> list[PlanCheck]:
    """Return the checks of the plan's own figures; they look at the plan, not at the clock."""
    del at
    return [_figures(campaign), _curve(campaign), _earlier(campaign), _inquiries(campaign), _data(campaign)]


def _figures(campaign: Campaign) -> PlanCheck:
    """Look whether visitors x conversion x order value make the target, within half a per cent."""
    reached = half_up(campaign.visitors_target * Fraction(campaign.conversion_target) * campaign.order_value_target_minor)
    wanted, currency = campaign.revenue_target_minor, campaign.currency
    closes = abs(reached - wanted) <= CLOSES_WITHIN * wanted
    found = _("{visitors} visitors × {conversion} × {value} = {reached}").format(
        visitors=format_count(campaign.visitors_target, "tile"),
        conversion=format_share(campaign.conversion_target, 2),
        value=format_money(campaign.order_value_target_minor, currency),
        reached=format_money(reached, currency),
    )
    if not closes:
        difference = format_money(reached - wanted, currency, signed=True)
        found = _("{product}: {difference} from the target.").format(product=found, difference=difference)
    return PlanCheck("figures", "done" if closes else "failed", _("Visitors close to the target"), found, _edit(campaign))


def _curve(campaign: Campaign) -> PlanCheck:
    """Look whether the hours follow a shape that comes from data or from a person."""
    kind, url = campaign.curve_kind, reverse("campaigns:target", args=[campaign.pk])
    name = _("Curve inside the phases")
    if kind in {CurveKind.LAST_SALE, CurveKind.SAME_WEEKDAY}:
        fallback = curve_of(campaign=campaign, kind=kind).fallback
        if fallback:
            return PlanCheck("curve", "failed", name, str(FALLBACKS.get(fallback, "")), url)
    if kind == CurveKind.FLAT:
        flat = _("The target is flat inside each phase; an earlier sale or the same weekday knows the hours better.")
        return PlanCheck("curve", "watch", name, flat, url)
    return PlanCheck("curve", "done", name, _("It follows: {curve}.").format(curve=CurveKind(kind).label), url)


def _earlier(campaign: Campaign) -> PlanCheck:
    """Look whether an earlier sale is chosen, to be seen beside this one (playbook P1)."""
    name = _("Earlier sale")
    if campaign.compare_with is None:
        return PlanCheck("earlier", "watch", name, _("Choose an earlier sale to see it beside the target."), _edit(campaign))
    found = _("The board will show {name} beside it.").format(name=campaign.compare_with.name)
    return PlanCheck("earlier", "done", name, found, _edit(campaign))


def _inquiries(campaign: Campaign) -> PlanCheck:
    """Look whether customer service knows how many will ask (playbook P12)."""
    name, count = _("Inquiries"), campaign.inquiries_target
    if not count:
        found = _("No inquiries are planned; customer service cannot staff without.")
        return PlanCheck("inquiries", "watch", name, found, _edit(campaign))
    return PlanCheck("inquiries", "done", name, _("{count} are planned.").format(count=format_count(count)), _edit(campaign))


def _data(campaign: Campaign) -> PlanCheck:
    """Look whether every shop of the sale has orders in this program, so that the board will not stay empty."""
    without = ", ".join(shop.name for shop in campaign.shops.all() if not Order.objects.filter(shop=shop).exists())
    name, url = _("Orders of the shop"), reverse("imports:list")
    if without:
        found = _("No orders of {shops} are imported: the board would stay empty.").format(shops=without)
        return PlanCheck("data", "failed", name, found, url)
    return PlanCheck("data", "done", name, _("Orders are imported."), url)


def _edit(campaign: Campaign) -> str:
    return reverse("campaigns:edit", args=[campaign.pk])
