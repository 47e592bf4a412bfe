"""A text for several channels, composed once for each language and each address that its link begins with."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import override

from live.models import AlertChannel


def written_for(channels: Iterable[AlertChannel], write: Callable[[str], str]) -> Iterator[tuple[AlertChannel, str]]:
    """Yield each channel with its text.

    `write` is called in the channel's language with the address of this program, without a slash at its end; "" where it is not
    known and there can be no link.
    """
    texts: dict[tuple[str, str], str] = {}
    for channel in channels:
        kind = (channel.language, channel.address)
        if kind not in texts:
            with override(channel.language):
                texts[kind] = write(channel.address.rstrip("/"))
        yield channel, texts[kind]
