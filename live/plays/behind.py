"""Behind target (L5): first what the diagnosis says, then its set: traffic, conversion or order value."""

from django.utils.translation import gettext_lazy as _

from accounts.departments import Department
from live.plays.base import Card, Step
from live.rules.plays.trigger import Trigger

_OPERATIONS, _SERVICE, _DESIGN = Department.OPERATIONS, Department.SERVICE, Department.DESIGN


def _short(cause: str, percent: int = 97, hours: int = 1) -> Trigger:
    return Trigger(cause=cause, metric="revenue", side="below", percent=percent, hours=hours)


BEHIND: tuple[Card, ...] = (
    Card(
        code="more_promotion",
        title=_("Spend more where visitors are missing"),
        when=_short("traffic"),
        department=_OPERATIONS,
        steps=(
            Step(_OPERATIONS, _("Raise budget and bids of the channel that is short; first look whether its budget ran out.")),
            Step(_OPERATIONS, _("After half an hour compare the price of a visitor with the plan; stop at twice as much.")),
        ),
        cost=_("The price of the missing visitors; in a sale up to ten times the usual one."),
        undo=_("Set budget and bids back."),
        rule="L5",
        page="campaigns:traffic",
    ),
    Card(
        code="call_old_buyers",
        title=_("Call old buyers back"),
        when=_short("traffic"),
        department=_SERVICE,
        steps=(
            Step(_OPERATIONS, _("Choose the tiers to write to, and the offer that they get.")),
            Step(_SERVICE, _("Write to old buyers by SMS, mail and chat, those who filled a cart first.")),
        ),
        script=_("Your cart is waiting: today's price ends at midnight. Anything unclear about size or delivery? Just ask."),
        cost=_("The price of the messages; buyers who were asked twice a day leave."),
        undo=_("Stop the messages that are not sent yet."),
        rule="L5",
    ),
    Card(
        code="ask_platform",
        title=_("Ask the platform for traffic"),
        when=_short("traffic", 90, 2),
        department=_OPERATIONS,
        steps=(Step(_OPERATIONS, _("Show the platform contact how well these hours convert, and ask for a place.")),),
        cost=_("A favour; perhaps a deeper offer."),
        undo=_("Give the place back."),
        rule="L5",
    ),
    Card(
        code="read_inquiries",
        title=_("Read the inquiries for what keeps people from buying"),
        when=_short("conversion"),
        department=_SERVICE,
        steps=(
            Step(_SERVICE, _("Read the last fifty inquiries; write down what is asked most, and about which product.")),
            Step(_OPERATIONS, _("Mend it: the fault, the size table, the offer that does not work.")),
        ),
        cost=_("Half an hour of one agent."),
        undo=_("Nothing to take back."),
        rule="L5",
    ),
    Card(
        code="check_page",
        title=_("Check price, offer and page of the main items"),
        when=_short("conversion"),
        department=_OPERATIONS,
        steps=(
            Step(_OPERATIONS, _("Put the main items into a cart: does the price of the plan come out, do coupons work?")),
            Step(_DESIGN, _("Put the selling point and the end of the offer into the first screen of the page.")),
        ),
        cost=_("A deeper offer costs margin on every order, also on those that would have come."),
        undo=_("Put price and page back as they were."),
        rule="L5",
        page="campaigns:offers",
    ),
    Card(
        code="chase_unpaid",
        title=_("Chase unpaid orders"),
        when=_short("conversion", 95),
        department=_SERVICE,
        steps=(Step(_SERVICE, _("Put people on the unpaid orders of the last hours, the largest first; ask what is unclear.")),),
        script=_("We have kept your items for you. Is anything unclear: size, fabric, delivery? We are here."),
        cost=_("The chasers are missing in pre-sale."),
        undo=_("Send the chasers back to pre-sale."),
        rule="L5",
    ),
    Card(
        code="bundle",
        title=_("Bundle the hottest item with a profit item"),
        when=_short("order_value"),
        department=_OPERATIONS,
        steps=(
            Step(_OPERATIONS, _("Pair the hottest item with a profit item that goes with it, never two of a kind.")),
            Step(_DESIGN, _("Show the pair on the item's page and in the cart.")),
            Step(_SERVICE, _("Offer the second item in every chat about the first.")),
        ),
        script=_("Together with the matching piece you save more, and it goes in one parcel."),
        cost=_("The discount of the pair."),
        undo=_("Take the pair off the page."),
        rule="P4",
        page="inventory:pairs",
    ),
    Card(
        code="next_step",
        title=_("Move the step of the spend offer just above the order value"),
        when=_short("order_value", 95, 2),
        department=_OPERATIONS,
        steps=(
            Step(_OPERATIONS, _("Put the first step of spend and save a tenth above what an order comes to now.")),
            Step(_DESIGN, _("Show in the cart what is missing to the step.")),
        ),
        cost=_("The step is given to those who would have reached it anyway."),
        undo=_("Set the old step again; orders placed keep theirs."),
        rule="P6",
        page="campaigns:offers",
    ),
)
