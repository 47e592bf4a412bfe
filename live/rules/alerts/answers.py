"""What a channel answered, judged: taken, too often, refused, or not there. The bots answer "wrong token" with HTTP 200."""

import json
from dataclasses import dataclass
from enum import StrEnum

from live.rules.alerts.pacing import BLOCKED_SECONDS

SHOWN_LETTERS = 200


class Outcome(StrEnum):
    """What is to be done next: nothing, wait, mend the channel, try again."""

    TAKEN = "taken"
    BUSY = "busy"
    REFUSED = "refused"
    DOWN = "down"


class Reason(StrEnum):
    """Why, as far as the answer tells; its words are in `live.page.alerts.words`."""

    OK = "ok"
    TOO_OFTEN = "too_often"
    TOKEN = "token"  # noqa: S105 - a word for what is wrong, no secret
    SIGNATURE = "signature"
    KEYWORD = "keyword"
    GONE = "gone"
    MAIL_LOGIN = "mail_login"
    OTHER = "other"
    SERVER = "server"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Answer:
    """The judgement, with the channel's own words (`detail`) and the seconds it asks us to wait."""

    outcome: Outcome
    reason: Reason
    detail: str = ""
    wait: int = 0


@dataclass(frozen=True)
class Heard:
    """What came back: the HTTP status (0: nothing), the body, the header Retry-After."""

    status: int = 0
    body: str = ""
    retry_after: str = ""


# Codes in the body of an answer with HTTP 200. DingTalk: errcode; Feishu: code; WeCom: errcode.
_CODES: dict[str, dict[int, Reason]] = {
    "dingtalk": {
        300001: Reason.TOKEN, 300005: Reason.TOKEN, 40035: Reason.TOKEN, 400101: Reason.TOKEN, 400102: Reason.GONE,
        410100: Reason.TOO_OFTEN, 130101: Reason.TOO_OFTEN, 660026: Reason.TOO_OFTEN, 310000: Reason.SIGNATURE,
    },
    "feishu": {
        19001: Reason.TOKEN, 19021: Reason.SIGNATURE, 19022: Reason.SIGNATURE, 19024: Reason.KEYWORD,
        9499: Reason.TOO_OFTEN, 11232: Reason.TOO_OFTEN, 19002: Reason.OTHER, 19003: Reason.GONE,
    },
    "wecom": {93000: Reason.TOKEN, 93004: Reason.GONE, 93008: Reason.GONE, 45009: Reason.TOO_OFTEN, 45033: Reason.TOO_OFTEN},
}  # fmt: skip
_SLACK = {
    "invalid_token": Reason.TOKEN, "no_service": Reason.TOKEN, "no_team": Reason.TOKEN, "no_active_hooks": Reason.TOKEN,
    "channel_not_found": Reason.GONE, "channel_is_archived": Reason.GONE, "invalid_auth": Reason.TOKEN,
}  # fmt: skip


def judge(kind: str, heard: Heard) -> Answer:
    """Return what an answer of a channel of this kind means.

    >>> judge("wecom", Heard(200, '{"errcode": 93000, "errmsg": "invalid webhook url"}')).reason.value
    'token'
    >>> judge("dingtalk", Heard(200, '{"errcode": 0, "errmsg": "ok"}')).outcome.value
    'taken'
    >>> judge("webhook", Heard(429, "", "30")).wait, judge("webhook", Heard(503)).outcome.value
    (30, 'down')
    """
    detail = _words(heard.body)
    if heard.status == 429:
        return Answer(Outcome.BUSY, Reason.TOO_OFTEN, detail, _seconds(heard.retry_after))
    if heard.status == 0:
        return Answer(Outcome.DOWN, Reason.UNREACHABLE, detail)
    if heard.status >= 500:
        return Answer(Outcome.DOWN, Reason.SERVER, detail)
    if heard.status >= 400:
        reason = _SLACK.get(heard.body.strip()[:40], Reason.TOKEN if heard.status in {401, 403} else Reason.OTHER)
        gone = heard.status in {404, 410} and reason == Reason.OTHER
        return Answer(Outcome.REFUSED, Reason.GONE if gone else reason, detail)
    if heard.status >= 300:
        return Answer(Outcome.REFUSED, Reason.GONE, detail)
    return _by_code(kind, _code(heard.body), heard, detail)


def _by_code(kind: str, code: int, heard: Heard, detail: str) -> Answer:
    if not code:
        return Answer(Outcome.TAKEN, Reason.OK, detail)
    reason = _CODES.get(kind, {}).get(code, Reason.OTHER)
    if kind == "dingtalk" and code == 310000 and "keyword" in heard.body:
        reason = Reason.KEYWORD
    if reason == Reason.TOO_OFTEN:
        return Answer(Outcome.BUSY, reason, detail, BLOCKED_SECONDS)
    return Answer(Outcome.REFUSED, reason, detail)


def _code(body: str) -> int:
    """Return the code in the body; 0 where it holds none."""
    try:
        told = json.loads(body)
    except ValueError:
        return 0
    if not isinstance(told, dict):
        return 0
    code = told.get("errcode") or told.get("code") or told.get("StatusCode") or 0
    return code if isinstance(code, int) else 0


def _words(body: str) -> str:
    """Return what the channel says itself, cut to a line."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if isinstance(told, dict):
        body = str(told.get("errmsg") or told.get("msg") or told.get("error") or told.get("detail") or "")
    return " ".join(body.split())[:SHOWN_LETTERS]


def _seconds(text: str) -> int:
    """Return Retry-After in seconds, ten minutes where it is a date or missing, at most an hour."""
    return min(3_600, max(1, int(text))) if text.strip().isdigit() else BLOCKED_SECONDS
