"""The safety share of before: it goes where nobody set it, and stays where a person chose it or let it stand."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.services import record
from inventory.models import StockDay
from inventory.services import set_stock_day
from orders.services import create_shop

pytestmark = pytest.mark.django_db
module = importlib.import_module("inventory.migrations.0014_safety_set_by_hand")


def run(**shares: float) -> dict[str, float]:
    """Give back what was set by hand, and return the share of each shop."""
    for name, share in shares.items():
        StockDay.objects.filter(shop__name=name).update(safety_share=share)

    class Editor:
        def __init__(self) -> None:
            self.connection = connection

    module.give_back(apps, Editor())
    return dict(StockDay.objects.values_list("shop__name", "safety_share"))


@pytest.fixture
def ran():
    """The moment 0012 ran, put an hour ahead: what the tests write is before it."""
    row = MigrationRecorder(connection).migration_qs.get(app="inventory", name="0012_lines_without_safety")
    row.applied += timedelta(days=36_500)
    row.save()
    return row


@pytest.fixture
def days(db):
    for name in ("Untouched", "Chosen", "Let stand", "Lowered"):
        StockDay.objects.create(shop=create_shop(actor=None, name=name), safety_share=0.4)


def set_day(name: str, **values: float) -> None:
    set_stock_day(actor=None, shop=StockDay.objects.get(shop__name=name).shop, values=values)


def test_only_a_share_that_nobody_set_is_gone(days, ran):
    set_day("Chosen", safety_share=0.2)
    set_day("Chosen", safety_share=0.4)
    set_day("Let stand", swap_minutes=40)
    set_day("Lowered", safety_share=0.1)
    found = run(Untouched=0, Chosen=0, **{"Let stand": 0})
    assert found == {"Untouched": 0, "Chosen": 0.4, "Let stand": 0.4, "Lowered": 0.1}


def test_what_was_set_after_it_was_taken_away_has_the_last_word(days, ran):
    set_day("Chosen", swap_minutes=40)
    ran.applied -= timedelta(days=36_500)
    ran.applied = ran.applied.replace(year=2020)
    ran.save()
    assert run(Chosen=0)["Chosen"] == 0, "all that is told was told to the new lines"


def test_where_it_never_ran_nothing_changes(days, ran):
    ran.delete()
    record(actor=None, action="stock.set_day", target="Chosen", after={"swap_minutes": 40})
    assert run(Chosen=0)["Chosen"] == 0
