"""Pictures in words: what a test says, what a designer is told, what is wrong with what somebody wrote."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Brief, Picture
from campaigns.queries.pictures import PictureTest
from campaigns.rules.image_files import LARGEST_BYTES, LARGEST_SIDE
from campaigns.rules.problems import Problem
from common.money import format_count, format_share

SENTENCES: dict[str, str | Promise] = {
    "picture_name_missing": gettext_lazy("Give the picture a name, as the platform's table calls it."),
    "picture_name_taken": gettext_lazy("Another picture of this sale has this name."),
    "picture_place_missing": gettext_lazy("Say where it is shown: only pictures of one place are compared."),
    "picture_unknown": gettext_lazy("No picture of this sale is called “{name}”. Add it first, or mend the name."),
    "count_below_zero": gettext_lazy("A count cannot be below zero."),
    "count_too_high": gettext_lazy("This is more than the program counts; check the number of zeros."),
    "clicks_above_impressions": gettext_lazy("More clicks than impressions cannot be."),
    "orders_above_clicks": gettext_lazy("More orders than clicks cannot be."),
    "image_empty": gettext_lazy("The file is empty."),
    "image_large": gettext_lazy("The file is too large: at most {megabytes} MB."),
    "image_unknown": gettext_lazy("This is not a PNG, JPEG, WebP or GIF picture, whatever its name says."),
    "image_damaged": gettext_lazy("The picture is cut off or damaged; save it once more and send it again."),
    "image_sides": gettext_lazy("A side may have {pixels} pixels at most."),
    "no_picture_task": gettext_lazy("No task is bound to the test of pictures. Take the tasks of the templates first."),
    "table_empty": gettext_lazy("There is no row with a picture's name and numbers in it."),
    "table_no_header": gettext_lazy("The first row must name the columns: picture, impressions, clicks, orders."),
    "table_unreadable": gettext_lazy("This is neither a CSV nor an XLSX table."),
    "table_too_long": gettext_lazy("A table of pictures has {rows} rows at most."),
    "cell_not_a_count": gettext_lazy("Line {line}, column {column}: “{value}” is not a whole number."),
    "name_twice": gettext_lazy("Line {line}: “{name}” stands twice."),
}
BRIEF_WORDS: dict[str, Any] = {
    "idea": gettext_lazy("Central idea"),
    "theme": gettext_lazy("Theme"),
    "selling_point": gettext_lazy("Selling point"),
    "purpose": gettext_lazy("What the sale is for"),
    "places": gettext_lazy("Places and sizes"),
    "must_have": gettext_lazy("Must be on it"),
    "must_not": gettext_lazy("Must not be on it"),
    "tone": gettext_lazy("Tone"),
    "examples": gettext_lazy("Examples"),
    "deadline": gettext_lazy("Deadline"),
}


def picture_sentence(problem: Problem) -> str:
    """Return the sentence of a problem with a picture; one that a table brought names its picture."""
    values = {"megabytes": LARGEST_BYTES // 1024**2, "pixels": format_count(LARGEST_SIDE)} | problem.values
    words = str(SENTENCES[problem.code]).format(**values)
    named = problem.field == "table" and "name" in problem.values and problem.code not in {"picture_unknown", "name_twice"}
    return f"{problem.values['name']}: {words}" if named else words


def title_of(test: PictureTest) -> str:
    """Name a test by its place and product."""
    return f"{test.place} · {test.product}" if test.product else test.place


def verdict_words(test: PictureTest) -> str:
    """Say what the test allows to say: the winner, or how many impressions it still takes, or why nobody can tell."""
    verdict = test.verdict
    if len(test.rows) < 2:
        return _("One picture alone cannot win: add another one for the same place and product.")
    if verdict.leader is None:
        return _("Nothing was shown yet: type the numbers, or bring them as a table.")
    first = test.rows[0]
    rate = format_share(first.click_rate, 2)
    if test.winner is not None:
        words = _("“{name}” is clicked by {rate}, more than every other picture.").format(
            name=test.winner.picture.name, rate=format_share(test.winner.click_rate, 2)
        )
        if test.converts_worse is not None:
            words += " " + _("But fewer of its clicks become orders than of “{name}”: {ours} against {theirs}.").format(
                name=test.converts_worse.picture.name,
                ours=format_share(test.winner.conversion, 2),
                theirs=format_share(test.converts_worse.conversion, 2),
            )
        return words
    lead = _("“{name}” leads with {rate}").format(name=first.picture.name, rate=rate)
    unshown = sum(row.standing == "unshown" for row in test.rows)
    if unshown:
        words = ngettext(
            "{lead}; {count} picture was not shown yet, and nothing can be decided without it.",
            "{lead}; {count} pictures were not shown yet, and nothing can be decided without them.",
            unshown,
        )
        return words.format(lead=lead, count=unshown)
    if verdict.missing is None:
        return _("{lead}, but the rates are too close: it makes no difference which one you take.").format(lead=lead)
    return _("{lead}; about {count} more impressions of each picture still in the race would decide.").format(
        lead=lead, count=format_count(verdict.missing)
    )


def told_to_designer(tests: Sequence[PictureTest]) -> str:
    """Write the findings as a comment: one line for each test, then the rates of its pictures."""
    lines = []
    for test in tests:
        lines.append(f"{title_of(test)}: {verdict_words(test)}")
        for row in test.rows:
            if row.standing == "unshown":
                continue
            lines.append(
                _("– {name}: {rate} of {count} clicked ({low} to {high}), {conversion} of them bought").format(
                    name=row.picture.name,
                    rate=format_share(row.click_rate, 2),
                    count=format_count(row.picture.impressions),
                    low=format_share(row.click_low, 2),
                    high=format_share(row.click_high, 2),
                    conversion=format_share(row.conversion, 2),
                )
            )
    return "\n".join(lines)


def brief_lines(brief: Brief) -> list[tuple[str, str]]:
    """Return what the brief says, each part with its heading; empty parts are left out."""
    names = [name for name in BRIEF_WORDS if name != "deadline"]
    return [(str(BRIEF_WORDS[name]), getattr(brief, name)) for name in names if getattr(brief, name)]


def standing_lines(picture: Picture) -> list[tuple[str, str]]:
    """Return what is kept of a picture, each part with its heading, for who wrote while somebody else changed it."""
    words = [(_("Name"), picture.name), (_("Place"), picture.place), (_("Product"), picture.product)]
    counts = [(_("Impressions"), picture.impressions), (_("Clicks"), picture.clicks), (_("Orders"), picture.orders)]
    return [*words, *((part, format_count(count)) for part, count in counts)]
