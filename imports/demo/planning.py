"""The rest of the demo's plan: what the sale offers, the odds of a profit, who answers the buyers, what to hold.

Each is laid once; whoever opens the shop again finds what was edited since. Money in fen.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from campaigns.forms.reports import ReplayForm, proposed
from campaigns.models import Campaign, ServicePerson, ServiceRole
from campaigns.queries.odds import costs_of
from campaigns.queries.past_baskets import default_window
from campaigns.queries.plan_figures import rough
from campaigns.queries.proposals import proposals
from campaigns.rules.offers import OfferDraft
from campaigns.rules.problems import PlanError
from campaigns.services import save_costs
from campaigns.services.buffers import reckon_buffers
from campaigns.services.offers import save_offer
from campaigns.services.reports import ask_report, run_report
from campaigns.services.shifts import PersonDraft, lay_shifts, save_person
from common.windows import Window
from inventory.forms.pairs import DAYS, MIN_COUNT
from inventory.models import BufferPlan, PairRun
from inventory.services.pairs import ask_pairs, run_pairs
from metrics.services import refill_skus
from orders.models import Shop

# Playbook P6 in three steps; its 499, 899 and 1299 are out of reach of orders of about 220, so these lie lower and give less.
STEPS = ((29_900, 2_000), (49_900, 4_000), (89_900, 8_000))
OFFERS = (
    OfferDraft("spend_and_save", "满299减20 · 满499减40 · 满899减80", steps=STEPS),
    OfferDraft("coupon", "老客券 满199减10", minimum_minor=19_900, value_minor=1_000, must_be_held=True, limit_per_buyer=1),
)

PRESALE, AFTERSALE, CHASE = ServiceRole.PRESALE, ServiceRole.AFTERSALE, ServiceRole.CHASE
ACCOUNT_OF = {"陈洁": "chen"}
# Name, what they can do, whether they work at night.
PEOPLE = (
    ("陈洁", (PRESALE, AFTERSALE), False),
    ("林小满", (PRESALE, CHASE), True),
    ("周雨桐", (PRESALE,), True),
    ("黄思琪", (PRESALE,), True),
    ("徐若溪", (PRESALE, CHASE), True),
    ("马晓东", (PRESALE,), True),
    ("何佳怡", (PRESALE,), False),
    ("罗文静", (PRESALE,), True),
    ("高一鸣", (PRESALE, AFTERSALE), True),
    ("谢雅楠", (PRESALE,), False),
    ("唐晓婷", (PRESALE,), True),
    ("韩雪", (PRESALE,), True),
    ("曹子涵", (AFTERSALE,), True),
    ("邓佩佩", (AFTERSALE,), True),
    ("彭志远", (AFTERSALE,), True),
    ("苏敏", (AFTERSALE,), False),
    ("蒋丽华", (AFTERSALE,), True),
    ("蔡明", (AFTERSALE, CHASE), True),
    ("贾楠", (AFTERSALE,), True),
    ("丁一", (CHASE,), True),
    ("魏然", (CHASE,), True),
    ("薛琳", (CHASE,), True),
    ("叶青", (CHASE,), True),
    ("余欢", (PRESALE,), True),
    ("潘悦", (PRESALE, AFTERSALE), True),
    ("杜鹃", (AFTERSALE, CHASE), True),
    ("戴维", (AFTERSALE,), True),
    ("夏天", (CHASE,), True),
    ("钟灵", (CHASE, PRESALE), True),
)


def plan_the_rest(*, campaign: Campaign, actor: User | None, now: datetime) -> None:
    """Write offers, the inputs of the odds, the roster and the buffers of the sale, whatever of them is still missing."""
    if not campaign.offers.exists():
        _offer(campaign, actor, now)
    if not costs_of(campaign):
        _reckon(campaign, actor, now)
    if not campaign.shifts.exists():
        staff(campaign=campaign, actor=actor)
    for shop in campaign.shops.all():
        _pair(shop, actor, now)
    if not BufferPlan.objects.filter(campaign_no=campaign.pk).exists():
        with suppress(PlanError):  # a demo of few orders has too little to go by
            reckon_buffers(campaign=campaign, actor=actor, at=now)
    campaign.refresh_from_db()


def _offer(campaign: Campaign, actor: User | None, now: datetime) -> None:
    """Write the offers; the audit looks for traps among them, the replay tells what they would have cost last year."""
    for draft in OFFERS:
        save_offer(campaign=campaign, actor=actor, version=campaign.version, draft=draft)
        campaign.refresh_from_db()
    form = ReplayForm(proposed(campaign, default_window(campaign, at=now), {}), campaign=campaign)
    form.full_clean()
    asked: dict[str, dict[str, Any]] = {"audit": {}, "replay": form.asked()}
    for kind, wanted in asked.items():
        report = ask_report(kind=kind, campaign=campaign, actor=actor, at=now, asked=wanted)
        run_report(kind=kind, report_id=report.pk, at=now)


def _reckon(campaign: Campaign, actor: User | None, now: datetime) -> None:
    """Take what the plan and the data say of its profit, and rough figures for what they do not know."""
    for shop in campaign.shops.all():
        refill_skus(shop=shop)
    known = proposals(campaign=campaign, at=now)
    save_costs(campaign=campaign, actor=actor, version=campaign.version, costs=known | rough(campaign=campaign, costs=known))


def _pair(shop: Shop, actor: User | None, now: datetime) -> None:
    """Count what is bought together in the last 90 days, unless that was done."""
    if not PairRun.objects.filter(shop=shop).exists():
        window = Window.between(now - timedelta(days=DAYS), now)
        run = ask_pairs(actor=actor, shop=shop, window=window, min_count=MIN_COUNT, at=now)
        run_pairs(run_id=run.pk, at=now)


def staff(*, campaign: Campaign, actor: User | None) -> None:
    """Name the people of customer service and lay their shifts in a sale."""
    there = set(ServicePerson.objects.values_list("name", flat=True))
    for name, roles, works_nights in PEOPLE:
        if name not in there:
            user = User.objects.filter(username=ACCOUNT_OF.get(name, ""), service_person=None).first()
            save_person(actor=actor, draft=PersonDraft(name, roles, works_nights=works_nights, user=user))
    lay_shifts(campaign=campaign, actor=actor)
