"""The safety share of before: it goes where nobody set it, and stays where a person chose it or let it stand."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from inventory.models import StockDay
from inventory.services import set_stock_day
from orders.services import create_shop

pytestmark = pytest.mark.django_db
module = importlib.import_module("inventory.migrations.0012_lines_without_safety")


def set_day(name: str, **values: float) -> None:
    set_stock_day(actor=None, shop=StockDay.objects.get(shop__name=name).shop, values=values)


def test_only_a_share_that_nobody_set_is_gone():
    for name in ("Untouched", "Chosen", "Let stand", "Lowered"):
        StockDay.objects.create(shop=create_shop(actor=None, name=name), safety_share=0.4)
    set_day("Chosen", safety_share=0.2)
    set_day("Chosen", safety_share=0.4)
    set_day("Let stand", swap_minutes=40)
    set_day("Lowered", safety_share=0.1)
    module.without_safety(apps, SimpleNamespace(connection=connection))
    found = dict(StockDay.objects.values_list("shop__name", "safety_share"))
    assert found == {"Untouched": 0, "Chosen": 0.4, "Let stand": 0.4, "Lowered": 0.1}
