from imports.formats.base import Kind, Parse, Zone
from imports.formats.registry import mapped_format, recognise
from orders.states import OrderState, RefundState
from tests.imports.formats.tables import LATER, NOON, derived

WHOLESALER = {
    "order_no": "Invoice",
    "sku": "StockCode",
    "title": "Description",
    "line_units": "Quantity",
    "placed_at": "InvoiceDate",
    "price_minor": "Price",
    "buyer": "Customer ID",
}


def test_a_mapping_becomes_a_format():
    item = mapped_format("lines", {**WHOLESALER, "nonsense": "x", "paid_at": ""}, zone=Zone.UTC)
    assert item.kind is Kind.LINES
    assert {column.name for column in item.columns} == set(WHOLESALER)
    assert next(column for column in item.columns if column.name == "order_no").parse is Parse.ID
    assert item.line_by_ordinal
    assert not item.order_money_repeated
    assert item.zone is Zone.UTC


def test_a_wholesalers_lines_are_sales_paid_when_placed():
    done = derived(
        mapped_format(Kind.LINES, WHOLESALER), order_no=["489434", "489434"], sku=["85048", None], title=["LIGHTS", "POST"],
        line_units=[12, 1], price_minor=[695, 1800], placed_at=[NOON, NOON],
    )  # fmt: skip
    assert done["line_paid_minor"] == [8340, 1800]
    assert done["paid_at"] == [NOON, NOON]
    assert done["state"] == [OrderState.PAID, OrderState.PAID]
    assert done["sku"] == ["85048", "POST"]


def test_a_cancellation_is_a_refund_at_its_own_moment_and_no_order():
    done = derived(
        mapped_format(Kind.LINES, WHOLESALER), order_no=["C489449", "489450", "C489451"], sku=["A", "B", "C"], title=list("abc"),
        line_units=[-12, -10, 3], price_minor=[295, 0, 100], placed_at=[NOON, NOON, LATER],
    )  # fmt: skip
    assert done["line_refund_minor"] == [3540, 0, 0]
    assert done["line_paid_minor"] == [0, 0, 300]
    assert done["line_units"] == [0, -10, 3], "other negative rows are left for the checks"
    assert done["state"][0] == OrderState.CLOSED_REFUNDED
    assert done["refund_state"][0] == RefundState.FULL
    assert done["refund_requested_at"] == [NOON, None, None]
    assert done["paid_at"] == [None, NOON, LATER]
    assert done["placed_at"] == [None, NOON, LATER]


def test_states_of_any_platform_are_understood():
    item = mapped_format(Kind.ORDERS, {"order_no": "n", "total_minor": "t", "state_words": "s", "placed_at": "p"})
    done = derived(item, order_no=list("abcd"), total_minor=[100] * 4, placed_at=[NOON] * 4,
                   state_words=["Paid", "交易成功", "已取消", "whatever"])  # fmt: skip
    assert done["state"] == [OrderState.PAID, OrderState.COMPLETED, OrderState.CLOSED_UNPAID, OrderState.HELD]
    assert done["paid_at"] == [NOON, NOON, None, None]


def test_net_amounts_get_their_refund_added():
    mapping = {"order_no": "n", "net_minor": "t", "refund_minor": "r", "paid_at": "p"}
    columns = {"order_no": ["a"], "net_minor": [8000], "refund_minor": [2000], "paid_at": [NOON]}
    assert derived(mapped_format(Kind.ORDERS, mapping, net_of_refund=True), **columns)["total_minor"] == [10000]
    gross = derived(mapped_format(Kind.ORDERS, mapping), **columns)
    assert gross["total_minor"] == [8000]
    assert gross["placed_at"] == [NOON]


def test_an_order_amount_on_each_line_counts_once_and_is_split():
    mapping = {**WHOLESALER, "total_minor": "Total"}
    item = mapped_format(Kind.LINES, mapping)
    assert item.order_money_repeated
    done = derived(item, order_no=["a", "a"], sku=["x", "y"], line_units=[1, 2], price_minor=[100, 50], total_minor=[180, 180],
                   placed_at=[NOON] * 2)  # fmt: skip
    assert done["total_minor"] == [180, 180]
    assert done["line_amount_minor"] == [100, 100]
    assert "line_paid_minor" not in done
    assert done["order_state"] == [OrderState.PAID, OrderState.PAID]


def test_hours_of_traffic_are_mapped_too():
    item = mapped_format("traffic", {"date": "day", "hour": "h", "visitors": "people", "order_no": "x"})
    assert {column.name: column.parse for column in item.columns} == {
        "date": Parse.DATE,
        "hour": Parse.HOUR,
        "visitors": Parse.COUNT,
    }
    assert item.derive is None


def test_a_mapped_table_is_not_among_the_recognised():
    assert recognise(list(WHOLESALER.values())) is None
