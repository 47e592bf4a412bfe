"""Where visitors come from: the channels every house has. A house adds its own as rows of `campaigns.models.Channel`.

The built-in ones need no row: a line of the traffic plan names its channel by key. Playbook P2 and W1.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class ChannelKind:
    """One channel: its key, its name and the Chinese trade word, whether it is paid.

    `can_grow`: more of it can be had by money or work before a sale; old buyers are as many as they are. `other_names`
    are the words under which platforms' traffic files tell it, in lower case.
    """

    key: str
    name: str | Promise
    chinese: str
    is_paid: bool
    can_grow: bool = False
    other_names: frozenset[str] = frozenset()


def _kind(key: str, name: str | Promise, chinese: str, *names: str, paid: bool = False, grows: bool = False) -> ChannelKind:
    return ChannelKind(key, name, chinese, paid, grows, frozenset({key, chinese, *names}))


BUILT_IN: tuple[ChannelKind, ...] = (
    _kind("old_sms", _("Old buyers by SMS"), "老客短信", "sms", "短信", "短信营销"),
    _kind("old_wechat", _("Old buyers by WeChat"), "老客微信", "wechat", "微信", "私域", "企业微信"),
    _kind("old_mail", _("Old buyers by mail"), "老客邮件", "mail", "email", "e-mail", "邮件"),
    _kind("search", pgettext_lazy("channel of visitors", "Search"), "搜索", "organic search", "手淘搜索", "自然搜索", "免费搜索"),
    _kind(
        "content",
        pgettext_lazy("channel of visitors", "Content"),
        "内容",
        "内容推荐",
        "逛逛",
        "recommendation",
        "推荐",
        grows=True,
    ),
    _kind("live", _("Live streaming"), "直播", "live stream", "livestream", "淘宝直播", "店铺直播", grows=True),
    _kind("community", _("Community and referrals"), "社群", "referral", "referrals", "community", "转介绍", "老带新"),
    _kind("offline", _("Offline"), "线下", "store", "门店"),
    _kind("keyword_ads", _("Keyword ads"), "直通车", "keyword", "ppc", "sem", "万相台", paid=True, grows=True),
    _kind("display_ads", _("Display ads"), "钻展", "display", "banner", "钻石展位", "引力魔方", paid=True, grows=True),
    _kind("affiliates", _("Affiliates"), "淘宝客", "affiliate", "淘客", "cps", paid=True, grows=True),
)
BY_KEY: dict[str, ChannelKind] = {kind.key: kind for kind in BUILT_IN}
