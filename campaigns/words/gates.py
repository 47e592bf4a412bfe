"""The words of the gates: what a person ticks, and the checks a gate can name, as forms and pages show them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HAND_POINTS: dict[str, Promise] = {
    "stock_reserved": _("Stock is there with a reserve of 20%"),
    "suppliers_confirmed": _("Suppliers have confirmed quantity and date"),
    "designers_briefed": _("The designers are briefed in writing"),
    "favourites_grow": _("Favourites and carts grow as planned"),
    "service_trained": _("Customer service is trained on products and timetable"),
    "dispatch_rehearsed": _("Dispatch was rehearsed, couriers and cartons are agreed"),
    "stock_counted": _("The warehouse was counted before and after"),
    "holds_tested": _("Refund holds were tested at the packing table"),
    "nothing_over_72_hours": _("No order waits longer than 72 hours"),
    "prices_back": _("Prices are back to normal"),
    "last_courier_kept": _("The couriers' last day before the holiday was kept"),
    "stand_booked": _("The stand is booked and paid"),
    "buyers_invited": _("Known buyers are invited"),
}
CHECKS: dict[str, Promise] = {
    "figures": _("Visitors close to the target"),
    "curve": _("Curve inside the phases"),
    "earlier": _("Earlier sale"),
    "inquiries": _("Inquiries"),
    "data": _("Orders of the shop"),
    "traffic_closes": _("Traffic closes to the target"),
    "offers_contradict": _("Offers do not contradict each other"),
    "audit_floor": _("No price below cost or floor"),
    "audit_traps": _("No trap in the offers"),
    "price_history": _("Price history"),
    "price_mix": _("Price bands connected"),
    "odds_profit": _("Odds of a profit"),
    "stock_reserve": _("Stock a fifth above the plan"),
    "shifts_reserve": _("Shifts with their reserve"),
    "tasks_late": _("No task is late"),
    "pictures_tested": _("Pictures are tested"),
    "brief_written": _("The brief is written"),
    "lessons_written": _("Lessons are written"),
}

COSTS_POINT = _("Costs and profit, for those who may see them")


def point_words(kind: str, key: str, text: str) -> str:
    """Return what a point of a gate asks, in the reader's language where it came from a template."""
    return text or str((HAND_POINTS if kind == "hand" else CHECKS).get(key, key))
