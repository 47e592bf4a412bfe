"""The shifts in words: the first line of their page, what is wrong with a person or a place, moments of the day."""

from collections.abc import Sequence
from datetime import datetime

from babel.dates import format_skeleton
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from campaigns.models import Campaign, ServiceRole, ShiftSettings
from campaigns.queries.shifts import Demand, ShiftRow
from campaigns.rules.problems import Problem
from campaigns.rules.staffing.contacts import ROLES
from campaigns.rules.staffing.handover import DAY
from campaigns.words.headlines import Headline
from campaigns.words.problems import SENTENCES, sentence
from common.money import format_count, format_share

BROKEN = {
    "away": gettext_lazy("away on that day"),
    "night": gettext_lazy("does not work at night"),
    "rest": gettext_lazy("too little rest between two shifts"),
    "week": gettext_lazy("too many shifts in seven days"),
    "nights": gettext_lazy("too many nights in seven days"),
}
PROBLEMS = {
    "person_name_missing": gettext_lazy("Give each person a name."),
    "person_name_taken": gettext_lazy("{name} is already on the list; change that entry, or add a surname."),
    "person_role_missing": gettext_lazy("Say what {name} can do: pre-sale, after-sale or payment chasing."),
    "person_cannot": gettext_lazy("{name} does not do {role}. Change what they can do, or take somebody else."),
    "place_breaks_rules": gettext_lazy("{name} cannot take this shift: {rules}."),
    "shift_bounds_crossed": gettext_lazy("The longest shift must be at least as long as the shortest."),
    "shift_bounds_no_day": gettext_lazy("Three shifts must make 24 hours: the shortest at most 8 hours, the longest at least 8."),
    "moments_not_three": gettext_lazy("Write three different times on half hours, like 4:30, 13:00, 20:30; or leave it empty."),
    "answered_share_too_high": gettext_lazy("Nobody can promise all of them: write less than 100 per cent."),
    "away_share_too_high": gettext_lazy("Not everybody can be at a break: write less than 100 per cent."),
    "date_unreadable": gettext_lazy("Write days like 2026-11-11, with commas between them."),
}


def problem_words(problem: Problem) -> str:
    """Return the sentence of a problem of the shifts."""
    if problem.code in SENTENCES:
        return sentence(problem)
    values = dict(problem.values)
    if "rules" in values:
        values["rules"] = broken_words(values["rules"])
    if "role" in values:
        values["role"] = ServiceRole(values["role"]).label
    return str(PROBLEMS[problem.code]).format(**values)


def broken_words(codes: Sequence[str]) -> str:
    """Return which rest rules are broken, in words."""
    return ", ".join(str(BROKEN[code]) for code in codes)


def half_hour_words(place: int) -> str:
    """Write a half hour of the day.

    >>> half_hour_words(9), half_hour_words(48)
    ('4:30', '0:00')
    """
    return f"{place % DAY // 2}:{place % 2 * 30:02}"


def headline(
    campaign: Campaign, settings: ShiftSettings, found: Demand, rows: Sequence[ShiftRow], *, in_time: float, has_people: bool
) -> Headline:
    """Say whether the shifts can keep the promise: how many people, what is open, when the peak is."""
    if not found.has_work:
        return Headline(
            _("The plan brings no contacts yet: nobody is needed."),
            _("Plan visitors or inquiries, or say below how many contacts a visitor and an order cause."),
        )
    peak = peak_words(campaign, found)
    if not rows:
        most = max(sum(each) for each in zip(*found.people.values(), strict=True))
        title = ngettext(
            "Customer service needs {count} person at the peak; no shifts are laid yet.",
            "Customer service needs {count} people at the peak; no shifts are laid yet.",
            most,
        ).format(count=most)
        return Headline(title, peak if has_people else f"{peak} " + _("Name the people first, then lay the shifts."))
    wanted = sum(row.places_wanted for row in rows)
    missing, reserve = sum(row.open_needed for row in rows), sum(row.open_reserve for row in rows)
    share = format_share(in_time, 0)
    why = _("{peak} {share} are answered within {seconds} seconds; {promised} are promised.").format(
        peak=peak, share=share, seconds=settings.answer_seconds, promised=format_share(settings.answered_share, 0)
    )
    if missing:
        bad = ngettext("{count} place is open", "{count} places are open", missing).format(count=missing)
        title = _("{open} of {wanted} on {shifts} shifts.").format(open=bad, wanted=wanted, shifts=len(rows))
        return Headline(title, why, bad)
    if reserve:
        bad = ngettext("{count} place of the reserve is open", "{count} places of the reserve are open", reserve)
        bad = bad.format(count=reserve)
        title = _("The work is staffed; {open}.").format(open=bad)
        return Headline(title, why, bad)
    title = _("All {wanted} places on {shifts} shifts are filled, the reserve included.").format(wanted=wanted, shifts=len(rows))
    return Headline(title, why)


def peak_words(campaign: Campaign, found: Demand) -> str:
    """Say when most contacts come, and how many people they need."""
    totals = [sum(each) for each in zip(*(found.contacts[role] for role in ROLES), strict=True)]
    place = max(range(len(totals)), key=totals.__getitem__)
    people = sum(found.people[role][place] for role in ROLES)
    return _("Peak at {time}: {contacts} contacts in half an hour need {people} people.").format(
        time=half_hour_words(found.first_half_hour + place), contacts=format_count(round(totals[place])), people=people
    )


def handover_words(found: Demand) -> str:
    """Say when shifts change over, and whether that keeps clear of the peaks."""
    times = ", ".join(half_hour_words(moment) for moment in found.handover.moments)
    if not found.is_proposed:
        return _("Shifts change at {times}, as set by hand.").format(times=times)
    if found.handover.is_clear:
        return _("Shifts change at {times}: in troughs, clear of every peak.").format(times=times)
    return _("Shifts change at {times}; no three moments of these lengths keep clear of every peak.").format(times=times)


def shift_words(starts: datetime, ends: datetime) -> str:
    """Write when a shift is, by its own clock: Tue, 10 Nov, 20:30 to 4:30."""
    return _("{day}, {start} to {end}").format(
        day=format_skeleton("MMMEd", starts.date(), locale="zh_Hans" if (get_language() or "").startswith("zh") else "en_GB"),
        start=f"{starts.hour}:{starts.minute:02}",
        end=f"{ends.hour}:{ends.minute:02}",
    )
