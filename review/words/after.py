"""The days after a sale in words: which prices are back, who bought again."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import format_count, format_points, format_share
from review.rules.cohorts import Cohort, Within

STATES: dict[str, Promise] = {
    "fast": gettext_lazy("too fast"),
    "late": gettext_lazy("not back"),
    "behind": gettext_lazy("below its step"),
    "on_way": gettext_lazy("on its way"),
    "back": gettext_lazy("back"),
    "unknown": gettext_lazy("no price told"),
}


def prices_title(prices: dict[str, Any]) -> tuple[str, str]:
    """Return how many prices are back and which are not as planned, and how far the days are."""
    counts, days, day = prices["counts"], prices["days"], prices["day"]
    known = sum(counts.values()) - counts["unknown"]
    if not sum(counts.values()):
        return _("Prices: no way back was planned"), _(
            "Plan the prices of the sale and tell the ordinary ones; then it shows here."
        )
    is_over = day > days
    far = _("The {days} days are over.").format(days=days) if is_over else _("Day {day} of {days}.").format(day=day, days=days)
    if not known:
        return _("Prices: nobody has told one since the sale"), far
    said = {"back": format_count(counts["back"]), "known": format_count(known)}
    title = _("Prices: {back} of {known} are back").format(**said)
    odd = [
        ngettext("{count} too fast", "{count} too fast", counts["fast"]).format(count=format_count(counts["fast"])),
        ngettext("{count} not back", "{count} not back", counts["late"]).format(count=format_count(counts["late"])),
        ngettext("{count} below its step", "{count} below their step", counts["behind"]).format(
            count=format_count(counts["behind"])
        ),
    ]
    told = [words for words, state in zip(odd, ("fast", "late", "behind"), strict=True) if counts[state]]
    if told:
        title = _("{title}, {odd}").format(title=title, odd=_(", ").join(told))
    elif not is_over:
        title = _("Prices: all {known} on their way").format(**said) if not counts["back"] else title
    untold = counts["unknown"]
    if untold:
        far += " " + ngettext(
            "Of {count} product nobody has told a price since.", "Of {count} products nobody has told a price since.", untold
        ).format(count=format_count(untold))
    return title, far


def cohort_name(name: str) -> str:
    """Return what a cohort is called."""
    return {"sale": _("won in the sale"), "before": _("won in the three months before")}[name]


def short_name(name: str) -> str:
    """Return what a cohort is called where there is little room."""
    return {"sale": _("in the sale"), "before": _("before it")}[name]


def within_words(far: Within) -> str:
    """Return what a number of buyers again counts: within 30 days, or so far when these are not over."""
    if far.is_over:
        return _("of these again within {days} days").format(days=far.days)
    return _("of these again so far, day {day} of {days}").format(day=far.day, days=far.days)


def cohorts_title(cohorts: dict[str, Cohort]) -> tuple[str, str]:
    """Return how many of the buyers won in the sale bought again, beside those won before, and how far the days are."""
    sale = cohorts["sale"]
    day = sale.furthest.day
    return won_title(sale), _rest(sale, cohorts["before"], day) if sale.buyers and day else ""


def won_title(won: Cohort) -> str:
    """Return how many of the buyers won in a sale bought again, and within how many days of their own first payment."""
    if not won.buyers:
        return _("Buyers: nobody bought for the first time in the sale")
    far = won.furthest
    said = {"share": format_share(far.share, 1), "buyers": format_count(won.buyers), "days": far.days, "day": far.day}
    if not far.day:
        return _("{buyers} buyers won in the sale: no day after it is known yet for all of them").format(**said)
    if far.is_over:
        return _("{share} of the {buyers} buyers won in the sale bought again within {days} days").format(**said)
    return _("{share} of the {buyers} buyers won in the sale bought again so far: day {day} of {days}").format(**said)


def _rest(sale: Cohort, before: Cohort, day: int) -> str:
    """Hold the sale's buyers against those won before, on the same day of both."""
    if not before.buyers or before.days_seen < day:
        return _("Nobody was won in the three months before to compare with.")
    mine, theirs = sale.curve()[day], before.curve()[day]
    said = {
        "share": format_share(theirs, 1),
        "buyers": format_count(before.buyers),
        "points": format_points(mine - theirs, signed=True),
    }
    told = _("Of the {buyers} won in the three months before it was {share} by the same day ({points}).").format(**said)
    return " ".join([told, _("Theirs may be the sale itself.")])


def key_words() -> str:
    """Return what the lines of the picture are."""
    return _(
        "A curve ends at the last day that has passed for every buyer. What is paid within the first 24 "
        "hours is the same purchase."
    )
