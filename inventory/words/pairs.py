"""What the program says of pairs: the finding in a sentence, how it was counted."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_day
from common.money import format_count, format_share
from common.windows import local_time
from inventory.models import PairRun
from inventory.queries.pairs import PairRow, Runs
from inventory.rules.pairs import MOST_GOODS
from inventory.words.headline import Headline
from orders.models import Shop


def pairs_headline(shop: Shop | None, runs: Runs | None, rows: Sequence[PairRow]) -> Headline:
    """Say which pair is the finding: of those that complement each other the strongest, else the strongest of all."""
    if shop is None or runs is None:
        return Headline(_("There is no shop yet."))
    run = runs.shown
    if run is None and runs.open is not None:
        return Headline(_("The pairs of {shop} are being counted.").format(shop=shop.name), _("The page shows them when done."))
    if run is None:
        return Headline(
            _("Nobody has counted yet what is bought together at {shop}.").format(shop=shop.name),
            _("Choose the days; a million lines take some seconds."),
        )
    if not run.found:
        return Headline(
            _("No two products are bought together more often than chance alone would have it."), counted_words(run, shop)
        )
    best = next((row for row in rows if row.complementary), None) or (rows[0] if rows else None)
    if best is None:
        return Headline(found_words(run), counted_words(run, shop))
    title = _("{first} and {second} are bought together {times} times as often as by chance, in {count} baskets.")
    first, second = best.titles
    said = title.format(first=first, second=second, times=times(best.times), count=format_count(best.count))
    return Headline(said, f"{found_words(run)} {counted_words(run, shop)}")


def found_words(run: PairRun) -> str:
    """Say how many pairs are more than chance."""
    words = ngettext("{count} pair is more than chance.", "{count} pairs are more than chance.", run.found)
    return words.format(count=format_count(run.found))


def counted_words(run: PairRun, shop: Shop) -> str:
    """Say what was counted: baskets, days, and what was left out."""
    first, last = days_of(run, shop)
    baskets = ngettext(
        "Counted: {count} basket of two or more different goods, paid {first} to {last}.",
        "Counted: {count} baskets of two or more different goods, paid {first} to {last}.",
        run.baskets,
    ).format(count=format_count(run.baskets), first=format_day(first, year=True), last=format_day(last, year=True))
    if not run.left_out:
        return baskets
    out = ngettext(
        "{count} basket of more than {most} different goods is left out: resellers buy the whole range.",
        "{count} baskets of more than {most} different goods are left out: resellers buy the whole range.",
        run.left_out,
    ).format(count=format_count(run.left_out), most=MOST_GOODS)
    return f"{baskets} {out}"


def days_of(run: PairRun, shop: Shop) -> tuple[date, date]:
    """Return the first and the last day of a count, on the shop's clock."""
    first, last = (local_time(slot, shop.time_zone).date() for slot in (run.start_slot, run.end_slot - 1))
    return first, last


def times(number: float) -> str:
    """Write how many times as often: two figures below ten, whole above.

    >>> times(1.234), times(41.7)
    ('1.2', '42')
    """
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"


def partner_words(title: str, share: float, how_often: float) -> str:
    """Say how often a product is bought with a partner."""
    words = _("{share} of its baskets hold {title}, {times} times as often as by chance.")
    return words.format(share=format_share(share), title=title, times=times(how_often))


def next_days(today: date, last: date | None, days: int) -> tuple[date, date]:
    """Return the days proposed for a count: so many until the last payment, or until today.

    >>> next_days(date(2026, 11, 30), date(2026, 11, 12), 90)
    (datetime.date(2026, 8, 15), datetime.date(2026, 11, 12))
    """
    end = min(today, last) if last else today
    return end - timedelta(days=days - 1), end
