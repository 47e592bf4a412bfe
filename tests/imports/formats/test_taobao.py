from imports.formats.registry import by_key
from orders.states import OrderState, RefundState
from tests.imports.formats.tables import LATER, NOON, derived

ORDERS = by_key("taobao_orders")
REPORT = by_key("tmall_report")
LINES = by_key("taobao_lines")
ITEMS = by_key("taobao_items")


def test_the_report_is_gross_although_its_paid_column_is_net():
    done = derived(
        REPORT,
        order_no=["1", "2", "3", "4"],
        total_minor=[17880, 2100, 10000, 5000],
        net_minor=[0, 2100, 8000, 0],
        refund_minor=[17880, 0, 2000, 0],
        placed_at=[NOON] * 4,
        paid_at=[LATER, LATER, LATER, None],
    )
    assert done["total_minor"] == [17880, 2100, 10000, 5000]
    assert done["refund_minor"] == [17880, 0, 2000, 0]
    assert done["state"] == [OrderState.CLOSED_REFUNDED, OrderState.PAID, OrderState.PAID, OrderState.UNPAID]
    assert done["refund_state"] == [RefundState.FULL, RefundState.NONE, RefundState.PARTIAL, RefundState.NONE]


def test_closed_is_read_with_the_payment():
    done = derived(
        ORDERS,
        order_no=["1", "2", "3"],
        state_words=["买家已付款，等待卖家发货", "交易关闭", "交易关闭"],
        total_minor=[59800, 12000, 9900],
        net_minor=[59800, 0, 0],
        refund_minor=[0, 12000, 0],
        placed_at=[NOON] * 3,
        paid_at=[LATER, LATER, None],
        address=["浙江省 杭州市 滨江区 某路", "内蒙古自治区 呼和浩特市 某路", "上海 上海市 某路"],
    )
    assert done["state"] == [OrderState.PAID, OrderState.CLOSED_REFUNDED, OrderState.CLOSED_UNPAID]
    assert done["refund_minor"] == [0, 12000, 0]
    assert done["province"] == ["浙江", "内蒙古", "上海"]
    assert done["city"] == ["杭州市", "呼和浩特市", "上海市"]
    assert "address" not in done


def test_a_list_of_2016_tells_no_refund_amount_so_closed_after_payment_is_all_of_it():
    done = derived(
        ORDERS,
        order_no=["1", "2"],
        state_words=["交易关闭", "交易成功"],
        total_minor=[12000, 700],
        placed_at=[NOON] * 2,
        paid_at=[LATER] * 2,
    )
    assert done["refund_minor"] == [12000, 0]
    assert done["refund_state"] == [RefundState.FULL, RefundState.NONE]


def test_a_short_sheet_of_2026_says_nothing_of_refunds_and_counts_at_its_placing():
    done = derived(
        ORDERS,
        order_no=["1", "2"],
        state_words=["买家已付款,等待卖家发货", "等待买家付款"],
        goods_minor=[210480, 100],
        freight_minor=[1000, 0],
        placed_at=[NOON] * 2,
    )
    assert done["total_minor"] == [211480, 100]
    assert done["paid_at"] == [NOON, None]
    assert "refund_minor" not in done
    assert "refund_state" not in done


def test_an_amount_paid_alone_is_net_and_the_refund_is_added():
    done = derived(
        ORDERS, order_no=["1"], state_words=["交易成功"], net_minor=[8000], refund_minor=[2000], placed_at=[NOON], paid_at=[NOON]
    )
    assert done["total_minor"] == [10000]


def test_an_unknown_word_is_held():
    done = derived(ORDERS, order_no=["1"], state_words=["神秘状态"], total_minor=[1], placed_at=[NOON], paid_at=[NOON])
    assert done["state"] == [OrderState.HELD]


def test_a_deposit_is_no_payment():
    done = derived(
        ORDERS,
        order_no=["1", "2"],
        state_words=["等待买家付款", "等待买家付款"],
        presale=["阶段1:交易状态买家已付款;阶段2:交易状态等待买家付款", None],
        total_minor=[20000, 20000],
        placed_at=[NOON] * 2,
        paid_at=[LATER, None],
    )
    assert done["state"] == [OrderState.DEPOSIT_PAID, OrderState.UNPAID]
    assert done["paid_at"] == [None, None]


def test_each_line_has_its_own_state_refund_and_gross_amount():
    done = derived(
        LINES,
        order_no=["M", "M"],
        line_no=["A", "B"],
        state_words=["买家已付款,等待卖家发货", "交易关闭"],
        refund_words=["没有申请退款", "退款成功"],
        line_amount_minor=[280000, 260000],
        line_refund_minor=[None, 260000],
        line_units=[1, 1],
        placed_at=[NOON] * 2,
    )
    assert done["line_paid_minor"] == [280000, 260000]
    assert done["line_refund_minor"] == [0, 260000]
    assert done["state"] == [OrderState.PAID, OrderState.CLOSED_REFUNDED]
    assert done["refund_state"] == [RefundState.NONE, RefundState.FULL]
    assert done["paid_at"] == [NOON, NOON]


def test_a_discount_returned_through_the_paid_amount_is_not_counted_twice():
    done = derived(
        LINES,
        order_no=["M"],
        line_no=["A"],
        line_amount_minor=[10000],
        line_net_minor=[9000],
        line_refund_minor=[1000],
        refund_words=["退款成功"],
        state_words=["交易成功"],
        line_units=[1],
        paid_at=[NOON],
    )
    assert done["line_paid_minor"] == [10000]
    assert done["line_refund_minor"] == [1000]
    assert done["refund_state"] == [RefundState.PARTIAL]


def test_a_refusal_gives_nothing_back_and_a_request_keeps_its_amount():
    done = derived(
        LINES,
        order_no=["M", "M"],
        line_no=["A", "B"],
        refund_words=["卖家拒绝退款", "买家已经申请退款，等待卖家同意"],
        state_words=["交易成功"] * 2,
        line_amount_minor=[500, 500],
        line_refund_minor=[500, 500],
        line_units=[1, 1],
        paid_at=[NOON] * 2,
    )
    assert done["line_refund_minor"] == [0, 500]
    assert done["refund_state"] == [RefundState.REJECTED, RefundState.REQUESTED]


def test_the_code_of_a_line_falls_back():
    done = derived(
        LINES, order_no=["M"] * 4, line_no=list("ABCD"), sku=["S", "", None, None], outer_sku=[None, "O", None, None],
        product_id=["7", "7", "7", None], variant=["红", "红", "红", None], title=["T"] * 4, line_units=[1] * 4,
    )  # fmt: skip
    assert done["sku"] == ["S", "O", "7|红", "T"]


def test_the_item_list_of_2019_speaks_of_goods_only():
    done = derived(ITEMS, order_no=["1"], sku=["S"], price_minor=[1990], line_units=[3], state_words=["交易成功"])
    assert done["line_paid_minor"] == [5970]
    assert "paid_at" not in done
    assert "line_refund_minor" not in done
