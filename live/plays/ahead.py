"""Ahead of target (L4): release the reserve, line up substitutes, look for supply, in this order."""

from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from live.plays.base import Card, Step
from live.rules.plays.trigger import Trigger

_OPERATIONS, _PRODUCTION = Department.OPERATIONS, Department.PRODUCTION

AHEAD: tuple[Card, ...] = (
    Card(
        code="release_reserve",
        title=_("Release the reserve of what sells fastest"),
        when=Trigger(metric="revenue", side="above", percent=105, hours=1),
        department=_OPERATIONS,
        steps=(
            Step(_OPERATIONS, _("Open the stock cockpit and release the reserve of what is gone first.")),
            Step(Department.WAREHOUSE, _("Check that the released pieces lie where they are picked.")),
        ),
        cost=_("The reserve is gone for the evening peak."),
        undo=_("Keep the pieces back again in the cockpit."),
        rule="L4",
        page="live:stock",
    ),
    Card(
        code="line_up_substitutes",
        title=_("Line up substitutes before the hot items run out"),
        when=Trigger(metric="revenue", side="above", percent=105, hours=2),
        department=_OPERATIONS,
        steps=(
            Step(_OPERATIONS, _("Choose a related product for each hot item near its alert line; tell the platform contact.")),
            Step(_OPERATIONS, _("Swap it in at the alert line; never let the listing drop.")),
            Step(Department.DESIGN, _("Put the substitute's picture and link on the pages that lead to the hot item.")),
        ),
        cost=_("A substitute converts less than the item it stands in for."),
        undo=_("Swap the item back in once pieces are there."),
        rule="L4",
        page="inventory:substitutes",
    ),
    Card(
        code="look_for_supply",
        title=_("Look for more supply"),
        when=Trigger(metric="revenue", side="above", percent=115, hours=3),
        department=_PRODUCTION,
        steps=(
            Step(_PRODUCTION, _("Ask the suppliers of the hot items what they can deliver and on which day.")),
            Step(_OPERATIONS, _("List what is promised as pre-sale, with its day of dispatch.")),
        ),
        cost=_("What comes after the sale may be left over."),
        undo=_("Cancel the order while the supplier allows it."),
        rule="L4",
        page="inventory:replenishment",
    ),
)
