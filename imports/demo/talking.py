"""What service and the packing table are busy with when the demo is told: unpaid orders to ask about, parcels scanned."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.models import User
from desk.services import run_round
from dispatch.models import Parcel, ScanLog
from dispatch.services import record_scan
from dispatch.states import OPEN_STATES
from orders.models import Order, Shop

SCANS = 12


def talk(*, shops: list[Shop], now: datetime) -> None:
    """Bring the unpaid orders of each shop into the chase, and have the first parcels scanned, once."""
    for shop in shops:
        run_round(shop=shop, at=now)
    packer = User.objects.filter(username="wu").first()
    if packer is None or ScanLog.objects.exists():
        return
    labelled = Exists(Parcel.objects.filter(shop=shops[0], order_no=OuterRef("order_no")))
    waiting = Order.objects.filter(labelled, shop=shops[0], state__in=OPEN_STATES, paid_at__gte=now - timedelta(days=3))
    numbers = list(waiting.order_by("paid_slot", "order_no").values_list("order_no", flat=True)[:SCANS])
    waybills = dict(Parcel.objects.filter(shop=shops[0], order_no__in=numbers).values_list("order_no", "waybill"))
    for place, number in enumerate(numbers):
        at = now - timedelta(minutes=30 - 2 * place)
        record_scan(client_id=f"demo-{place}", number=waybills[number], scanned_at=at, now=now, by=packer, station="1")
