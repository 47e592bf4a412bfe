"""Lists that are longer than a page: the tier map and the three lists of differences, each with pages of its own."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from inventory.models import Product, ProductFigures, StockLevel, TierTerms
from inventory.views.differences import ROWS as DIFFER_ROWS
from inventory.views.tier_map import ROWS as MAP_ROWS
from orders.models import Shop
from orders.services import create_shop

pytestmark = pytest.mark.django_db
DIFFER, MAP = "/products/stock/differences/", "/products/tiers/map/"
BEYOND = 5


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


@pytest.fixture
def shop(db) -> Shop:
    return create_shop(actor=None, name="Coat House")


def goods(shop: Shop, count: int, prefix: str) -> list[str]:
    skus = [f"{prefix}{number:03}" for number in range(count)]
    Product.objects.bulk_create(Product(shop=shop, sku=sku, title=f"Coat {sku}", list_price_minor=9_900) for sku in skus)
    return skus


def links(answer, name: str) -> str:
    """Return the part of a page that leads on in one of its lists."""
    return "".join(part for part in answer.content.decode().split("<a ") if f"{name}=" in part.split(">")[0])


class TestTheTierMap:
    @pytest.fixture
    def judged(self, shop):
        now = timezone.now()
        rows = [
            ProductFigures(
                shop=shop, sku=sku, orders=9, units=9, revenue_minor=1_000_000 - 1_000 * place, price_minor=9_900,
                margin_bp=4_000, counted_at=now, proposal="ABC"[place % 3],
            )
            for place, sku in enumerate(goods(shop, MAP_ROWS + BEYOND, "M"))
        ]  # fmt: skip
        ProductFigures.objects.bulk_create(rows)
        TierTerms.objects.create(shop=shop, counted_at=now)
        return shop

    def test_every_product_stands_on_one_page_and_all_are_on_the_picture(self, ops, judged):
        first, second = ops.get(MAP), ops.get(MAP, {"page": 2})
        shown = [[point.sku for point in answer.context["points"]] for answer in (first, second)]
        assert [len(part) for part in shown] == [MAP_ROWS, BEYOND]
        assert [*shown[0], *shown[1]] == [point.sku for point in first.context["page"].points]
        assert sum(len(trace["x"]) for trace in second.context["figure"]["data"]) == MAP_ROWS + BEYOND

    def test_the_pages_lead_to_each_other(self, ops, judged):
        assert f"?shop={judged.pk}&amp;page=2#numbers" in links(ops.get(MAP), "page")
        back = links(ops.get(MAP, {"page": 2}), "page")
        assert f"?shop={judged.pk}&amp;page=1#numbers" in back
        assert "page=3" not in back
        assert ops.get(MAP, {"page": "x"}).context["points"].number == 1

    def test_a_map_of_one_page_offers_no_other(self, ops, judged):
        ProductFigures.objects.filter(sku__gt="M009").delete()
        assert "page=" not in links(ops.get(MAP), "page")


class TestDifferences:
    @pytest.fixture
    def counted(self, shop):
        """More products listed with too many than a page holds, and more on the shelf that are not listed."""
        now = timezone.now()
        off, hidden = goods(shop, DIFFER_ROWS + BEYOND, "L"), goods(shop, DIFFER_ROWS + 2, "H")
        levels = [
            StockLevel(shop=shop, sku=sku, on_hand=3, available=3, listed=4 + place, listed_at=now, refreshed_at=now)
            for place, sku in enumerate(off)
        ]
        levels += [StockLevel(shop=shop, sku=sku, on_hand=9, available=9, listed=0, refreshed_at=now) for sku in hidden]
        StockLevel.objects.bulk_create(levels)
        return shop

    def test_each_list_has_pages_of_its_own(self, ops, counted):
        page = ops.get(DIFFER)
        whole = page.context["off"].paginator.count
        assert len(page.context["off"].object_list) == DIFFER_ROWS < whole
        assert len(page.context["hidden"].object_list) == DIFFER_ROWS < page.context["hidden_count"]
        onward = ops.get(DIFFER, {"hidden": 2})
        assert [row.level.sku for row in onward.context["off"]] == [row.level.sku for row in page.context["off"]]
        assert len(onward.context["hidden"].object_list) == 2

    def test_what_the_first_line_says_counts_all_pages(self, ops, counted):
        first, last = ops.get(DIFFER).context, ops.get(DIFFER, {"page": 2}).context
        assert first["too_many"] == last["too_many"] == DIFFER_ROWS + BEYOND
        assert first["too_many_units"] == sum(1 + place for place in range(DIFFER_ROWS + BEYOND))
        seen = {row.level.sku for answer in (first, last) for row in answer["off"]}
        assert {f"L{place:03}" for place in range(DIFFER_ROWS + BEYOND)} <= seen

    def test_the_links_keep_the_shop_and_lead_to_their_list(self, ops, counted):
        answer = ops.get(DIFFER)
        assert f"?shop={counted.pk}&amp;page=2#" in links(answer, "page")
        assert f"?shop={counted.pk}&amp;hidden=2#" in links(answer, "hidden")
        assert "missing=" not in links(answer, "missing")

    def test_the_file_has_every_row(self, ops, counted):
        lines = ops.get(DIFFER + "export/", {"list": "hidden"}).content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + DIFFER_ROWS + 2
