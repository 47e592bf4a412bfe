"""The stock of a sale, by the pages alone, from the product list to the count afterwards.

Products come in, a tier is locked, stock is counted, a buffer worked out; the sale runs, the cockpit warns, the substitute goes
in, the ads are stopped, the reserve is released; afterwards everything is counted again.
"""

import datetime as dt

import pytest
import time_machine

from accounts.roles import Role
from campaigns.models import Campaign
from imports.tasks import fill_numbers
from inventory.models import Buffer, Product, Reserve, RunOut, StockLevel
from orders.models import Shop
from tests.conftest import ClientAs
from tests.imports.pages import imported
from tests.reader import Page, Reader

pytestmark = pytest.mark.django_db
BEIJING = dt.timezone(dt.timedelta(hours=8))
MORNING = dt.datetime(2026, 11, 9, 10, 0, tzinfo=BEIJING)
OPENING = dt.datetime(2026, 11, 11, 0, 0, tzinfo=BEIJING)
ALERT = OPENING + dt.timedelta(hours=10, minutes=40)
EVENING = OPENING + dt.timedelta(hours=23)
PRODUCTS = """SKU,Title,Category,Cost,List price,Supplier,Status
COAT,"Coat, oat",coats,90.00,299.00,North Mill,on sale
ROBE,"Robe, oat",coats,60.00,259.00,North Mill,on sale
SOCK,Wool sock,socks,6.00,29.00,North Mill,on sale
"""
STOCK = """SKU,Title,Place,On hand,Listed
COAT,"Coat, oat",main,700,700
ROBE,"Robe, oat",main,1200,1200
SOCK,Wool sock,main,5000,5000
"""
Order = tuple[dt.datetime, str, int]


def orders_file(orders: list[Order], prefix: str) -> bytes:
    """Write orders as our own template has them, shipped at once."""
    rows = ["Order number,Line number,Placed at,Paid at,Shipped at,Order state,SKU,Product,Units,Line amount"]
    for number, (at, sku, units) in enumerate(sorted(orders)):
        time = f"{at:%Y-%m-%d %H:%M:%S}"
        rows.append(f"{prefix}{number:05},1,{time},{time},{time},shipped,{sku},{sku},{units},{units * 199}.00")
    return "\n".join(rows).encode()


def spread(sku: str, *, start: dt.datetime, end: dt.datetime, orders: int, units: int = 1) -> list[Order]:
    """Spread orders evenly over a time."""
    return [(start + (end - start) * (number + 0.5) / orders, sku, units) for number in range(orders)]


def bring(reader: Reader, name: str, content: bytes) -> None:
    """Bring a file in through the pages, and do what a worker does afterwards."""
    job = imported(reader.client, name, content)
    assert job.state == "done", job.error
    fill_numbers(shop_id=job.shop_id)


def count(reader: Reader, page: Page, **units: int) -> Page:
    """Count SKUs in a stocktake, one after the other, as with a scanner."""
    for sku, pieces in units.items():
        page = reader.press(page, "count/save/", sku=sku, units=str(pieces))
    return page


def stocktake(reader: Reader, occasion: str, sale: Campaign, **units: int) -> None:
    """Open a stocktake, count, close it."""
    told = {"name": f"{occasion} the sale", "occasion": occasion, "place": "main", "campaign_no": str(sale.pk)}
    page = reader.press(reader.open("/products/stocktakes/"), "open/", **told)
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    counted = count(reader, reader.open(f"/products/stocktakes/{number}/count/"), **units)
    assert counted.status == 200
    closed = reader.press(reader.open(f"/products/stocktakes/{number}/"), "close/")
    assert "Closed" in closed.text


@pytest.fixture
def manager(client_as: ClientAs, clock: time_machine.Traveller) -> Reader:
    """An operations manager two days before the sale."""
    clock.move_to(MORNING)
    reader = Reader(client_as(Role.OPERATIONS, first_name="Lin", last_name="Yue"))
    told = {"name": "Oat House", "platform": "taobao", "currency": "CNY", "time_zone": "Asia/Shanghai"}
    assert reader.client.post("/imports/shop/", told).status_code == 302
    return reader


def test_the_stock_of_a_sale(manager: Reader, client_as: ClientAs, clock: time_machine.Traveller) -> None:
    shop = Shop.objects.get()

    # Products come in by a list; last month's orders tell how they sell.
    bring(manager, "products.csv", PRODUCTS.encode())
    assert Product.objects.count() == 3
    past: list[Order] = []
    for day in range(1, 15):
        start = MORNING - dt.timedelta(days=day)
        for sku, orders in (("COAT", 30), ("ROBE", 10), ("SOCK", 20)):
            past += spread(sku, start=start, end=start + dt.timedelta(hours=12), orders=orders)
    bring(manager, "orders-20261109095900.csv", orders_file(past, "P"))

    # The coat is locked as what draws traffic; the robe stands in for it.
    page = manager.press(manager.open("/products/"), "save/", **{"tier.COAT": "A"})
    coat = Product.objects.get(sku="COAT")
    assert (coat.tier, coat.tier_locked) == ("A", True)
    page = manager.open(f"/products/substitutes/one/?shop={shop.pk}&sku=COAT")
    add = next(form for form in page.forms if form.action.endswith("add/"))
    page = manager.send(page, add, **({"other": "ROBE"} if "other" in add.names else {}))
    assert "Robe, oat" in page.text

    # The sale is planned; the stock list comes in; the shelves are counted before the sale.
    page = manager.open("/campaigns/begin/")
    page = manager.open(next(href for _words, href in page.links if href.endswith("occasion=double_11")))
    figures = {"revenue": "300,000", "conversion": "5", "order_value": "200"}
    manager.press(page, "", button="Plan the sale", name="Double 11", shops=[str(shop.pk)], **figures)
    sale = Campaign.objects.get()
    bring(manager, "stock.csv", STOCK.encode())
    stocktake(manager, "before", sale, COAT=700, ROBE=1_200, SOCK=5_000)
    assert "No stock is known yet" not in manager.open("/board/stock/").headline

    # Buffers are worked out from the plan; of the coat so many are held, and a part is kept back as reserve.
    page = manager.press(manager.open(f"/campaigns/{sale.pk}/buffers/"), "buffers/reckon/")
    held = Buffer.objects.get(sku="COAT", campaign_no=sale.pk)
    assert held.expected > 0
    page = manager.open(f"/board/stock/one/?shop={shop.pk}&sku=COAT")
    page = manager.press(page, "keep/", **{"keep-units": "150", "keep-reason": "for the evening"})
    assert "150 pieces are kept back" in page.text
    assert StockLevel.objects.get(sku="COAT").available == 550

    # The sale runs; at twenty to eleven the orders of the morning come in and the cockpit warns.
    clock.move_to(ALERT)
    hours = dt.timedelta(hours=1)
    sold = spread("COAT", start=OPENING, end=ALERT - 2 * hours, orders=180)
    sold += spread("COAT", start=ALERT - 2 * hours, end=ALERT, orders=240)
    sold += spread("ROBE", start=OPENING, end=ALERT, orders=60) + spread("SOCK", start=OPENING, end=ALERT, orders=90)
    bring(manager, "orders-20261111104000.csv", orders_file(sold, "S"))
    page = manager.open("/board/stock/")
    assert page.headline.startswith("Coat, oat is gone in "), page.headline
    assert "its substitute has 1,140" in page.headline
    coat_row = RunOut.objects.get(sku="COAT")
    assert (coat_row.state, coat_row.pieces) == ("alert", 130)
    assert "below its line" in page.text

    # The substitute goes in, the ads stop by a task, the reserve is released with a reason; each once.
    page = manager.press(page, "swap-in/")
    assert "its substitute is in with 1,140" in page.headline
    page = manager.press(page, "stop-ads/")
    assert "ads: task set" in page.text
    assert "Stop the ads for Coat, oat" in manager.open(f"/campaigns/{sale.pk}/tasks/?view=list").text
    before = coat_row.goes_minute
    page = manager.open(f"/board/stock/one/?shop={shop.pk}&sku=COAT")
    page = manager.press(page, "release/", expect=422)
    page = manager.press(page, "release/", **{"release-reason": "ahead of target"})
    assert "150 pieces are released" in page.text
    assert RunOut.objects.get(sku="COAT").goes_minute > before + 40
    assert Reserve.objects.get(sku="COAT").released_units == 150
    boss = Reader(client_as(Role.BOSS))
    assert "ahead of target" in boss.open("/audit/").text

    # More was sold than there was: it stands with its orders, and the file can be taken home.
    clock.move_to(EVENING)
    late = [(EVENING - dt.timedelta(minutes=minute), "COAT", 3) for minute in range(1, 101)]
    waiting = orders_file(late, "L").replace(b"shipped", b"paid").decode().split("\n")
    cells = [line.split(",") for line in waiting[1:]]
    paid = [waiting[0], *(",".join([*row[:4], "", *row[5:]]) for row in cells)]
    bring(manager, "orders-20261111230000.csv", "\n".join(paid).encode())
    page = manager.open("/board/stock/oversold/")
    assert page.headline == "20 pieces are sold and not there, of 1 product."
    assert "100 orders, 100 paid" in page.text
    assert b"COAT" in manager.client.get("/board/stock/oversold/export.csv").content

    # After the sale everything is counted again: five robes are missing, and the page says so.
    clock.move_to(EVENING + 10 * hours)
    stocktake(manager, "after", sale, COAT=280, ROBE=1_135, SOCK=4_910)
    page = manager.open(f"/products/stock/differences/?shop={shop.pk}")
    assert "ROBE" in page.html
    assert "5" in page.text
