"""The hour table of traffic: a simple table that anybody can fill from a shop's back end, in English or Chinese.

A row is one hour of the shop's clock, of one channel or (without that column, or with the channel empty) of all of them. The
hour stands in two columns (date, hour) or in one (a moment inside the hour). Visitors are people of that hour: they are not
added up to visitors of a day by any platform, so a day here is the sum of its hours.
"""

from django.utils.translation import gettext_lazy as _

from imports.formats.base import Column, Format, Kind, Parse

_DATE = ("日期", "date", "day", "统计日期")
_HOUR = ("小时", "hour", "时段", "钟点")
_MOMENT = ("时间", "moment", "date and hour", "hour start", "统计时间", "time", "datetime", "日期时间")
_NUMBERS = (
    Column("channel", ("渠道", "channel", "流量来源", "来源", "source")),
    Column("visitors", ("访客数", "visitors", "访客", "uv", "unique visitors"), Parse.COUNT, required=True),
    Column("page_views", ("浏览量", "page views", "浏览次数", "pv", "pageviews"), Parse.COUNT),
    Column("favourites", ("收藏人数", "favourites", "favorites", "收藏数", "收藏"), Parse.COUNT),
    Column("carts", ("加购人数", "carts", "加购数", "加购", "added to cart"), Parse.COUNT),
    Column("inquiries", ("咨询人数", "inquiries", "咨询", "chats"), Parse.COUNT),
    Column("spend_minor", ("花费", "spend", "推广花费", "消耗", "ad spend"), Parse.MONEY),
)
_NULLS = frozenset({"-", "--", "null", "无", "暂无数据", "n/a"})
_NOTES = _("One row per hour of the shop's clock, or per hour and channel.")

TRAFFIC_HOURS = Format(
    key="traffic_hours",
    label=_("hourly traffic"),
    platform="any",
    kind=Kind.TRAFFIC,
    columns=(Column("date", _DATE, Parse.DATE, required=True), Column("hour", _HOUR, Parse.HOUR, required=True), *_NUMBERS),
    signature=frozenset(),
    null_words=_NULLS,
    explanation_mark="#",
    notes=_NOTES,
)
TRAFFIC_MOMENTS = Format(
    key="traffic_moments",
    label=_("hourly traffic, date and hour in one column"),
    platform="any",
    kind=Kind.TRAFFIC,
    columns=(Column("moment", _MOMENT, Parse.TIME, required=True), *_NUMBERS),
    signature=frozenset(),
    null_words=_NULLS,
    explanation_mark="#",
    notes=_NOTES,
)
