"""A sale behind its plan, a receiver on this machine, channels that lead there."""

import pytest

from live.channels.secrets import Secrets
from live.models import AlertChannel, Watch
from live.services.alerts import lay_watches, save_channel
from live.services.alerts.channels import ChannelDraft
from tests.live.alerts.receiver import Receiver

SECRET = "a secret between the two of us"


@pytest.fixture
def receiver():
    made = Receiver()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def channel(db, receiver):
    """Make a channel that leads to the receiver: `channel(name="hook", severity="info")`."""

    def make(name: str = "hook", kind: str = "webhook", **said) -> AlertChannel:
        place = f"{receiver.url}/hook" if kind == "webhook" else "abcdef0123456789"
        draft = ChannelDraft(**{"name": name, "kind": kind, "language": "en", "severity": "info", **said})
        return save_channel(actor=None, draft=draft, secrets=Secrets(place, SECRET if kind == "webhook" else ""))

    return make


@pytest.fixture
def bots(monkeypatch, receiver):
    """Let the bots of DingTalk, Feishu and WeCom live on this machine."""
    from apprise.plugins.dingtalk import NotifyDingTalk
    from apprise.plugins.feishu import NotifyFeishu
    from apprise.plugins.wecombot import NotifyWeComBot

    monkeypatch.setattr(NotifyDingTalk, "notify_url", f"{receiver.url}/robot/send?access_token={{token}}")
    monkeypatch.setattr(NotifyFeishu, "notify_url", f"{receiver.url}/hook/{{token}}/")
    monkeypatch.setattr(NotifyWeComBot, "notify_url", f"{receiver.url}/cgi-bin/webhook/send?key={{key}}")
    return receiver


@pytest.fixture
def only(sale):
    """Leave one built-in watch of the sale: `only("behind", hold=0)`."""

    def leave(code: str, **said) -> Watch:
        lay_watches(campaign=sale.campaign)
        Watch.objects.filter(campaign=sale.campaign).exclude(code=code).update(is_active=False)
        Watch.objects.filter(campaign=sale.campaign, code=code).update(**said)
        return Watch.objects.get(campaign=sale.campaign, code=code)

    return leave
