from datetime import UTC, datetime

from imports.formats.registry import by_key
from orders.states import OrderState, RefundState
from tests.imports.formats.tables import LATER, NOON, derived


def test_jd_repeats_the_orders_money_and_tells_the_discount():
    done = derived(
        by_key("jd"),
        order_no=["J", "J", "K", "L"],
        sku=["A", None, "C", "D"],
        product_id=["1", "2", "3", "4"],
        goods_minor=[50000, 50000, 9900, 8800],
        total_minor=[45000, 45000, 9900, 8800],
        state_words=["完成", "完成", "取消", "(删除)等待付款"],
        placed_at=[NOON] * 4,
        paid_at=[LATER, LATER, LATER, None],
    )
    assert done["total_minor"] == [45000, 45000, 9900, 8800]
    assert done["shop_discount_minor"] == [5000, 5000, 0, 0]
    assert done["order_state"] == [
        OrderState.COMPLETED,
        OrderState.COMPLETED,
        OrderState.CLOSED_REFUNDED,
        OrderState.CLOSED_UNPAID,
    ]
    assert done["refund_minor"] == [0, 0, 9900, 0]
    assert done["order_refund_state"] == [RefundState.NONE, RefundState.NONE, RefundState.FULL, RefundState.NONE]
    assert done["sku"] == ["A", "2", "C", "D"]
    assert by_key("jd").order_money_repeated


def test_a_locked_jd_order_is_paid_and_asks_for_its_money():
    done = derived(
        by_key("jd"), order_no=["J"], goods_minor=[100], state_words=["锁定"], placed_at=[NOON], paid_at=[NOON], sku=["a"]
    )
    assert done["order_state"] == [OrderState.PAID]
    assert done["order_refund_state"] == [RefundState.REQUESTED]


def test_a_short_jd_list_is_a_list_of_sales():
    done = derived(by_key("jd"), order_no=["J"], goods_minor=[50000], placed_at=[NOON], product_id=["SKU-A"], title=["甲"])
    assert done["paid_at"] == [NOON]
    assert done["order_state"] == [OrderState.PAID]
    assert done["total_minor"] == [50000]
    assert "refund_minor" not in done


def test_pinduoduo_takes_what_the_buyer_pays():
    done = derived(
        by_key("pinduoduo"),
        order_no=["260531-607198974342268", "260517-607198974342268", "260607-400000294410900", "260607-1"],
        state_words=["已收货", "已收货", "未发货，退款成功", "待付款"],
        refund_words=["无售后或售后取消", "无售后或售后取消", "退款成功", "无售后或售后取消"],
        goods_minor=[1780, 1780, 1780, 300],
        freight_minor=[0, 0, 0, 0],
        total_minor=[1780, 1780, 16899, 300],
        line_units=[1, 2, 1, 3],
        deal_at=[NOON, None, NOON, None],
        sku=[None] * 4,
        style_id=[None] * 4,
        product_id=["754"] * 4,
        variant=["无规格"] * 4,
    )
    assert done["order_state"] == [OrderState.COMPLETED, OrderState.COMPLETED, OrderState.CLOSED_REFUNDED, OrderState.UNPAID]
    assert done["refund_minor"] == [0, 0, 16899, 0]
    assert done["line_paid_minor"] == [1780, 1780, 16899, 300]
    assert done["price_minor"] == [1780, 890, 1780, 100]
    midnight = datetime(2026, 5, 16, 16, 0, tzinfo=UTC)
    assert done["paid_at"] == [NOON, midnight, NOON, None]
    assert done["placed_at"][1] == midnight
    assert done["sku"][0] == "754|无规格"


def test_pinduoduo_keeps_an_unknown_part_unknown():
    done = derived(
        by_key("pinduoduo"), order_no=["260531-1"], state_words=["已收货"], refund_words=["部分退款成功"], total_minor=[1000],
        deal_at=[NOON], line_units=[1],
    )  # fmt: skip
    assert done["order_refund_state"] == [RefundState.PARTIAL]
    assert done["refund_minor"] == [0]


def test_douyin_closes_gifts_with_their_main_product():
    done = derived(
        by_key("douyin"),
        order_no=["1", "2", "2", "3", "4"],
        line_no=["1", "2", "29", "3", "4"],
        title=["辣丝丝", "辣丝丝", "赠品", "辣丝丝", "辣丝丝"],
        line_amount_minor=[2890, 2000, 0, 1590, 990],
        freight_minor=[200, 0, 0, 0, 0],
        state_words=["已完成", "已完成", "已关闭", "已关闭", "已关闭"],
        refund_words=["退款成功", "-", "-", "退款成功", "-"],
        close_reason=[None, None, "主品订单售后完成", None, "超时未支付"],
        placed_at=[NOON] * 5,
        shipped_at=[LATER, LATER, None, LATER, None],
        platform_discount_minor=[2100, 500, 0, 0, 0],
        influencer_discount_minor=[0, 800, 0, 0, 0],
        sku=["1"] * 5,
    )
    assert done["line_paid_minor"] == [2690, 2000, 0, 1590, 990]
    assert done["line_refund_minor"] == [2690, 0, 0, 1590, 0]
    assert done["is_gift"] == [False, False, True, False, False]
    assert done["state"] == [
        OrderState.COMPLETED, OrderState.COMPLETED, OrderState.CLOSED_REFUNDED, OrderState.CLOSED_REFUNDED,
        OrderState.CLOSED_UNPAID,
    ]  # fmt: skip
    assert done["paid_at"] == [NOON, NOON, NOON, NOON, None]
    assert done["influencer_discount_minor"] == [0, 800, 0, 0, 0]


def test_douyin_believes_its_payment_time():
    done = derived(
        by_key("douyin"), order_no=["1", "2"], line_no=["1", "2"], line_amount_minor=[100, 100], state_words=["待发货", "待支付"],
        refund_words=["-", "-"], placed_at=[NOON] * 2, paid_at=[LATER, None],
    )  # fmt: skip
    assert done["paid_at"] == [LATER, None]
    assert done["state"] == [OrderState.PAID, OrderState.UNPAID]


def test_jushuitan_uses_the_platforms_number():
    done = derived(
        by_key("jushuitan"),
        inner_no=["9", "9", "10"],
        order_no=["T1,T2", "T1,T2", ""],
        origin_no=["T1", "T2", None],
        total_minor=[5000, 5000, 700],
        refund_minor=[0, 0, 700],
        state_words=["已发货", "已发货", "取消"],
        placed_at=[NOON] * 3,
        paid_at=[NOON, NOON, NOON],
        sku=["A", "B", "C"],
    )
    assert done["order_no"] == ["T1", "T2", "10"]
    assert done["order_state"] == [OrderState.SHIPPED, OrderState.SHIPPED, OrderState.CLOSED_REFUNDED]
    assert done["refund_minor"] == [0, 0, 700]


def test_shopify_cash_on_delivery_counts_when_it_leaves():
    done = derived(
        by_key("shopify"),
        order_no=["#1", "#2", "#3", "#4", "#5"],
        state_words=["pending", "pending", "paid", "refunded", "voided"],
        fulfilment=["fulfilled", "unfulfilled", "partial", "fulfilled", None],
        total_minor=[1000] * 5,
        refund_minor=[0, 0, 200, 1000, 0],
        placed_at=[NOON] * 5,
        paid_at=[None, None, LATER, LATER, None],
        shipped_at=[LATER, None, LATER, LATER, None],
        cancelled_at=[None] * 5,
        sku=["", None, "S", "S", "S"],
        title=["Blue Widget"] * 5,
        price_minor=[500] * 5,
        line_units=[2] * 5,
        line_discount_minor=[100] * 5,
    )
    assert done["order_state"] == [
        OrderState.SHIPPED, OrderState.UNPAID, OrderState.PART_SHIPPED, OrderState.CLOSED_REFUNDED, OrderState.CLOSED_UNPAID,
    ]  # fmt: skip
    assert done["paid_at"] == [LATER, None, LATER, LATER, None]
    assert done["refund_minor"] == [0, 0, 200, 1000, 0]
    assert done["order_refund_state"][2] == RefundState.PARTIAL
    assert done["sku"][:3] == ["Blue Widget", "Blue Widget", "S"]
    assert done["line_amount_minor"][0] == 900


def test_shopify_cancelled_after_payment_is_refunded():
    done = derived(
        by_key("shopify"), order_no=["#1", "#2"], state_words=["paid", "pending"], total_minor=[1000, 1000], placed_at=[NOON] * 2,
        paid_at=[NOON, None], cancelled_at=[LATER, LATER], title=["A", "B"],
    )  # fmt: skip
    assert done["order_state"] == [OrderState.CLOSED_REFUNDED, OrderState.CLOSED_UNPAID]
    assert done["refund_minor"] == [1000, 0]


def test_a_short_shopify_file_is_a_list_of_sales():
    done = derived(
        by_key("shopify"), order_no=["#1"], total_minor=[10000], refund_minor=[1000], placed_at=[NOON], title=["Blue Widget"]
    )
    assert done["paid_at"] == [NOON]
    assert done["order_state"] == [OrderState.PAID]
    assert done["sku"] == ["Blue Widget"]


def test_woocommerce_counts_at_the_order_date():
    done = derived(
        by_key("woocommerce"),
        order_no=["1", "2", "3"],
        state_words=["Completed", "On hold", "Refunded"],
        placed_at=[NOON] * 3,
        total_minor=[1500, 1500, 900],
        refund_minor=[500, 0, None],
        price_minor=[750, 750, 900],
        line_units=[2, 2, 1],
        sku=["a", "b", "c"],
    )
    assert done["paid_at"] == [NOON, None, NOON]
    assert done["refund_minor"] == [500, 0, 900]
    assert done["order_refund_state"] == [RefundState.PARTIAL, RefundState.NONE, RefundState.FULL]
    assert done["line_amount_minor"] == [1500, 1500, 900]


def test_amazon_price_is_of_the_whole_line():
    done = derived(
        by_key("amazon"),
        order_no=["1", "2", "3", "4"],
        state_words=["Shipped", "Pending", "Cancelled", "Shipped"],
        item_state=["Shipped", None, "Cancelled", "Cancelled"],
        line_amount_minor=[8990, None, None, 8995],
        line_discount_minor=[1000, None, None, None],
        freight_minor=[499, None, None, None],
        freight_discount_minor=[499, None, None, None],
        line_units=[2, 1, 0, 1],
        placed_at=[NOON] * 4,
        sku=["a", "b", "c", "d"],
    )
    assert done["line_paid_minor"] == [7990, 0, 0, 8995]
    assert done["price_minor"] == [4495, 0, 0, 8995]
    assert done["freight_minor"] == [0, 0, 0, 0]
    assert done["paid_at"] == [NOON, None, None, None]
    assert done["state"] == [OrderState.SHIPPED, OrderState.UNPAID, OrderState.CLOSED_UNPAID, OrderState.CLOSED_UNPAID]


def test_youzan_is_placed_when_paid():
    done = derived(by_key("youzan"), order_no=["Y"], paid_at=[NOON], total_minor=[8850], state_words=["交易成功"])
    assert done["placed_at"] == [NOON]
    assert done["state"] == [OrderState.COMPLETED]
    assert by_key("youzan").buyer_is_contact


def test_magento_closed_is_refunded_in_full():
    done = derived(
        by_key("magento"), order_no=["1", "2", "3", "4"], placed_at=[NOON] * 4, total_minor=[100] * 4,
        state_words=["Processing", "Pending", "Closed", "holded"],
    )  # fmt: skip
    assert done["paid_at"] == [NOON, None, NOON, None]
    assert done["refund_minor"] == [0, 0, 100, 0]
    assert done["state"][3] == OrderState.HELD
