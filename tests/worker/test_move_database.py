"""The data move from SQLite to PostgreSQL by one command, and the numbers are the same there."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests import migrated
from tests.imports.samples import orders

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.worker


PLAN = """
import datetime as dt
from decimal import Decimal
from campaigns import services
from orders.models import Shop
start = dt.datetime(2026, 11, 10, 16, tzinfo=dt.UTC)
services.create_campaign(
    actor=None, name="Double 11", shops=[Shop.objects.get()], starts_at=start, ends_at=start + dt.timedelta(days=1),
    revenue_target_minor=10**8, conversion_target=Decimal("0.05"), order_value_target_minor=20_000,
)
"""
TOLD = """
from campaigns.models import Campaign, GatePoint, PlanPart
from campaigns.queries import target_slots
sale = Campaign.objects.get()
target = sum(slot.revenue_minor for slot in target_slots(campaign=sale))
print("told", GatePoint.objects.count(), PlanPart.objects.count(), target)
"""


@pytest.fixture
def empty_postgresql():
    """The address of an empty database on the server that stands for tests."""
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs PostgreSQL (TEST_POSTGRES_URL).")
        pytest.skip("no PostgreSQL stands for tests: TEST_POSTGRES_URL is not set")
    name = f"moved_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"{server.rsplit('/', 1)[0]}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(data_dir: Path, *words: str, url: str = "", code: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment |= {"DATA_DIR": str(data_dir), "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + (done.stderr if code else "")


def test_everything_moves_and_counts_the_same(tmp_path, empty_postgresql):
    data_dir = tmp_path / "data"
    file = tmp_path / "ExportOrderList202611111035.csv"
    file.write_bytes(orders(40))
    data_dir.mkdir(exist_ok=True)  # the fixture of every test has made it
    shutil.copyfile(migrated.sqlite_file(), data_dir / "promo.sqlite3")
    manage(data_dir, "import", str(file), "--shop", "Linen House")
    manage(data_dir, "shell", "-c", PLAN)
    before = manage(data_dir, "numbers", "--shop", "Linen House", "--json")
    assert '"paid_orders": ' in before
    planned = manage(data_dir, "shell", "-c", TOLD)

    assert "Moved." in manage(data_dir, "move_database", empty_postgresql)
    assert manage(data_dir, "numbers", "--shop", "Linen House", "--json", url=empty_postgresql) == before
    assert manage(data_dir, "shell", "-c", TOLD, url=empty_postgresql) == planned
    assert manage(data_dir, "shell", "-c", TOLD) == planned, "the old database was only read"

    again = manage(data_dir, "import", str(file), "--shop", "Linen House", "--json", url=empty_postgresql)
    assert '"inserted": 0' in again, "the facts and their claims are known there, and new rows get new numbers"
    assert "already holds data" in manage(data_dir, "move_database", empty_postgresql, code=1)
    assert "must be PostgreSQL" in manage(data_dir, "move_database", "sqlite:////tmp/other.sqlite3", code=1)
