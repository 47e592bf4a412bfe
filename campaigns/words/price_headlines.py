"""The first sentence of the prices page, and what its actions answer."""

from django.utils.translation import gettext as _

from campaigns.queries.verdicts import CheckState
from campaigns.services.prices import Filled, PriceProblem
from campaigns.words.headlines import Headline
from campaigns.words.prices import prices_words
from common.money import exponent_of, format_count, format_money, from_minor


def of_prices(state: CheckState, *, goods: int) -> Headline:
    """Say whether the prices may be announced; `goods`: how many products there are."""
    if not state.prices:
        if not goods:
            return Headline(
                _("No product is known in these shops yet."),
                _("Import a product list or orders; every SKU becomes a product with its price here."),
            )
        return Headline(
            _("No price is planned yet for {count} products.").format(count=format_count(goods)),
            _("Fill them by a rule, type them, or bring a file. Without them buyers are asked the list prices."),
        )
    total = prices_words(state.prices)
    refused, unknown = state.counts.get("refused", 0), state.counts.get("unknown", 0)
    if state.check is None or not state.is_current:
        return Headline(_("{total} planned, not checked as they stand.").format(total=total), _("Press “Check now”."))
    if refused:
        told = _("{refused} of {total}").format(refused=format_count(refused), total=total)
        return Headline(_("{told} may not be announced as a reduction.").format(told=told), _why(state), told)
    if unknown:
        told = _("{unknown} of {total}").format(unknown=format_count(unknown), total=total)
        return Headline(_("{told} cannot be proven.").format(told=told), _("Nothing is known of what was charged before."))
    return Headline(_("All {total} may be announced as reductions.").format(total=total), "")


def _why(state: CheckState) -> str:
    allowed, unknown = state.counts.get("allowed", 0), state.counts.get("unknown", 0)
    return _(
        "{allowed} are allowed, {unknown} cannot be proven. The refused ones stand first, each with the price that would be "
        "legal and the day from which it is."
    ).format(allowed=format_count(allowed), unknown=format_count(unknown))


def refusal(problem: PriceProblem, currency: str) -> tuple[str, str]:
    """Say why a price cannot stand, and the price that can, as it is typed."""
    limit = problem.limit_minor
    repair = "" if limit is None else f"{from_minor(limit, exponent_of(currency))}"
    if problem.code == "not_positive":
        return _("A price lies above zero; leave it empty to plan none. What costs nothing is an offer: a gift."), repair
    if problem.code == "above_list":
        listed = format_money(limit, currency, "exact")
        return _("This is above the list price of {listed}; raise that first, or take it.").format(listed=listed), repair
    if problem.code == "too_high":
        return _("This is more than the program counts; check the number of zeros."), ""
    return _("This shop or stage has no prices in this plan."), ""


def filled(done: Filled) -> str:
    """Say what a rule has filled."""
    words = _("{prices} filled.").format(prices=prices_words(done.prices))
    if done.raised:
        words += " " + _("{count} were raised to their floor.").format(count=format_count(done.raised))
    if done.without_list_price:
        words += " " + _("{count} products have no list price and were left out.").format(
            count=format_count(done.without_list_price)
        )
    return words
