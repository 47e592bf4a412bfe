"""The folder broker: a message appears whole or not at all."""

import json
import time
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from promo_planner import broker


@pytest.fixture
def channel(tmp_path):
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    broker.make_known()
    messages = str(tmp_path / "messages")
    options = {"data_folder_in": messages, "data_folder_out": messages, "control_folder": str(tmp_path / "control")}
    with Connection("folder://", transport_options=options) as connection:
        yield connection.default_channel


def test_what_is_put_is_got_in_order(channel):
    messages = [{"body": str(number)} for number in range(3)]
    for message in messages:
        channel._put("bells", message)
        time.sleep(0.002)  # the name begins with the millisecond
    assert [channel._get("bells") for _ in messages] == messages
    with pytest.raises(Empty):
        channel._get("bells")


def test_a_message_is_whole_before_it_is_listed(channel, monkeypatch):
    """Kombu's own way of putting leaves an empty file in sight until it is written: a worker ended on it under load."""
    seen = []

    def replace(beside, name):
        seen.append((json.loads(Path(beside).read_text()), channel._size("bells")))
        Path(beside).rename(name)

    monkeypatch.setattr(broker.os, "replace", replace)
    channel._put("bells", {"body": "ring"})
    assert seen == [({"body": "ring"}, 0)]
    assert channel._size("bells") == 1


def test_a_folder_that_is_gone_is_an_error_of_the_channel(channel, tmp_path):
    (tmp_path / "messages").rmdir()
    with pytest.raises(ChannelError, match="cannot be put"):
        channel._put("bells", {})
