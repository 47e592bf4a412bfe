"""What a channel needs to be reached: cut out of what a person pasted, sealed, opened again, shown as a hint."""

import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from common.keys import keyring
from live.models import AlertChannel, ChannelKind

_TOKEN = re.compile(r"[A-Za-z0-9_-]{6,200}")
_PLACES = {
    ChannelKind.DINGTALK: ("oapi.dingtalk.com", "access_token"),
    ChannelKind.WECOM: ("qyapi.weixin.qq.com", "key"),
    ChannelKind.FEISHU: ("open.feishu.cn", ""),
}


class SecretError(ValueError):
    """What was pasted cannot be an address of this service; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Secrets:
    """`place`: token, address of the hook or of the mail server; `secret`: of the signature, "" for none."""

    place: str
    secret: str = ""

    def sealed(self, channel: AlertChannel) -> str:
        """Return it as it is kept."""
        return keyring().seal(json.dumps([self.place, self.secret]), about=channel.about)


def opened(channel: AlertChannel) -> Secrets:
    """Return the secrets of a channel. Raises `common.sealing.UnreadableError` when its key is gone."""
    return Secrets(*json.loads(keyring().unseal(channel.sealed, about=channel.about)))


def read_place(kind: str, pasted: str) -> str:
    """Return the token or address in what a person pasted: the whole address of the bot, or its token alone.

    Raises SecretError("place") for what is none of this service.

    >>> read_place("wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx")
    '693a91f6-7xxx'
    >>> read_place("feishu", "abc-1234")
    'abc-1234'
    """
    pasted = pasted.strip()
    parts = urlsplit(pasted)
    if kind == ChannelKind.MAIL:
        if parts.scheme not in {"mailto", "mailtos"} or "@" not in pasted:
            raise SecretError("mail")
        return pasted
    if kind == ChannelKind.WEBHOOK:
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise SecretError("webhook")
        return pasted
    if kind == ChannelKind.SLACK:
        if parts.hostname == "hooks.slack.com" and len([part for part in parts.path.split("/") if part]) == 4:
            return "/".join(parts.path.strip("/").split("/")[1:])
        if re.fullmatch(r"T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+", pasted):
            return pasted
        raise SecretError("place")
    host, field = _PLACES[ChannelKind(kind)]
    if parts.scheme:
        told = parse_qs(parts.query).get(field, [""])[0] if field else parts.path.rstrip("/").rpartition("/")[2]
        pasted = told if parts.hostname == host else ""
    if not _TOKEN.fullmatch(pasted):
        raise SecretError("place")
    return pasted


def hint_of(kind: str, place: str) -> str:
    """Return what may be shown: the last four letters of a token, the host of an address.

    >>> hint_of("dingtalk", "0123456789abcdef"), hint_of("webhook", "https://ops.example.com/hook?token=secret")
    ('…cdef', 'ops.example.com')
    """
    if kind in {ChannelKind.WEBHOOK, ChannelKind.MAIL}:
        return urlsplit(place).hostname or ""
    return f"…{place[-4:]}"


def apprise_url(kind: str, secrets: Secrets) -> str:
    """Return the address by which apprise knows a channel of this kind."""
    place = quote(secrets.place, safe="/-_")
    if kind == ChannelKind.MAIL:
        return secrets.place
    if kind == ChannelKind.DINGTALK and secrets.secret:
        return f"dingtalk://{quote(secrets.secret, safe='')}@{place}/"
    scheme = {
        ChannelKind.DINGTALK: "dingtalk",
        ChannelKind.FEISHU: "feishu",
        ChannelKind.WECOM: "wecombot",
        ChannelKind.SLACK: "slack",
    }
    return f"{scheme[ChannelKind(kind)]}://{place}/"
