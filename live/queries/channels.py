"""The visitors of a sale by channel, as planned and as files told them, on the sale's axis of slots."""

from django.db.models import Sum

from campaigns.models import Campaign, TrafficLine
from campaigns.queries.channels import channel_of_names, channels, named_channels
from campaigns.queries.traffic_actuals import UNTOLD as TOLD_OF_ALL
from common.windows import Window
from live.rules.channels import UNTOLD, ChannelFacts, ChannelHour
from orders.models import TrafficHour

UNMATCHED = "?"
"""Before the name of a file's channel that means none of the house's: such a name is a channel of its own."""
HOUR_SLOTS = 6


def channel_facts(*, campaign: Campaign, window: Window) -> ChannelFacts:
    """Return the planned visitors of each channel and the reported ones of every hour that touches the window.

    Slots are counted from its first. A name of a file that matches no channel becomes "?name"; visitors told without a channel
    have the key "".
    """
    planned = dict(TrafficLine.objects.filter(campaign=campaign).order_by("pk").values_list("channel", "visitors"))
    rows = TrafficHour.objects.filter(
        shop__in=campaign.shops.all(), hour__gt=window.start - HOUR_SLOTS, hour__lt=window.end, visitors__isnull=False
    )
    told = list(rows.order_by("hour", "channel").values_list("hour", "channel").annotate(Sum("visitors")))
    names = {name for _hour, name, _visitors in told}
    keys = channel_of_names(names - {TOLD_OF_ALL}, among=channels(campaign=campaign)) if names - {TOLD_OF_ALL} else {}
    hours: dict[int, dict[str, int]] = {}
    for hour, name, visitors in told:
        key = UNTOLD if name == TOLD_OF_ALL else keys.get(name, f"{UNMATCHED}{name}")
        by_channel = hours.setdefault(hour - window.start, {})
        by_channel[key] = by_channel.get(key, 0) + visitors
    return ChannelFacts(planned, [ChannelHour(start, start + HOUR_SLOTS, seen) for start, seen in sorted(hours.items())])


def channel_names(keys: list[str]) -> dict[str, str]:
    """Return what each key of `channel_facts` is called, in the active language; "" is left out."""
    kinds = named_channels(key for key in keys if key and not key.startswith(UNMATCHED))
    return {key: str(kinds[key].name) if key in kinds else key.removeprefix(UNMATCHED) for key in keys if key}
