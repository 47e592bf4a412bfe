"""The folder that is the broker where no Redis is: kombu's, but for how a message is put into it."""

import os
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

SCHEME = "folder"


class Channel(filesystem.Channel):
    """Messages appear whole, under their name, or not at all.

    Kombu opens a file under its name and then writes it. A worker that looked in between took an empty message and ended with an
    error; its fresh start took a processor from the readers for seconds, just when many asked for a new board.
    """

    def _put(self, queue: str, payload: dict[str, Any], **_kwargs: Any) -> None:  # type: ignore[override]
        """Write a message beside and rename it; the dot in front keeps it from being listed before."""
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        beside = folder / f".{name}"
        try:
            beside.write_bytes(dumps(payload).encode())
            os.replace(beside, folder / name)  # noqa: PTH105 - says what it does: a name that is there already would be replaced
        except OSError as wrong:
            raise ChannelError(f"A message cannot be put into {folder}.") from wrong


class Transport(filesystem.Transport):
    """The same transport with this way of putting."""

    Channel = Channel


def make_known() -> None:
    """Let an address `folder://` lead here."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
