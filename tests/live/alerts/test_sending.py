"""One message to each service: what is sent, and how each kind of answer is heard. No database."""

import doctest
import logging
from importlib import import_module

import pytest

from live.channels.secrets import Secrets
from live.channels.sending import send
from live.rules.alerts.answers import Outcome, Reason

TOKEN = "abcdef0123456789"
SLACK = "TAAAAAAAA/BAAAAAAAA/aaaaaaaaaaaaaaaaaaaaaaaa"
MESSAGE = {"title": "[War room] 落后计划", "text": "双11：−8.2%", "severity": "urgent", "body": {}, "stamp": 1_794_364_000}


@pytest.mark.parametrize(
    ("kind", "place", "secret", "answer"),
    [
        ("dingtalk", TOKEN, "", '{"errcode": 0, "errmsg": "ok"}'),
        ("dingtalk", TOKEN, "SEC0123456789", '{"errcode": 0, "errmsg": "ok"}'),
        ("feishu", TOKEN, "", '{"code": 0, "msg": "success"}'),
        ("wecom", TOKEN, "", '{"errcode": 0}'),
        ("slack", SLACK, "", "ok"),
    ],
)
def test_a_service_gets_title_and_text_and_takes_them(bots, kind, place, secret, answer) -> None:
    bots.answer = (200, answer, {})
    said = send(kind=kind, secrets=Secrets(place, secret), **MESSAGE)
    assert (said.outcome, said.reason) == (Outcome.TAKEN, Reason.OK)
    [got] = bots.got
    told = got.body.decode().encode().decode("unicode_escape" if b"\\u" in got.body else "utf-8")
    assert "落后计划" in told
    assert "−8.2%" in told
    assert ("sign=" in got.path) == bool(secret)


@pytest.mark.parametrize(
    ("kind", "place", "answer", "outcome", "reason"),
    [
        ("dingtalk", TOKEN, (200, '{"errcode": 300005, "errmsg": "token is not exist"}', {}), Outcome.REFUSED, Reason.TOKEN),
        ("slack", SLACK, (404, "no_service", {}), Outcome.REFUSED, Reason.TOKEN),
        ("slack", SLACK, (429, "", {"Retry-After": "30"}), Outcome.BUSY, Reason.TOO_OFTEN),
        ("feishu", TOKEN, (502, "<html>", {}), Outcome.DOWN, Reason.SERVER),
    ],
)
def test_what_a_service_answers_is_heard_although_apprise_drops_it(bots, kind, place, answer, outcome, reason) -> None:
    bots.answer = answer
    said = send(kind=kind, secrets=Secrets(place), **MESSAGE)
    assert (said.outcome, said.reason) == (outcome, reason)


def test_nobody_there(receiver, caplog) -> None:
    receiver.stop()
    with caplog.at_level(logging.DEBUG):
        hook = send(kind="webhook", secrets=Secrets(f"{receiver.url}/hook", "s" * 16), **MESSAGE)
        mail = send(
            kind="mail", secrets=Secrets("mailto://ann:password@127.0.0.1:9?to=bob@example.com&from=ann@example.com"), **MESSAGE
        )
    assert hook.reason == mail.reason == Reason.UNREACHABLE
    assert hook.outcome == mail.outcome == Outcome.DOWN
    assert "password" not in caplog.text


def test_a_token_that_cannot_be_one_is_refused_without_asking(receiver) -> None:
    said = send(kind="dingtalk", secrets=Secrets("no token!"), **MESSAGE)
    assert (said.outcome, said.reason) == (Outcome.REFUSED, Reason.TOKEN)
    assert receiver.got == []


@pytest.mark.parametrize("name", ["live.channels.secrets", "live.page.alerts.words"])
def test_worked_examples(name) -> None:
    results = doctest.testmod(import_module(name))
    assert results.attempted > 0
    assert results.failed == 0
