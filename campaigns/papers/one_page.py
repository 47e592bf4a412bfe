"""The plan on one page, for the boss: target, phases, range, offers, stock, traffic, odds, who does what when."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.checks import all_checks, listed
from campaigns.costs import case_of
from campaigns.models import Campaign
from campaigns.papers import expected as figures
from campaigns.papers import sections
from campaigns.papers.marks import foot, marks
from campaigns.papers.pictures import pictures
from campaigns.queries.odds import standing_odds
from campaigns.queries.traffic import traffic_plan
from campaigns.rules.odds import unknown
from campaigns.words.odds import chance, untold
from campaigns.words.traffic import difference_words
from common.money import format_money
from common.papers import Paper
from common.sentences import halves, stopped

MOST_RED = 4


def one_page(campaign: Campaign, at: datetime, *, with_costs: bool) -> Paper:
    """Return the plan on one page as it stands, in the reader's language; costs and odds for those who may see them."""
    plan = traffic_plan(campaign)
    red = [check for check in listed(all_checks(campaign, at), with_costs=with_costs) if check.state == "failed"]
    standing = standing_odds(campaign) if with_costs else None
    target = format_money(campaign.revenue_target_minor, campaign.currency)
    title = _("{name} should sell {target}").format(name=campaign.name, target=target)
    gaps = unknown(case_of(standing.costs)) if standing else []
    if standing and not gaps:
        title = _("{title}, with {share} odds of a profit").format(title=title, share=chance(standing.result.p_profit))
    bad = ""
    if red:
        bad = ngettext("{count} check is red", "{count} checks are red", len(red)).format(count=len(red))
        title = halves(title, bad)
    found = figures.expected(campaign, plan)
    why = figures.arithmetic(found, campaign)
    if found.from_channels:
        brings = _("That brings {revenue}: {difference}.").format(
            revenue=format_money(found.revenue_minor, campaign.currency), difference=difference_words(plan, campaign)
        )
        why = f"{why} {brings}"
    if gaps:
        why = f"{why} {stopped(untold(gaps))}"
    named = [str(check.name) for check in red[:MOST_RED]]
    if len(red) > MOST_RED:
        named.append(_("and {count} more").format(count=len(red) - MOST_RED))
    missing = ", ".join(named)
    return Paper(
        name=_("{name}: the plan on one page").format(name=campaign.name),
        marks=marks(campaign, at),
        headline=stopped(title),
        bad=bad,
        why=_("{why} Red: {missing}.").format(why=why, missing=missing) if missing else why,
        figures=figures.figures_of(found, campaign, figures.brought(campaign)),
        blocks=(
            sections.curve(campaign, plan),
            sections.phases(campaign),
            sections.traffic(campaign, plan, with_costs=with_costs),
            *([sections.odds(campaign)] if with_costs else []),
            sections.offers(campaign),
            sections.product_range(campaign),
            sections.stock(campaign),
            pictures(campaign),
            sections.shifts(campaign),
            sections.tasks(campaign, at),
        ),
        foot=foot(campaign),
    )
