"""Writes to the facts: make a shop, load what a file claims, take it back."""

from collections.abc import Sequence

from django.db import connection, transaction

from accounts.models import User
from accounts.services import record
from common import bulk
from common.windows import validate_zone
from orders import loading, refolding
from orders.claims import ChunkClaims, Source
from orders.models import Order, Shop
from orders.touched import Touched

__all__ = ["Touched", "create_shop", "hold_shop", "load_chunk", "refold", "rename_buyer"]


@transaction.atomic
def create_shop(
    *, actor: User | None, name: str, platform: str = "", currency: str = "CNY", time_zone: str = "Asia/Shanghai"
) -> Shop:
    """Make a shop, with an audit entry; actor None is the program itself.

    `currency` is a code of ISO 4217 with whole minor units, `time_zone` a name like Asia/Shanghai. Raises ValueError for a
    time zone hours cannot be kept in, IntegrityError for a name that is taken.
    """
    shop = Shop.objects.create(
        name=name.strip(), platform=platform, currency=currency.upper(), time_zone=validate_zone(time_zone)
    )
    after = {"platform": shop.platform, "currency": shop.currency, "time_zone": shop.time_zone}
    record(actor=actor, action="shop.create", target=shop.name, after=after)
    return shop


def hold_shop(*, shop: Shop) -> None:
    """Keep others from writing this shop's facts and rollups until the caller's transaction ends.

    One writer at a time is what allows to insert new facts without asking twice. Readers do not wait.
    On SQLite the transaction itself holds all writers off. Raises TransactionManagementError outside a transaction on PostgreSQL.
    """
    Shop.objects.select_for_update(no_key=True).only("pk").get(pk=shop.pk)


def load_chunk(*, shop: Shop, source: Source, chunk: ChunkClaims) -> Touched:
    """Bring a chunk of claims into the facts of the shop, inside the caller's transaction; return what it touched.

    The end is the same in whatever order chunks come and however often (the law of `orders.rules.fold`). The caller
    brings the numbers in step in the same transaction: `metrics.services.record_changes(shop=shop, touched=touched)`.
    """
    hold_shop(shop=shop)
    bulk.make_room(connection)
    return loading.load(shop, source, chunk)


def refold(*, shop: Shop, keys: ChunkClaims, standing: Sequence[tuple[Source, ChunkClaims]]) -> Touched:
    """Set exactly the facts of these keys to the fold of the standing claims, inside the caller's transaction.

    `keys`: tables with the key columns (further columns do not matter, but `rows` weighs the counts); the order of each line
    must be among the orders. `standing`: every claim that stands on these keys; claims on other keys are passed over. A key
    without a standing claim is deleted (and counts as changed). The caller brings the numbers in step, as for `load_chunk`.
    """
    hold_shop(shop=shop)
    bulk.make_room(connection)
    return refolding.refold(shop, keys, standing)


def rename_buyer(*, shop: Shop, buyer_key: str, new_key: str) -> int:
    """Let the orders of a buyer stand under another key, inside the caller's transaction; return how many.

    Their sums stay. For a buyer who is to be forgotten: what the files claim is not changed, so a file that is read anew, or an
    undo, names the old key again, and whoever keeps the list of the forgotten renames once more.
    """
    hold_shop(shop=shop)
    return Order.objects.filter(shop=shop, buyer_key=buyer_key).update(buyer_key=new_key)
