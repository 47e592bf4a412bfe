"""What the pages of suppliers and of the replenishment list say."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_day
from common.money import format_count
from common.sentences import halves, stopped
from inventory.models import DeliveryState
from inventory.queries.deliveries import DeliveryLine
from inventory.queries.suppliers import SupplierLine
from inventory.services.replenishing import DeliveryRefusedError
from inventory.services.suppliers import SupplierRefusedError


def list_headline(lines: Sequence[DeliveryLine]) -> tuple[str, str, str]:
    """Say how much is to be ordered and what is late: the sentence, its bad part ("" when nothing is late), the line below."""
    advised = [line for line in lines if line.row.state == DeliveryState.ADVISED]
    ordered = [line for line in lines if line.row.state == DeliveryState.ORDERED]
    late = [line for line in ordered if line.is_late]
    units, suppliers = sum(line.row.units for line in advised), len({line.supplier for line in advised})
    if advised:
        said = ngettext("{units} piece to order", "{units} pieces to order", units).format(units=format_count(units))
        whom = ngettext("from {count} supplier", "from {count} suppliers", suppliers).format(count=suppliers)
        title = f"{said} {whom}"
    elif ordered:
        title = _("Nothing to order; {units} pieces are on their way").format(
            units=format_count(sum(line.row.units for line in ordered))
        )
    else:
        return _("Nothing is to be ordered and nothing is on its way."), "", _("Lines come from the stock page of a sale.")
    bad = ngettext("{count} promise is over", "{count} promises are over", len(late)).format(count=len(late)) if late else ""
    return stopped(halves(title, bad) if bad else title), bad, _below(ordered)


def _below(ordered: Sequence[DeliveryLine]) -> str:
    missing = [line for line in ordered if line.is_too_late]
    open_days = [line for line in ordered if line.row.promised_on is None]
    parts = []
    if missing:
        words = ngettext(
            "{count} delivery is promised for after its sale has begun.",
            "{count} deliveries are promised for after their sale has begun.",
            len(missing),
        )
        parts.append(words.format(count=len(missing)))
    if open_days:
        words = ngettext(
            "{count} ordered line has no promised day.", "{count} ordered lines have no promised day.", len(open_days)
        )
        parts.append(words.format(count=len(open_days)))
    return " ".join(parts)


def promise_words(line: DeliveryLine) -> str:
    """Say what is wrong with a promise; empty when nothing is."""
    if line.is_late:
        return _("late")
    if line.is_too_late and line.needed_on is not None:
        return _("after the start on {day}").format(day=format_day(line.needed_on))
    return ""


def supplier_headline(lines: Sequence[SupplierLine], without: int) -> tuple[str, str]:
    """Say how many suppliers there are and of how many the speed is known; the line below tells what follows."""
    if not lines:
        return _("No supplier is known yet."), _("A product list with a column for the supplier brings them, or add one here.")
    known = sum(line.supplier.lead_days is not None and line.supplier.daily_units is not None for line in lines)
    title = ngettext(
        "{known} of {count} supplier says how fast it is.", "{known} of {count} suppliers say how fast they are.", len(lines)
    ).format(known=known, count=len(lines))
    parts = []
    if known < len(lines):
        parts.append(_("An unknown capacity is not an unlimited one: what depends on it is said to be unknown."))
    if without:
        words = ngettext("{count} product on sale has no supplier.", "{count} products on sale have no supplier.", without)
        parts.append(words.format(count=format_count(without)))
    return title, " ".join(parts)


def why_supplier(refused: SupplierRefusedError) -> str:
    """Say what is wrong with a supplier."""
    return {
        "empty": _("Give the supplier a name."),
        "taken": _("There is a supplier of this name already."),
        "range": _("This is more than the program counts."),
        "named": _("The name stays: product lists tell it and would bring the old one back. Change it there."),
        "unknown": _("This supplier is no longer there. Reload the page."),
    }[refused.code]


def why_delivery(refused: DeliveryRefusedError) -> str:
    """Say why a step of the replenishment list cannot be taken."""
    return {
        "state": _("Somebody took this step already, or another one. Reload the page."),
        "unknown": _("Tick the lines first."),
        "units": _("Write whole pieces above zero, like 1200."),
        "days": _("The promised day lies before the day of the order; perhaps the two are swapped."),
    }[refused.code]
