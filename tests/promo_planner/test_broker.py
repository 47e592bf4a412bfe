"""The folder broker: a message appears whole or not at all."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

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


def test_a_reader_that_never_rests_meets_no_half_message(channel):
    """Kombu's own way of putting left an empty file in sight for a moment: this reader then raised an error."""
    count, payload, found = 300, {"body": "x" * 5_000}, []
    writer = threading.Thread(target=lambda: [channel._put("bells", payload) for _ in range(count)])
    writer.start()
    while writer.is_alive() or channel._size("bells"):
        try:
            found.append(channel._get("bells"))
        except Empty:
            continue
    writer.join()
    assert found == [payload] * count


def test_what_is_being_written_is_not_listed(channel, monkeypatch):
    seen = []
    monkeypatch.setattr(broker.os, "replace", lambda beside, _name: seen.append((Path(beside).name, channel._size("bells"))))
    channel._put("bells", {"body": ""})
    [(name, size)] = seen
    assert name.startswith(".")
    assert size == 0


def test_a_folder_that_is_gone_is_an_error_of_the_channel(channel, tmp_path):
    (tmp_path / "messages").rmdir()
    with pytest.raises(broker.filesystem.ChannelError, match="cannot be put"):
        channel._put("bells", {})
