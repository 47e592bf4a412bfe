"""Which channels a sale can plan with: the built-in ones, those of the house, those of its shops; and what files call them."""

from collections.abc import Iterable

from campaigns.channels import BUILT_IN, BY_KEY, ChannelKind
from campaigns.models import Campaign, Channel, ChannelName


def channels(*, campaign: Campaign) -> list[ChannelKind]:
    """Return the channels this sale can plan with, built-in ones first, then those added for the house or for its shops."""
    own = Channel.objects.filter(shop=None) | Channel.objects.filter(shop__in=campaign.shops.all())
    return [*BUILT_IN, *(_own(row) for row in own.distinct())]


def named_channels(keys: Iterable[str]) -> dict[str, ChannelKind]:
    """Return the channels of these keys, whatever shop added them; a key nobody knows any more stands for itself."""
    wanted = set(keys)
    own = {row.key: _own(row) for row in Channel.objects.filter(key__in=wanted - BY_KEY.keys())} if wanted - BY_KEY.keys() else {}
    return {key: BY_KEY.get(key) or own.get(key) or ChannelKind(key, key, "", is_paid=False) for key in wanted}


def channel_of_names(names: Iterable[str], *, among: Iterable[ChannelKind]) -> dict[str, str]:
    """Return the channel's key for each known name of a traffic file: as a person matched it, else by the channel's own words.

    A name that a person matched with none of the channels is left out, like one that nobody knows.
    """
    wanted = set(names)
    known = {word.casefold(): kind.key for kind in among for word in (*kind.other_names, str(kind.name))}
    found = {name: known[name.strip().casefold()] for name in wanted if name.strip().casefold() in known}
    matched = dict(ChannelName.objects.filter(name__in=wanted).values_list("name", "channel"))
    return {name: key for name, key in {**found, **matched}.items() if key}


def _own(row: Channel) -> ChannelKind:
    return ChannelKind(row.key, row.name, "", row.is_paid, can_grow=row.is_paid, other_names=frozenset({row.name.casefold()}))
