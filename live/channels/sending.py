"""Send one message and judge the answer. The chat services go through apprise, which drops their answers: we listen to them."""

import json
import logging
import re
import smtplib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import apprise
import requests
from apprise.attachment.memory import AttachMemory
from apprise.plugins import dingtalk, email, feishu, slack, wecombot

from live.channels.secrets import Secrets, apprise_url
from live.models import ChannelKind
from live.rules.alerts.answers import Answer, Heard, Outcome, Reason, judge
from live.rules.alerts.signing import HEADER, STAMP, sign

TIMEOUT = (4.0, 8.0)  # seconds to connect, seconds to answer
_heard: ContextVar[list[Heard] | None] = ContextVar("heard", default=None)
# Named one by one: asked for by address, apprise would load its hundred other plugins into every worker.
_PLUGINS: dict[ChannelKind, Any] = {
    ChannelKind.DINGTALK: dingtalk.NotifyDingTalk,
    ChannelKind.FEISHU: feishu.NotifyFeishu,
    ChannelKind.WECOM: wecombot.NotifyWeComBot,
    ChannelKind.SLACK: slack.NotifySlack,
    ChannelKind.MAIL: email.NotifyEmail,
}
_TYPES = {"info": apprise.NotifyType.INFO, "warning": apprise.NotifyType.WARNING, "urgent": apprise.NotifyType.FAILURE}


class _Listening:
    """The `requests` that a plugin of apprise sees: the same, but what was answered is kept for whoever sent."""

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        """Post as always, and keep the answer."""
        return self.request("POST", url, **kwargs)

    @staticmethod
    def request(method: str, url: str, **kwargs: Any) -> requests.Response:
        """Ask as always, and keep the answer: the bots say "wrong token" in the body of a 200."""
        answer = requests.request(method, url, **{"timeout": TIMEOUT, **kwargs})  # noqa: S113 - it stands in the keywords
        heard = _heard.get()
        if heard is not None:
            heard.append(Heard(answer.status_code, answer.text[:2_000], answer.headers.get("Retry-After", "")))
        return answer


# What apprise logs may hold a token: it is heard while a message goes out, and written nowhere.
logging.getLogger("apprise").propagate = False
logging.getLogger("apprise").addHandler(logging.NullHandler())
for _plugin in (dingtalk, feishu, slack, wecombot):
    vars(_plugin)["requests"] = _Listening()


@dataclass(frozen=True)
class Carried:
    """A file that goes with a message."""

    name: str
    kind: str
    content: bytes


def send(
    *,
    kind: str,
    secrets: Secrets,
    title: str,
    text: str,
    severity: str,
    body: Mapping[str, Any],
    stamp: int,
    carried: Carried | None = None,
) -> Answer:
    """Send one message and return what the channel answered; nothing is raised for a channel that fails.

    `body` is what a webhook gets beside title and text, `stamp` the moment (UTC epoch seconds) it is signed with. `carried` goes
    along where the service takes files (`live.models.CARRY_FILES`).
    """
    if kind == ChannelKind.WEBHOOK:
        return _to_webhook(secrets, {"title": title, "text": text, "severity": severity, **body}, stamp)
    plugin = _PLUGINS[ChannelKind(kind)]
    try:
        channel = plugin(**plugin.parse_url(apprise_url(kind, secrets)))
    except TypeError:  # also what apprise raises for a token that cannot be one
        return Answer(Outcome.REFUSED, Reason.OTHER if kind == ChannelKind.MAIL else Reason.TOKEN)
    channel.request_rate_per_sec = 0  # our own bucket counts, over all workers
    said: list[Heard] = []
    before = _heard.set(said)
    try:
        with apprise.LogCapture(level=logging.DEBUG, fmt="%(message)s") as log:  # type: ignore[no-untyped-call]
            is_taken = channel.notify(body=text, title=title, notify_type=_TYPES[severity], attach=_attachment(carried))
            told = log.getvalue()
    except (requests.RequestException, smtplib.SMTPException, OSError) as error:
        return Answer(Outcome.DOWN, Reason.UNREACHABLE, type(error).__name__)
    finally:
        _heard.reset(before)
    if said:
        return judge(kind, said[-1])
    return Answer(Outcome.TAKEN, Reason.OK) if is_taken else _without_answer(kind, told)


def _attachment(carried: Carried | None) -> apprise.AppriseAttachment | None:
    if carried is None:
        return None
    file = AttachMemory(content=carried.content, name=carried.name, mimetype=carried.kind)  # type: ignore[no-untyped-call]
    return apprise.AppriseAttachment(file)


def _without_answer(kind: str, log: str) -> Answer:
    """Judge a failure of which apprise's own words are all there is: no connection, or a mail server that said no."""
    socket = re.search(r"(?:Socket|SMTP) Exception: (.*)", log)
    words = " ".join(socket[1].split())[:200] if socket else ""
    if kind == ChannelKind.MAIL and re.search(r"\b53[045]\b|[Aa]uthentication", words):
        return Answer(Outcome.REFUSED, Reason.MAIL_LOGIN, words)
    if "timed out" in words:
        return Answer(Outcome.DOWN, Reason.TIMEOUT)
    return Answer(Outcome.DOWN, Reason.UNREACHABLE, words if kind == ChannelKind.MAIL else "")


def _to_webhook(secrets: Secrets, told: Mapping[str, Any], stamp: int) -> Answer:
    """Post JSON with the signature of moment and body; redirects are not followed, for they would carry it elsewhere."""
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        STAMP: str(stamp),
        HEADER: sign(body, secret=secrets.secret, stamp=stamp),
    }
    try:
        answer = requests.post(secrets.place, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
    except requests.Timeout:
        return Answer(Outcome.DOWN, Reason.TIMEOUT)
    except requests.RequestException as error:
        return Answer(Outcome.DOWN, Reason.UNREACHABLE, type(error).__name__)
    return judge(ChannelKind.WEBHOOK, Heard(answer.status_code, answer.text[:2_000], answer.headers.get("Retry-After", "")))
