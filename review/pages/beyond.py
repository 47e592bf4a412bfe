"""What a report tells beyond the blocks of the page: what the sale brought, the sale before, buyers won, how right we were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from review.charts.after import cohort_figure
from review.charts.compare import compare_figure
from review.charts.effect import effect_figure
from review.pages import calibration
from review.pages.after import cohort_table, cohorts_kept
from review.pages.compare import sales_table
from review.pages.effect import days_table, parts_table
from review.pages.tables import Body, Table
from review.queries.calibration import foresight_of
from review.queries.compare_kept import unpacked
from review.words import after as after_words
from review.words import compare as compare_words
from review.words import effect as effect_words

PARTS = ("effect", "against", "cohorts")
"""The parts that may have a picture."""


@dataclass(frozen=True)
class Part:
    """One part: its name, its table under its finding, lines that explain it, its picture, and the long table beside it."""

    name: str
    label: str
    table: Table
    lines: Sequence[str] = ()
    chart: Mapping[str, Any] | None = None
    key: str = ""
    long: Table | None = None


def parts_of(body: Body, campaign: Campaign) -> list[Part]:
    """Return the parts that a report kept and that have something to say; none of a body that is no report's."""
    found: list[Part] = []
    if body.get("effect"):
        found.append(_effect(body["effect"]))
    if body.get("against"):
        found.append(_against(body["against"]))
    if body.get("cohorts"):
        found.append(_cohorts(body["cohorts"], campaign))
    if body.get("foresight"):
        tables = calibration.tables_of(foresight_of(body["foresight"]))
        rules = {one.name: (one.rule,) if one.rule else () for one in tables}
        found += [Part(one.name, str(calibration.LABELS[one.name]), one, rules[one.name]) for one in tables if one.rows]
    return found


def _effect(body: Body) -> Part:
    lines = [words for words in (effect_words.why(body), *effect_words.basis(body)) if words]
    return Part(
        "effect", _("What the sale brought"), parts_table(body), lines, effect_figure(body), effect_words.key_words(),
        days_table(body) if body["days"] else None,
    )  # fmt: skip


def _against(kept: Body) -> Part:
    comparison = unpacked(kept)
    lines = [words for words in (compare_words.why(comparison),) if words]
    return Part(
        "against", _("Sale against sale"), sales_table(comparison), lines, compare_figure(comparison), compare_words.key_words()
    )


def _cohorts(kept: Body, campaign: Campaign) -> Part:
    cohorts = cohorts_kept(kept)
    why = after_words.cohorts_title(cohorts)[1]
    table = cohort_table(campaign, cohorts)
    return Part("cohorts", _("Second purchase"), table, (why,) if why else (), cohort_figure(cohorts), after_words.key_words())
