"""The first line of the pages around offers: the answer in a sentence."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign
from campaigns.pages.audit import FindingLine
from campaigns.rules.pricing import PricedBasket
from campaigns.words.baskets import next_words
from campaigns.words.headlines import Headline
from campaigns.words.offers import amount
from common.money import format_count, format_money, format_share


def of_offers(count: int, doubtful: int) -> Headline:
    """Say how many offers the sale has, and how many need a look."""
    if not count:
        return Headline(
            _("The sale offers nothing yet."),
            _("Begin with the ready-made steps, or choose a kind; each offer says in a sentence what it gives and who pays."),
        )
    start = ngettext("{count} offer", "{count} offers", count).format(count=count)
    if doubtful:
        bad = ngettext("{count} needs a look", "{count} need a look", doubtful).format(count=doubtful)
        return Headline(_("{offers}: {doubtful}.").format(offers=start, doubtful=bad), _order_words(), bad)
    return Headline(_("{offers}, none contradicts another.").format(offers=start), _order_words())


def _order_words() -> str:
    return _("First come the offers on pieces and sets, then those on the order, then the platform's, then gifts and freight.")


def of_no_basket() -> Headline:
    """Say what the page is for."""
    why = _("Every offer answers: applied or not, and why; what is missing for its next step; who pays each yuan.")
    return Headline(_("Try a basket: what would a buyer pay?"), why)


def of_basket(priced: PricedBasket, campaign: Campaign) -> Headline:
    """Say what the basket costs, what was saved by how many offers, and what is nearest to be gained."""
    currency = campaign.currency
    used = sum(1 for outcome in priced.outcomes if outcome.applied)
    listed, total = priced.list_minor + priced.freight_list_minor, priced.total_minor
    if not used:
        title = _("The basket costs {total}: no offer applies.").format(total=amount(total, currency))
    else:
        words = ngettext(
            "The basket costs {total} instead of {listed}: {count} offer saves {saved}.",
            "The basket costs {total} instead of {listed}: {count} offers save {saved}.",
            used,
        )
        title = words.format(
            total=amount(total, currency),
            listed=amount(listed, currency),
            count=used,
            saved=amount(priced.discount_minor, currency),
        )
    return Headline(title, _nearest(priced, campaign))


def _nearest(priced: PricedBasket, campaign: Campaign) -> str:
    """Say which step can be reached with the least money."""
    steps = [step for outcome in priced.outcomes if (step := outcome.next_step) and step.missing_minor and step.saves_minor]
    if not steps:
        return _("No step is left to be reached by spending more.")
    step = min(steps, key=lambda one: one.missing_minor)
    return _("The nearest step: {words}.").format(words=next_words(step, campaign))


def of_replay(found: dict[str, Any] | None, campaign: Campaign) -> Headline:
    """Say what the offers would have cost on past baskets, and how it is spread."""
    if found is None:
        why = _("Choose the days; every paid basket is priced anew with the planned prices and offers.")
        return Headline(_("Not replayed yet: what would these offers have cost on past baskets?"), why)
    if not found["baskets"]:
        return Headline(_("There are no paid baskets in these days."), _("Choose other days, or import the orders of the shop."))
    currency = campaign.currency
    title = _("On {count} past baskets the offers cost {money}: {mean} an order, {share} of the list value.").format(
        count=format_count(found["baskets"]),
        money=format_money(found["discount_minor"], currency),
        mean=amount(found["discount"]["mean"], currency),
        share=format_share(Fraction(found["discount_minor"], found["list_minor"]), 1) if found["list_minor"] else "0%",
    )
    why = _("They touch {touched} of the baskets; half get {median} off or less, one in ten {most} or more.").format(
        touched=format_share(Fraction(found["touched"], found["baskets"])),
        median=amount(found["discount"]["p50"], currency),
        most=amount(found["discount"]["p90"], currency),
    )
    return Headline(title, why)


def of_audit(found: dict[str, Any] | None, lines: list[FindingLine], campaign: Campaign) -> Headline:
    """Say the worst that was found, or that nothing was."""
    if found is None:
        why = _("It tries every reachable stack of offers on every product and tells the worst price, the traps and the idle.")
        return Headline(_("Not audited yet: can the offers be stacked below cost?"), why)
    tried = _("{baskets} baskets in {situations} situations were tried, {products} products.").format(
        baskets=format_count(found["baskets"]),
        situations=format_count(found["situations"]),
        products=format_count(sum(len(one["skus"]) for one in found["worst"])),
    )
    losses = [line for line in lines if line.severity == "failed"]
    traps = [line for line in lines if line.severity == "watch"]
    if losses:
        more = len(losses) - 1
        bad = ngettext("{count} way to sell at a loss", "{count} ways to sell at a loss", len(losses)).format(count=len(losses))
        title = _("The offers leave {ways}.").format(ways=bad) if more else losses[0].words
        return Headline(title, f"{losses[0].words} {tried}" if more else tried, bad if more else "")
    if traps:
        words = ngettext("No loss, but {count} trap.", "No loss, but {count} traps.", len(traps))
        return Headline(words.format(count=len(traps)), f"{traps[0].words} {tried}")
    return Headline(_("No stack of offers sells below cost or floor, and there is no trap."), tried)
