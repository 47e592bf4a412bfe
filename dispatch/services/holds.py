"""Keep the holds in step with what files, messages and people say. The law is `dispatch.rules.holds`.

An import calls `guard_chunk` in the transaction that changes the facts: no scan sees an order whose refund is in the facts and
whose hold is not. Cost follows the orders touched; of those, only the ones whose money is asked back are looked at further.
"""

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from accounts.models import User
from accounts.services import record
from dispatch.models import ActKind, Hold, HoldAct, RefundSignal
from dispatch.services import held_rows
from dispatch.services.filed import asking_in, write_filed
from dispatch.services.suspects import Scope, read_suspects
from orders.claims import ChunkClaims
from orders.models import Shop
from orders.services import Touched, hold_shop
from orders.states import RefundState

LONGEST_REASON = 200


class HoldError(ValueError):
    """Something that cannot be done to an order; `code` is one of reason, number, held, let_go, undone."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def guard_chunk(*, shop: Shop, touched: Touched, claims: ChunkClaims, at: datetime) -> int:
    """Make the holds of the orders a chunk touched anew, in the transaction that touches them; return how many changed.

    A message about one of the chunk's orders is weighed again also where the facts stay as they are, for the file may be newer
    than the message.
    """
    changed = 0
    if touched.order_nos is not None and len(touched.order_nos):
        # What wants money back and was not known for it is told by this chunk: its claims are in memory, the facts are not.
        asking = asking_in(claims)
        changed += refresh_holds(shop=shop, order_nos=touched.order_nos, at=at, is_range=touched.is_range, asking=asking)
    if claims.orders is None or not claims.orders.num_rows:
        return changed
    numbers = claims.orders["order_no"]
    ends = numbers[0].as_py(), numbers[-1].as_py()
    told = RefundSignal.objects.filter(shop=shop, order_no__range=ends).values_list("order_no", flat=True).distinct()
    known = pa.array(list(told), pa.string())
    again = known.filter(pc.is_in(known, value_set=numbers.combine_chunks())) if len(known) else known
    return changed + (refresh_holds(shop=shop, order_nos=again, at=at) if len(again) else 0)


def refresh_holds(
    *, shop: Shop, order_nos: pa.Array, at: datetime, is_range: bool = False, asking: pa.Array | None = None
) -> int:
    """Make the holds of these orders anew from all that is known, inside the caller's transaction; return how many changed.

    `at`: the moment holds that begin now are known since. With `is_range` the numbers are all orders between the first and the
    last. `asking`: where told, none but these can want money back of those that were not known to the guard. Once more changes
    nothing.
    """
    hold_shop(shop=shop)
    at = at.replace(microsecond=0)
    filed: set[str] = set()
    if asking is None or len(asking):
        with Scope(shop, order_nos if asking is None else asking, is_range=is_range and asking is None) as scope:
            filed = write_filed(scope, at)
    with Scope(shop, order_nos, is_range=is_range) as scope:
        suspects = read_suspects(shop, scope, but=filed)
    return len(filed) + held_rows.write(shop, suspects, at)


@transaction.atomic
def tell_refund(
    *,
    actor: User | None,
    shop: Shop,
    order_no: str,
    state: RefundState,
    at: datetime,
    line_no: str = "",
    amount_minor: int | None = None,
    now: datetime,
) -> Hold | None:
    """Keep what a platform's message says of a refund; return the hold as it stands then, None where there is none.

    The same message again changes nothing; an older one than is known is kept and lifts nothing. The order need not be known
    yet. A moment still to come counts as now.
    """
    hold_shop(shop=shop)
    signal, is_new = RefundSignal.objects.get_or_create(
        shop=shop,
        order_no=order_no,
        line_no=line_no,
        state=state,
        at=min(at, now),
        defaults={"amount_minor": amount_minor, "told_by": actor, "received_at": now},
    )
    if is_new:
        after = {"state": signal.state, "at": signal.at.isoformat()}
        record(actor=actor, action="dispatch.refund", target=f"{shop.name} {order_no}", after=after)
        refresh_holds(shop=shop, order_nos=pa.array([order_no], pa.string()), at=now)
    return Hold.objects.filter(shop=shop, order_no=order_no).first()


@transaction.atomic
def hold_order(*, actor: User | None, shop: Shop, order_no: str, reason: str, at: datetime) -> HoldAct:
    """Hold an order by hand until somebody lets it go. Raises HoldError without a reason, or when it is held by hand already."""
    act = _act(actor, shop, order_no, ActKind.HOLD, reason, at)
    record(actor=actor, action="dispatch.hold", target=f"{shop.name} {order_no}", after={"reason": act.reason})
    return act


@transaction.atomic
def release_order(*, actor: User | None, shop: Shop, order_no: str, reason: str, at: datetime) -> HoldAct:
    """Let an order go. It is held again when the buyer asks anew, for more, or the refund goes further.

    Raises HoldError without a reason, or when the order is not held.
    """
    act = _act(actor, shop, order_no, ActKind.RELEASE, reason, at)
    record(actor=actor, action="dispatch.release", target=f"{shop.name} {order_no}", after={"reason": act.reason})
    return act


@transaction.atomic
def pack_without(*, actor: User | None, shop: Shop, order_no: str, reason: str, at: datetime) -> HoldAct:
    """Say that the refunded lines were taken out, so that the rest may leave. Raises HoldError where the whole order is held."""
    act = _act(actor, shop, order_no, ActKind.WITHOUT, reason, at)
    record(actor=actor, action="dispatch.without", target=f"{shop.name} {order_no}", after={"reason": act.reason})
    return act


def _act(actor: User | None, shop: Shop, order_no: str, kind: ActKind, reason: str, at: datetime) -> HoldAct:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise HoldError("reason")
    if not order_no or len(order_no) > 100:
        raise HoldError("number")
    hold_shop(shop=shop)
    with Scope(shop, pa.array([order_no], pa.string())) as scope:
        suspect = next(iter(read_suspects(shop, scope, everything=True)), None)
    decision = suspect.decision if suspect else None
    is_held = decision is not None and decision.is_held
    if kind == ActKind.HOLD and decision is not None and decision.by_hand:
        raise HoldError("held")
    if kind != ActKind.HOLD and not is_held:
        raise HoldError("let_go")
    if kind == ActKind.WITHOUT and (decision is None or decision.is_whole):
        raise HoldError("whole")
    want = decision.want if decision else None
    act = HoldAct.objects.create(
        shop=shop, order_no=order_no, kind=kind, at=at, by=actor, reason=reason,
        covers=None if want is None or kind == ActKind.HOLD else held_rows.as_json(want),
    )  # fmt: skip
    refresh_holds(shop=shop, order_nos=pa.array([order_no], pa.string()), at=at)
    return act


@transaction.atomic
def undo_act(*, actor: User | None, act: HoldAct, at: datetime) -> None:
    """Take a hold or a release by hand back, as if it had not been done. Raises HoldError when that was done already."""
    hold_shop(shop=act.shop)
    if not HoldAct.objects.filter(pk=act.pk, undone_at=None).update(undone_at=at, undone_by=actor):
        raise HoldError("undone")
    record(actor=actor, action="dispatch.undo", target=f"{act.shop.name} {act.order_no}", before={"reason": act.reason})
    refresh_holds(shop=act.shop, order_nos=pa.array([act.order_no], pa.string()), at=at)
