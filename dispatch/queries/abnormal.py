"""What is asked of abnormal orders: the list, one with its story, how noisy each rule is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from common.prepared import Prepared
from dispatch.models import CLOSED, STANDING, AbnormalKind, AbnormalOrder, AbnormalState
from orders.models import Order, OrderLine, Shop

JUDGED_SINCE = timedelta(days=90)
FEWEST_JUDGED = 10
NOISY_SHARE = 0.5
# A person owns some dozens: their numbers are counted here.
_STANDING_OF = Prepared(
    lambda owner: AbnormalOrder.objects.filter(state__in=STANDING, owner=owner).values_list("pk", flat=True), int
)


@dataclass(frozen=True)
class Asked:
    """The filters of the list; "" filters nothing. `state`: a state, "standing" or "closed". `owner`: "me", "none", a number."""

    shops: Collection[Shop]
    kind: str = ""
    state: str = "standing"
    owner: str = ""
    text: str = ""
    late: bool = False


@dataclass(frozen=True)
class Noise:
    """How often a rule was wrong in the last 90 days: of `judged` that a person closed, `no_problem` were none."""

    kind: str
    standing: int
    judged: int
    no_problem: int

    @property
    def share(self) -> float | None:
        """The share of false alarms; None while too few are judged."""
        return self.no_problem / self.judged if self.judged >= FEWEST_JUDGED else None

    @property
    def is_noisy(self) -> bool:
        """Whether half of what it finds is nothing."""
        return self.share is not None and self.share >= NOISY_SHARE


def abnormal_orders(asked: Asked, *, person: User, at: datetime) -> QuerySet[AbnormalOrder]:
    """Return the abnormal orders asked for, what is due first coming first; closed ones by when they were closed."""
    rows = AbnormalOrder.objects.filter(shop__in=asked.shops).select_related("shop", "owner")
    groups = {"standing": STANDING, "closed": CLOSED}
    if asked.state in groups or asked.state in AbnormalState.values:
        rows = rows.filter(state__in=groups.get(asked.state, (asked.state,)))
    if asked.kind in AbnormalKind.values:
        rows = rows.filter(kind=asked.kind)
    if asked.owner == "me":
        rows = rows.filter(owner=person)
    elif asked.owner == "none":
        rows = rows.filter(owner=None)
    elif asked.owner.isdigit() and len(asked.owner) < 10:
        rows = rows.filter(owner_id=int(asked.owner))
    if asked.text:
        rows = rows.filter(Q(order_no__startswith=asked.text) | Q(order_no__endswith=asked.text))
    if asked.late:
        rows = rows.filter(state__in=STANDING, due_at__lte=at)
    closed_alone = asked.state == "closed" or asked.state in CLOSED
    return rows.order_by(*(["-closed_at", "-pk"] if closed_alone else ["due_at", "pk"]))


def noise(*, shops: Collection[Shop], at: datetime) -> dict[str, Noise]:
    """Return what stands of each kind, and how often its rule was wrong; every kind is there."""
    judged = Q(closed_by__isnull=False, closed_at__gte=at - JUDGED_SINCE)
    counts = (
        AbnormalOrder.objects.filter(shop__in=shops)
        .filter(Q(state__in=STANDING) | judged)
        .order_by()
        .values("kind")
        .annotate(
            standing=Count("pk", filter=Q(state__in=STANDING)),
            judged=Count("pk", filter=judged & Q(state__in=CLOSED)),
            nothing=Count("pk", filter=judged & Q(state=AbnormalState.NO_PROBLEM)),
        )
    )
    found = {row["kind"]: Noise(row["kind"], row["standing"], row["judged"], row["nothing"]) for row in counts}
    return {kind: found.get(kind, Noise(kind, 0, 0, 0)) for kind in AbnormalKind.values}


def marks_of(shop: Shop, order_nos: Sequence[str]) -> dict[str, list[AbnormalOrder]]:
    """Return what stands against these orders, by order number."""
    found: dict[str, list[AbnormalOrder]] = {}
    for row in AbnormalOrder.objects.filter(shop=shop, order_no__in=order_nos, state__in=STANDING).order_by("due_at", "pk"):
        found.setdefault(row.order_no, []).append(row)
    return found


def order_and_lines(row: AbnormalOrder) -> tuple[Order | None, list[OrderLine]]:
    """Return the order of an abnormal one with its lines; None and nothing where no file tells of it any more."""
    here = {"shop": row.shop, "order_no": row.order_no}
    return Order.objects.filter(**here).first(), list(OrderLine.objects.filter(**here).order_by("line_no"))


def standing_count(*, user: User) -> int:
    """Count what stands and is this person's, for the navigation."""
    return len(_STANDING_OF.ask(user.pk))
