"""What an earlier release has counted is counted again once, because it did not keep how many orders tell of their pieces."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

from metrics import services
from metrics.models import FillState, SalesSlot
from orders.models import Shop
from orders.services import load_chunk
from tests.metrics.naive import assert_sales_equal_facts
from tests.orders.claims import Export

pytestmark = pytest.mark.django_db


def test_every_hour_is_marked_and_mended(shop: Shop, sale: Export) -> None:
    with transaction.atomic():
        touched = load_chunk(shop=shop, source=sale.source, chunk=sale.chunk())
        services.record_changes(shop=shop, touched=touched)
    SalesSlot.objects.update(units_orders=0)
    import_module("metrics.migrations.0003_count_pieces").mark(apps, SimpleNamespace(connection=connection))
    assert FillState.objects.filter(rollup="sales").exists()
    services.refill(shop=shop)
    assert_sales_equal_facts(shop)
