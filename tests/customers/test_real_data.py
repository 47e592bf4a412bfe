"""Real buyers: a UK gift wholesaler's of a year, a CD shop's of eighteen months, each counted by pandas too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from django.db import transaction

from customers.models import Buyer, TierCause
from customers.queries.returning import returning, three_months_before
from customers.queries.tiers import tiers_of
from customers.rules.tiers import Facts, Sums, Way, decide, default_ladder
from customers.services import ask_run, mark_buyers, refill_buyers, run_tiers, save_tiers
from customers.services.tiers import ToldTier
from orders.claims import ORDER_FIELDS, ORDER_KEY, ROWS, ChunkClaims, Source
from orders.models import Shop
from orders.services import create_shop, load_chunk
from tests.imports.shared_files import real
from tests.sizes import look_at_rows

pytestmark = [pytest.mark.django_db, pytest.mark.shared]


def load(shop: Shop, orders: pd.DataFrame, at: datetime) -> None:
    """Bring orders (order_no, buyer_key, paid_at in UTC, total_minor, refund_minor, units) in, and make the buyers."""
    orders = orders.sort_values("order_no")
    told = {name: pa.array(orders[name], kind) for name, kind in ORDER_FIELDS.items() if name in orders}
    table = pa.table(
        {"order_no": pa.array(orders["order_no"], ORDER_KEY["order_no"]), **told, "rows": pa.array(np.ones(len(orders)), ROWS)}
    )
    for start in range(0, table.num_rows, 20_000):
        chunk = ChunkClaims(orders=table.slice(start, 20_000))
        with transaction.atomic():
            mark_buyers(shop=shop, touched=load_chunk(shop=shop, source=Source(1, "a" * 64), chunk=chunk))
    refill_buyers(shop=shop, at=at)
    look_at_rows()


def counted(orders: pd.DataFrame) -> pd.DataFrame:
    """Count the buyers with pandas."""
    orders = orders.assign(refunded=orders["refund_minor"] > 0)
    return orders.groupby("buyer_key").agg(
        orders_count=("order_no", "size"),
        paid_minor=("total_minor", "sum"),
        refund_minor=("refund_minor", "sum"),
        refunded_count=("refunded", "sum"),
        first_paid_at=("paid_at", "min"),
        last_paid_at=("paid_at", "max"),
    )


def assert_equal(shop: Shop, wanted: pd.DataFrame) -> None:
    rows = {row.buyer_key: row for row in Buyer.objects.filter(shop=shop)}
    assert set(rows) == set(wanted.index)
    for key, row in wanted.iterrows():
        buyer = rows[key]
        for name in ("orders_count", "paid_minor", "refund_minor", "refunded_count"):
            assert getattr(buyer, name) == row[name], (key, name)
        assert (buyer.first_paid_at, buyer.last_paid_at) == (row["first_paid_at"], row["last_paid_at"]), key
        assert buyer.net_minor == row["paid_minor"] - row["refund_minor"]


@pytest.fixture
def wholesale() -> pd.DataFrame:
    """One row an invoice with a customer; a cancellation counts as refund of the customer's last invoice before it."""
    lines = pd.read_parquet(real("online_retail_II.parquet"))
    lines = lines.dropna(subset=["Customer ID"])
    lines["minor"] = (lines["Quantity"] * lines["Price"] * 100).round().astype("int64")
    lines["buyer_key"] = lines["Customer ID"].astype(float).astype(int).astype(str)
    is_back = lines["Invoice"].astype(str).str.startswith("C")
    sold = lines[~is_back & (lines["Quantity"] > 0)]
    orders = sold.groupby(lines["Invoice"].astype(str)).agg(
        buyer_key=("buyer_key", "first"), at=("InvoiceDate", "min"), total_minor=("minor", "sum"), units=("Quantity", "sum")
    )
    orders = orders.rename_axis("order_no").reset_index().sort_values(["at", "order_no"])
    back = (
        lines[is_back]
        .groupby(lines["Invoice"].astype(str))
        .agg(buyer_key=("buyer_key", "first"), at=("InvoiceDate", "min"), back=("minor", "sum"))
    )
    back = back.sort_values("at").reset_index(drop=True)
    for frame in (orders, back):
        frame["at"] = pd.to_datetime(frame["at"]).astype("datetime64[s]")
    met = pd.merge_asof(back, orders[["at", "buyer_key", "order_no"]], on="at", by="buyer_key").dropna(subset=["order_no"])
    refunds = (-met.groupby("order_no")["back"].sum()).clip(lower=0)
    orders["refund_minor"] = orders["order_no"].map(refunds).fillna(0).astype("int64")
    orders["paid_at"] = orders["at"].dt.tz_localize("Europe/London").dt.tz_convert("UTC")
    return orders.drop(columns="at")


def test_the_wholesaler(wholesale: pd.DataFrame) -> None:
    at = datetime(2010, 12, 10, tzinfo=UTC)
    shop = create_shop(actor=None, name="Gifts", currency="GBP", time_zone="Europe/London")
    load(shop, wholesale, at)
    wanted = counted(wholesale)
    assert 4_000 < len(wanted) < 4_500
    assert_equal(shop, wanted)
    ladder = default_ladder("GBP")
    names = {"new": "New", "regular": "Regular", "silver": "Silver", "gold": "Gold"}
    for buyer in Buyer.objects.filter(shop=shop).select_related("tier"):
        row = wanted.loc[buyer.buyer_key]
        sums = Sums(int(row["orders_count"]), int(row["paid_minor"] - row["refund_minor"]), int(row["refunded_count"]))
        found = decide(ladder, Facts(sums, row["last_paid_at"].to_pydatetime()), at)
        assert str(buyer.tier) == names[ladder[found.step].name]
    shares = [each.share for each in returning(shop, [date(2010, 11, day) for day in range(1, 31)]) if each.old]
    assert shares
    assert_returning(shop, wholesale, date(2010, 11, 25))


def assert_returning(shop: Shop, orders: pd.DataFrame, day: date) -> None:
    """Hold one day's old buyers to a count with pandas."""
    days = orders.assign(day=orders["paid_at"].dt.tz_convert(ZoneInfo(shop.time_zone)).dt.date)
    first = days.groupby("buyer_key")["day"].min()
    on_day = set(days.loc[days["day"] == day, "buyer_key"])
    since = three_months_before(day)
    before = set(days.loc[(days["day"] >= since) & (days["day"] < day), "buyer_key"])
    old = {key for key in on_day if first[key] < day}
    won = {key for key in old if first[key] >= since}
    (found,) = returning(shop, [day])
    assert (found.new, found.old, found.won) == (len(on_day - old), len(old), len(won))
    assert found.came_back == len((old - won) & before)


def test_the_cd_shop_by_recency() -> None:
    """Tiers by recency alone: gold in the last 90 days, silver in the last 270, else the lowest."""
    table = pd.read_csv(
        real("cdnow_sample.txt"),
        sep=r"\s+",
        header=None,
        names=["all", "buyer", "day", "units", "dollars"],
        dtype={"buyer": str, "day": str},
    )
    orders = pd.DataFrame(
        {
            "order_no": [f"{number:06}" for number in range(len(table))],
            "buyer_key": table["buyer"],
            "paid_at": pd.to_datetime(table["day"], format="%Y%m%d").astype("datetime64[s]").dt.tz_localize("UTC"),
            "total_minor": (table["dollars"] * 100).round().astype("int64"),
            "refund_minor": 0,
            "units": table["units"],
        }
    )
    at = datetime(1998, 7, 1, tzinfo=UTC)
    shop = create_shop(actor=None, name="CDs", currency="USD", time_zone="UTC")
    load(shop, orders, at)
    wanted = counted(orders)
    assert len(wanted) == 2_357
    assert_equal(shop, wanted)
    told = [ToldTier("Cold"), ToldTier("Warm", (Way(recent_days=270),)), ToldTier("Hot", (Way(recent_days=90),))]
    save_tiers(actor=None, shop=shop, told=told, at=at)
    run_tiers(run_id=ask_run(shop=shop, cause=TierCause.RULES, at=at).pk, now=at)
    age = at - wanted["last_paid_at"]
    hot, warm = int((age <= timedelta(days=90)).sum()), int((age <= timedelta(days=270)).sum())
    counts = [Buyer.objects.filter(tier=tier).count() for tier in tiers_of(shop)]
    assert counts == [len(wanted) - warm, warm - hot, hot]
