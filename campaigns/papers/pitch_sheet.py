"""The pitch sheet for the platform: its resources are won with expected conversion, order value and sales (playbook P10)."""

from datetime import datetime

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Pitch
from campaigns.papers import expected as figures
from campaigns.papers import sections
from campaigns.papers.marks import foot, marks
from campaigns.queries.traffic import traffic_plan
from common.money import format_money
from common.papers import Block, Paper


def pitch_sheet(campaign: Campaign, at: datetime, *, with_costs: bool) -> Paper:
    """Return the pitch sheet as it stands, in the reader's language. Costs, margins and odds are the shop's own and stay out."""
    del with_costs
    plan = traffic_plan(campaign)
    found, past = figures.expected(campaign, plan), figures.brought(campaign)
    pitch = Pitch.objects.filter(campaign=campaign).first() or Pitch(campaign=campaign)
    shops = ", ".join(shop.name for shop in campaign.shops.all())
    headline = _("{shops} expects to sell {revenue} in {name}.").format(
        shops=shops, revenue=format_money(found.revenue_minor, campaign.currency), name=campaign.name
    )
    contact = _("Contact: {contact}").format(contact=pitch.contact) if pitch.contact else ""
    return Paper(
        name=_("{name}: pitch sheet").format(name=campaign.name),
        marks=marks(campaign, at),
        headline=headline,
        why=figures.arithmetic(found, campaign),
        figures=figures.figures_of(found, campaign, past),
        blocks=(
            Block(_("What we ask"), _written(pitch.asked) or (_("Nothing is asked yet."),), is_wide=True),
            figures.last_sale(campaign, found, past),
            sections.from_outside(plan, pitch.outside),
            sections.product_range(campaign),
            sections.stock(campaign),
            sections.offers(campaign),
            Block(_("Why this shop"), _written(pitch.strength) or (_("Nothing is written yet."),)),
            sections.phases(campaign),
        ),
        foot=" · ".join(part for part in (contact, foot(campaign)) if part),
    )


def _written(words: str) -> tuple[str, ...]:
    return tuple(line for line in words.splitlines() if line.strip())
