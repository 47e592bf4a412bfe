"""The tiers of a real shop: a year of a British wholesaler, 4,000 products, no costs."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from inventory.models import ProductFigures, TierTerms
from inventory.queries.tiers import tiers_beside_volume
from inventory.services import retier, set_terms
from orders.models import Shop
from tests.journeys.test_real_files import run
from tests.sizes import look_at_rows

DATA = Path(os.environ.get("SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared/data")
pytestmark = [pytest.mark.shared, pytest.mark.django_db]
NOW = datetime(2010, 12, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _needs_the_files():
    if not DATA.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs the folder of real files beside the project.")
        pytest.skip("the folder of real files is not beside the project")


def test_tiers_of_four_thousand_products_equal_a_plain_count():
    words = ["order_no=Invoice", "sku=StockCode", "title=Description", "line_units=Quantity", "placed_at=InvoiceDate"]
    run(
        "import", DATA / "online_retail_II.parquet", "--shop", "UK", "--create-shop", "--currency", "GBP",
        "--time-zone", "Europe/London", "--kind", "lines", "--mapping", *words, "price_minor=Price", "buyer=Customer ID",
    )  # fmt: skip
    shop = Shop.objects.get()
    look_at_rows()
    set_terms(actor=None, shop=shop, window_days=374)
    assert retier(shop=shop, at=NOW) > 4_000
    found = TierTerms.objects.get().findings
    assert found["costed"] == 0, "nobody told a cost, so none is guessed"
    assert not ProductFigures.objects.exclude(margin_bp=None).exists()
    counted = {tier: ProductFigures.objects.filter(proposal=tier).count() for tier in "ABC"}
    assert all(count > 900 for count in counted.values()), counted
    table = tiers_beside_volume(shop)
    assert table["A"]["C"] > 100, "products that bring buyers without bringing revenue: what the volume does not see"
    assert sum(sum(cells.values()) for cells in table.values()) == found["sold"]

    lines = pd.read_parquet(DATA / "online_retail_II.parquet")
    lines["Invoice"] = lines["Invoice"].astype(str)
    paid = lines[~lines["Invoice"].str.startswith("C") & (lines["Quantity"] > 0) & (lines["Price"] > 0)]
    for sku in ("21212", "84077", "22952"):
        orders = paid[paid["StockCode"].astype(str) == sku]["Invoice"].nunique()
        assert ProductFigures.objects.get(sku=sku).orders == orders
