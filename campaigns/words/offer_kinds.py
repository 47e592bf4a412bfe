"""The kinds of offers as a person chooses among them: what each gives, with an example."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.forms.offers import LOYAL
from campaigns.models import OfferKind


@dataclass(frozen=True)
class KindCard:
    """One kind: its address word, its name, the Chinese trade word beside it, an example."""

    slug: str
    name: Any
    chinese: str
    example: Any


KINDS: tuple[KindCard, ...] = (
    KindCard(OfferKind.PERCENT_OFF, _("Percent off"), "打折", _("A fifth off every piece of tier A.")),
    KindCard(OfferKind.AMOUNT_OFF, _("Amount off each piece"), "直降", _("¥30 off each coat.")),
    KindCard(OfferKind.FIXED_PRICE, _("Fixed price"), "一口价", _("Every scarf at ¥59.")),
    KindCard(OfferKind.SPEND_AND_SAVE, _("Spend and save"), "满减", _("499 less 100, 899 less 200; or 30 off for every 300.")),
    KindCard(OfferKind.BUY_GET, _("Buy some, get some"), "买赠", _("Buy two, the third is free or at half price.")),
    KindCard(OfferKind.GIFT, _("Gift"), "赠品", _("A scarf with every order from ¥399.")),
    KindCard(OfferKind.COUPON, _("Coupon"), "优惠券", _("¥50 off from ¥300 for who has claimed it, or a tenth off.")),
    KindCard(OfferKind.FREE_SHIPPING, _("Free shipping"), "包邮", _("No freight from ¥99.")),
    KindCard(OfferKind.DEPOSIT, _("Deposit that counts for more"), "定金膨胀", _("A deposit of ¥50 counts for ¥100.")),
    KindCard(
        OfferKind.PLATFORM, _("Spend and save across shops"), "跨店满减", _("50 off for every 300, in part paid by the platform.")
    ),
    KindCard(LOYAL, _("For loyal buyers only"), "会员专享", _("A price of their own for gold and platinum buyers.")),
)


def kind_card(slug: str) -> KindCard:
    """Return the card of a kind; raises KeyError for an unknown one."""
    return {card.slug: card for card in KINDS}[slug]
