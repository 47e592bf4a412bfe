"""The scripts a shop begins with, in both languages: they ask instead of threaten (playbook L10)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FirstScript:
    """One script of the default set, with its two titles and texts; `tiers` empty: for everybody."""

    code: str
    situation: str
    title: str
    text: str
    title_zh: str
    text_zh: str
    tiers: tuple[str, ...] = ()

    def title_in(self, language: str) -> str:
        """Return the title in a language."""
        return self.title_zh if language.startswith("zh") else self.title

    def text_in(self, language: str) -> str:
        """Return the text in a language."""
        return self.text_zh if language.startswith("zh") else self.text


LANGUAGES = ("en", "zh-hans")
_BETTER = ("silver", "gold")

FIRST_SCRIPTS = (
    FirstScript(
        "refund_keep", "refund", "Refund asked: offer an exchange",
        "I have seen that you asked for your money back for {product}, and I have stopped the parcel for you. May I ask what did"
        " not fit: size, colour or something else? If another one would suit you better I will gladly change it; if not, your"
        " refund goes ahead as you asked.",
        "申请退款：先问能否换货",
        "亲，看到您对{product}申请了退款，包裹已经帮您先拦下了。方便告诉我是尺码、颜色还是别的地方不合适吗？如果换一件更合适，我马上帮您换；"
        "不想换也没关系，退款照常给您办。",
    ),
    FirstScript(
        "refund_agree", "refund", "Refund asked: agree",
        "Of course. {refund} for order {order_no} goes back the way you paid, usually within one to three working days."
        " Is there anything we should do better next time?",
        "申请退款：同意",
        "好的亲，订单{order_no}的{refund}会按原路退回，一般1到3个工作日到账。有什么地方我们可以做得更好，也请您告诉我。",
    ),
    FirstScript(
        "unpaid_ask", "unpaid", "Unpaid: is anything unclear?",
        "Good day {buyer}, I saw your order for {product} ({amount}). Is anything still unclear: size, fabric or delivery?"
        " I am here and glad to help.",
        "未付款：问哪里不清楚",
        "亲，看到您拍下了{product}（{amount}），还没有付款。是尺码、面料还是发货时间有不清楚的地方吗？我在的，随时可以问我。",
    ),
    FirstScript(
        "unpaid_offer", "unpaid", "Unpaid: the offer that counts now",
        "With {offer} your order comes to {total} at the moment, that is {saving} less. Shall I check anything for you before you"
        " decide?",
        "未付款：现在的优惠",
        "亲，您这单现在可以享受{offer}，优惠{saving}，实付{total}。付款前有什么要我帮您确认的吗？",
    ),
    FirstScript(
        "unpaid_gold", "unpaid", "Unpaid: for a good customer",
        "Good day {buyer}, thank you for coming back. As our {tier} customer you get: {benefits}. Your {product} is still"
        " reserved. Is there anything I may clear up for you?",
        "未付款：老客户",
        "{buyer}您好，谢谢您一直支持我们。您是我们的{tier}会员，享有：{benefits}。您拍的{product}还给您留着，有什么想了解的吗？",
        _BETTER,
    ),
    FirstScript(
        "parcel_unshipped", "parcel", "Parcel: not shipped yet",
        "Your order {order_no} is {state}. It leaves us by {ship_by} at the latest; I keep an eye on it and tell you if anything"
        " changes.",
        "催发货：还没发出",
        "亲，您的订单{order_no}目前{state}，最晚{ship_by}发出。我帮您盯着，有变化第一时间告诉您。",
    ),
    FirstScript(
        "parcel_shipped", "parcel", "Parcel: on its way",
        "Your order {order_no} left us on {shipped_at}. If it has not moved for two days please write to me and I will ask the"
        " courier.",
        "催物流：已发出",
        "亲，您的订单{order_no}已于{shipped_at}发出。如果物流两天没有更新，您告诉我，我去找快递核实。",
    ),
    FirstScript(
        "discount_step", "discount", "Discount: what is missing",
        "For {not_offer} your basket is not there yet: {reason}. Add {step} and you save {step_saves}. May I suggest something"
        " that goes with it?",
        "优惠没生效：还差多少",
        "亲，{not_offer}这单还没达到：{reason}。再加{step}就能省{step_saves}。要我给您推荐搭配的吗？",
    ),
    FirstScript(
        "discount_why", "discount", "Discount: why it does not count",
        "I have looked at {not_offer} for you: {reason}. With what counts now your basket comes to {total}.",
        "优惠没生效：原因",
        "亲，我帮您查了{not_offer}：{reason}。按现在能用的优惠，您这单是{total}。",
    ),
    FirstScript(
        "price_now", "price", "Price: what it comes to",
        "Everything taken off, it comes to {total}: {offer} saves you {saving}.",
        "问价格：到手价",
        "亲，算上{offer}优惠{saving}，到手{total}。",
    ),
    FirstScript(
        "price_benefits", "price", "Is it free shipping? What do I get?",
        "You are our {tier} customer, so you get: {benefits}.",
        "包邮吗？会员有什么",
        "亲，您是我们的{tier}会员，享有：{benefits}。",
    ),
    FirstScript(
        "price_step", "price", "Price: the next step",
        "Add {step} and you save {step_saves} more. Shall I show you what other customers took with it?",
        "问价格：凑单",
        "亲，再加{step}还能多省{step_saves}，要看看别人都搭配了什么吗？",
    ),
    FirstScript(
        "stock_other", "out_of_stock", "Out of stock: another one",
        "I am sorry, {product} is sold out. {substitute} is close to it in cut and price and we have it here. May I show it"
        " to you?",
        "缺货：推荐替代款",
        "抱歉亲，{product}已经卖完了。{substitute}款式和价格都接近，有现货，要看看吗？",
    ),
    FirstScript(
        "stock_wait", "out_of_stock", "Out of stock: tell you first",
        "I am sorry that it is sold out. May I note that you want it and write to you first when it comes in?",
        "缺货：到货先通知",
        "抱歉亲，这款暂时卖完了。我帮您登记，到货第一时间通知您，可以吗？",
    ),
    FirstScript(
        "next_tier", "next_tier", "Next tier near",
        "By the way: {missing} and you are a {next_tier} customer with us.",
        "快升级了",
        "顺便告诉您：{missing}，您就升级为{next_tier}会员啦。",
    ),
    FirstScript(
        "greeting_better", "greeting", "Greeting: a good customer",
        "Good day {buyer}, good to see you again. This is {agent} of {shop}; what may I do for you?",
        "问候：老客户",
        "{buyer}您好，又见面啦，我是{shop}的{agent}，请问有什么可以帮您？",
        _BETTER,
    ),
    FirstScript(
        "greeting", "greeting", "Greeting",
        "Good day, this is {agent} of {shop}. What may I do for you?",
        "问候",
        "亲，您好，我是{shop}的{agent}，请问有什么可以帮您？",
    ),
    FirstScript(
        "after_sale", "after_sale", "After the sale: how is it?",
        "How do you like {product}? If anything is not as it should be, write to me before anything else: we will find a way.",
        "售后：使用感受",
        "亲，{product}穿用得怎么样？如果有任何不满意，先告诉我，我们一定给您解决。",
    ),
)  # fmt: skip


def first_script(code: str) -> FirstScript | None:
    """Return a script of the default set by its code; None where there is none.

    >>> first_script("greeting").situation, first_script("gone") is None
    ('greeting', True)
    """
    return next((one for one in FIRST_SCRIPTS if one.code == code), None)
