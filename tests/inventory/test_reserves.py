"""A reserve is kept once and released once, whole or in part, however many press at the same moment."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import AuditEntry
from inventory.models import Reserve, StockLevel
from inventory.services import Counted, ReserveError, keep_reserve, release_reserve, tell_counts
from orders.models import Shop
from orders.services import create_shop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shop(db: None) -> Shop:
    shop = create_shop(actor=None, name="Lamp House")
    tell_counts(actor=None, shop=shop, counts=[Counted("A1", 100)])
    return shop


def level() -> tuple[int, int]:
    return StockLevel.objects.values_list("reserve", "available").get()


def test_a_reserve_is_taken_off_what_may_be_sold_and_given_back_whole(shop: Shop, person) -> None:
    made = keep_reserve(actor=person(), shop=shop, sku="A1", units=30, campaign_no=7)
    assert level() == (30, 70)
    with pytest.raises(ReserveError) as wrong:
        keep_reserve(actor=None, shop=shop, sku="A1", units=1)
    assert wrong.value.code == "kept"
    assert release_reserve(reserve=made, actor=person(), reason="ahead of the target") is None
    assert level() == (0, 100)
    with pytest.raises(ReserveError) as wrong:
        release_reserve(reserve=made, actor=person(), reason="again")
    assert wrong.value.code == "released"
    assert list(AuditEntry.objects.filter(action__startswith="reserve").values_list("action", flat=True)) == [
        "reserve.release", "reserve.keep"
    ]  # fmt: skip


def test_a_part_leaves_the_rest_as_a_new_open_reserve(shop: Shop, person) -> None:
    made = keep_reserve(actor=person(), shop=shop, sku="A1", units=30, campaign_no=7)
    rest = release_reserve(reserve=made, actor=person(), units=12, reason="a little")
    assert rest is not None
    assert (made.released_units, rest.units, rest.campaign_no, rest.released_at) == (12, 18, 7, None)
    assert level() == (18, 82)


@pytest.mark.parametrize(("units", "code"), [(0, "much"), (31, "much")])
def test_more_than_is_kept_back_or_nothing_is_refused(shop: Shop, units: int, code: str) -> None:
    made = keep_reserve(actor=None, shop=shop, sku="A1", units=30)
    with pytest.raises(ReserveError) as wrong:
        release_reserve(reserve=made, actor=None, units=units, reason="x")
    assert (wrong.value.code, level()) == (code, (30, 70))
    with pytest.raises(ReserveError) as wrong:
        release_reserve(reserve=made, actor=None, reason=" ")
    assert wrong.value.code == "reason"
    with pytest.raises(ReserveError) as wrong:
        keep_reserve(actor=None, shop=shop, sku="A2", units=0)
    assert wrong.value.code == "units"


PRESS = """
import pathlib, sys, time
import django
django.setup()
from inventory.models import Reserve
from inventory.services import ReserveError, release_reserve
number, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
mine = Reserve.objects.get(pk=number)
(folder / f"ready{sys.argv[3]}").touch()
while not (folder / "go").exists():
    time.sleep(0.005)
try:
    release_reserve(reserve=mine, actor=None, units=10, reason="ahead")
    print("done")
except ReserveError as wrong:
    print(wrong.code)
"""
PEOPLE = 4


def database_for_others(folder: Path) -> str:
    """Name the test's database so that other processes reach it; one in memory is written to a file for them."""
    told = connection.settings_dict
    if connection.vendor == "postgresql":
        return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    file = folder / "others.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as other:
        connection.connection.backup(other)
    return f"sqlite:///{file}"


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_that_release_at_once_one_does(tmp_path: Path) -> None:
    shop = create_shop(actor=None, name="Lamp House")
    tell_counts(actor=None, shop=shop, counts=[Counted("A1", 100)])
    made = keep_reserve(actor=None, shop=shop, sku="A1", units=30)
    url = database_for_others(tmp_path)
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "promo_planner.settings",
    }
    people = [
        subprocess.Popen(
            [sys.executable, "-c", PRESS, str(made.pk), str(tmp_path), str(number)], env=environment, cwd=ROOT, text=True,
            stdout=subprocess.PIPE,
        )
        for number in range(PEOPLE)
    ]  # fmt: skip
    until = time.monotonic() + 60
    while len(list(tmp_path.glob("ready*"))) < PEOPLE and time.monotonic() < until:
        time.sleep(0.02)
    (tmp_path / "go").touch()
    assert sorted(one.communicate(timeout=60)[0].strip() for one in people) == ["done", *["released"] * (PEOPLE - 1)]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "others.sqlite3")) as other:
            assert other.execute("SELECT reserve, available FROM inventory_stocklevel").fetchall() == [(20, 80)]
            assert other.execute("SELECT SUM(released_units) FROM inventory_reserve").fetchone() == (10,)
    else:
        assert level() == (20, 80)
        assert sum(Reserve.objects.values_list("released_units", flat=True)) == 10
