"""Reviews: our own template, and the exports of Taobao/Tmall, JD, Douyin and the review apps of Shopify.

One row per review. Taobao tells good, middling and bad in place of stars. A review without a number of the platform is known by
its order, product, writer and moment, so that the same export twice is the same reviews.
"""

from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from imports.checks.columns import one_array
from imports.formats.base import Column, Format, Kind, Zone
from imports.formats.headers import fold, folded
from imports.formats.template import MARK, REVIEW_COLUMNS, as_columns

STAR_WORDS: dict[str, int] = (
    {f"{stars}{after}": stars for stars in range(1, 6) for after in ("", ".0", "星", "分", " stars", " star")}
    | {"★" * stars: stars for stars in range(1, 6)}
    | {"★" * stars + "☆" * (5 - stars): stars for stars in range(1, 5)}
    | {"一星": 1, "二星": 2, "三星": 3, "四星": 4, "五星": 5}
    | {"好评": 5, "中评": 3, "差评": 1, "good": 5, "neutral": 3, "bad": 1, "positive": 5, "negative": 1}
    | {"非常不满意": 1, "不满意": 2, "一般": 3, "满意": 4, "非常满意": 5}
)
_STARS = {fold(word): stars for word, stars in STAR_WORDS.items()}
_OTHER_HEADERS = {
    "review_id": ("review id", "评论id", "评论编号", "id"),
    "star_words": (
        "rating", "score", "review rating", "评分", "商品评分", "评价等级", "评价结果", "评价类型", "综合评分", "描述相符",
    ),
    "review_text": (
        "review", "body", "review body", "content", "comment", "评论内容", "评价详情", "初评内容", "评论",
    ),
    "review_order": ("order id", "order no", "order name", "订单号", "子订单编号", "主订单编号", "交易编号"),
    "review_product": (
        "product handle", "product_handle", "product title", "product_title", "商品", "宝贝标题", "商品标题", "商品id", "sku",
    ),
    "buyer": (
        "reviewer_email", "email", "author", "nickname", "买家昵称", "买家", "用户昵称", "评价人", "会员名",
    ),
    "written_at": (
        "date", "created at", "created_at", "review_date", "review date", "评论时间", "评价日期", "初评时间", "评价创建时间",
    ),
    "answer_words": (
        "reply", "replied at", "replied_at", "merchant reply", "商家回复", "回复内容", "卖家回复", "解释内容", "是否已回复",
    ),
}  # fmt: skip
_NO_ANSWER = tuple(fold(word) for word in ("", "no", "n", "0", "false", "否", "未回复", "无", "-", "--"))


def derive(table: pa.Table) -> pa.Table:
    """Turn words into stars, an answer into yes or no, and give the review a number of its own where the platform has none.

    >>> told = pa.table({"star_words": ["差评", "4星"], "review_order": ["T1", "T2"], "answer_words": ["", "thank you"]})
    >>> made = derive(told)
    >>> made["stars"].to_pylist(), made["is_answered"].to_pylist(), made["review_no"].to_pylist()
    ([1, 4], [False, True], ['T1|||', 'T2|||'])
    """
    rows = table.num_rows
    empty = pa.array([""] * rows, pa.string())

    def text(name: str) -> pa.Array:
        return pc.fill_null(one_array(table[name]).cast(pa.string()), "") if name in table.column_names else empty

    stars = [_STARS.get(fold(word)) for word in text("star_words").to_pylist()]
    made = pc.binary_join_element_wise(text("review_order"), text("review_product"), text("buyer"), _moment(table), "|")
    own = text("review_id")
    number = pc.if_else(pc.greater(pc.utf8_length(own), 0), own, made)
    number = pc.if_else(pc.equal(number, "|||"), "", number)
    table = table.append_column("review_no", pc.utf8_slice_codeunits(number, 0, 200))
    table = table.append_column("stars", pa.array(stars, pa.int64()))
    if "answer_words" in table.column_names:
        said = [fold(word) not in _NO_ANSWER for word in text("answer_words").to_pylist()]
        table = table.append_column("is_answered", pa.array(said, pa.bool_()))
    for name, target in (("review_text", "text"), ("review_product", "product"), ("review_order", "order_no")):
        if name in table.column_names:
            table = table.append_column(target, one_array(table[name]))
    return table


def _moment(table: pa.Table) -> pa.Array:
    if "written_at" not in table.column_names:
        return pa.array([""] * table.num_rows, pa.string())
    return pc.fill_null(one_array(table["written_at"]).cast(pa.int64()).cast(pa.string()), "")


def _columns() -> tuple[Column, ...]:
    return tuple(
        replace(column, headers=(*column.headers, *_OTHER_HEADERS.get(column.name, ()))) for column in as_columns(REVIEW_COLUMNS)
    )


REVIEW_LIST = Format(
    key="reviews",
    label=_("list of reviews"),
    platform="any",
    kind=Kind.REVIEWS,
    columns=_columns(),
    signature=frozenset(),
    unless=folded("quantity", "line amount", "数量", "购买数量", "实付金额", "商品数量", "订单状态", "类目排名"),
    zone=Zone.SHOP,
    derive=derive,
    explanation_mark=MARK,
    notes=_("One row per review. Names are not kept; an e-mail is kept as a keyed hash only."),
)  # fmt: skip
