"""What the packing table and customer service have said of orders by the time the demo is told: reports, owners, comments."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from dispatch.models import AbnormalOrder
from dispatch.services.abnormal import comment, give, report_order, set_state
from dispatch.states import OPEN_STATES
from imports import dispatching
from orders.models import Order, Shop


def watch_orders(*, shops: list[Shop], now: datetime) -> None:
    """Find what the rules find and count what is due; report two orders by hand and share the first ones out, once."""
    for shop in shops:
        dispatching.refresh(shop=shop, at=now)
    agent, packer = (User.objects.filter(username=name).first() for name in ("chen", "wu"))
    if agent is None or packer is None or AbnormalOrder.objects.filter(found_by__isnull=False).exists():
        return
    waiting = Order.objects.filter(shop=shops[0], state__in=OPEN_STATES, paid_slot__isnull=False).order_by(
        "-paid_slot", "order_no"
    )
    numbers = list(waiting.values_list("order_no", flat=True)[:2])
    said = (_("The buyer asks for another colour; ask before packing."), _("The carton is torn, pack it again."))
    for number, text in zip(numbers, said, strict=False):
        row = report_order(actor=packer, shop=shops[0], order_no=number, text=text, at=now - timedelta(minutes=40))
        comment(actor=packer, row=row, text=_("It lies on the red shelf."), at=now - timedelta(minutes=35))
    found = list(
        AbnormalOrder.objects.filter(shop__in=shops, found_by=None).order_by("due_at", "pk").values_list("pk", flat=True)[:6]
    )
    if found:
        give(actor=agent, ids=found[:4], owner=agent, at=now - timedelta(minutes=20))
        set_state(actor=agent, ids=found[:1], state="waiting", at=now - timedelta(minutes=10), text=_("The buyer is asked."))
