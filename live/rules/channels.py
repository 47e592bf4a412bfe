"""Which channel the traffic part of a gap comes from: exact within that part (rules L5 and P2, F3).

Each channel gets the visitors it brings above its plan (below, when negative) times what one visitor of the window is worth:
L(revenue) / L(visitors), the logarithmic means of plan and actual. Summed over the channels that is L(revenue) * ln(actual
visitors / planned visitors), the traffic part of `rules.split` itself, so nothing is left over. A channel whose visitors buy
more than others' is not weighed differently: what a shift between channels does to the buying is conversion.

Channels are keys; "" stands for visitors that a file told without a channel. While there are any in a window, or no channel is
planned, the window's traffic part cannot be told apart, and "" gets all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from live.rules.split import Factors, log_mean, whole_parts

UNTOLD = ""


@dataclass(frozen=True)
class ChannelHour:
    """Visitors of one hour by channel, slots since the start of the sale, half open; it may reach out of the sale."""

    start: int
    end: int
    visitors: Mapping[str, int]


@dataclass(frozen=True)
class ChannelFacts:
    """The planned visitors of each channel over the whole sale, and the reported ones by hour."""

    planned: Mapping[str, int] = field(default_factory=dict)
    hours: Sequence[ChannelHour] = ()

    @property
    def names(self) -> list[str]:
        """All channels: the planned ones in the order of the plan, then those that were only seen; "" the last."""
        seen = {key for hour in self.hours for key in hour.visitors}
        return [*self.planned, *sorted(seen - set(self.planned) - {UNTOLD}), UNTOLD]

    def seen(self, a: int, b: int) -> dict[str, float]:
        """Return the visitors reported in [a, b) by channel; an hour that lies partly in it gives that part of each."""
        found: dict[str, float] = {}
        for hour in self.hours:
            inside = min(b, hour.end) - max(a, hour.start)
            if inside > 0:
                for key, visitors in hour.visitors.items():
                    found[key] = found.get(key, 0.0) + visitors * inside / (hour.end - hour.start)
        return found


def split_traffic(
    part: int, *, target: Factors, actual: Factors, planned: Mapping[str, float], seen: Mapping[str, float]
) -> dict[str, int]:
    """Return what each channel contributed to the traffic part of a gap, minor units that add up to `part` exactly.

    `planned` and `seen` say how the visitors of `target` and `actual` come by channel; only their proportions count. A channel
    that is on neither side is left out.

    >>> plan, fact = Factors(1000, 100, 10_000), Factors(800, 80, 8_000)
    >>> split_traffic(-2000, target=plan, actual=fact, planned={"ads": 600, "search": 400}, seen={"ads": 350, "search": 450})
    {'ads': -2500, 'search': 500}
    >>> split_traffic(-2000, target=plan, actual=fact, planned={"ads": 600, "search": 400}, seen={"": 800})
    {'': -2000}
    """
    before, after = _spread(planned, target.visitors), _spread(seen, actual.visitors)
    if not before or not any(planned.values()) or seen.get(UNTOLD) or not _can_tell(actual, after):
        return {UNTOLD: part}
    keys = list(dict.fromkeys([*before, *after]))
    more = [after.get(key, 0.0) - before.get(key, 0.0) for key in keys]
    rate = _worth_of_a_visitor(part, target, actual, sum(more))
    return dict(zip(keys, whole_parts(part, [each * rate for each in more]), strict=True))


def _can_tell(actual: Factors, after: Mapping[str, float]) -> bool:
    """Tell whether the visitors that came are known by channel; none at all came from each of them."""
    return bool(after) if actual.visitors else actual.visitors == 0


def _spread(by_channel: Mapping[str, float], visitors: float | None) -> dict[str, float]:
    """Return the visitors shared out as the channels' numbers are; nothing where one of the two is unknown."""
    whole = sum(by_channel.values())
    if visitors is None or whole <= 0:
        return {}
    return {key: visitors * value / whole for key, value in by_channel.items() if value or key}


def _worth_of_a_visitor(part: int, target: Factors, actual: Factors, more: float) -> float:
    """Return what one visitor more is worth, so that all of them together make the traffic part."""
    planned, came = target.visitors or 0, actual.visitors or 0
    if part and planned > 0 and came > 0 and (target.revenue_minor or 0) > 0 and (actual.revenue_minor or 0) > 0:
        return log_mean(target.revenue_minor or 0, actual.revenue_minor or 0) / log_mean(planned, came)
    if not part:
        even = planned > 0 and planned == came and (target.revenue_minor or 0) > 0 and (actual.revenue_minor or 0) > 0
        return log_mean(target.revenue_minor or 0, actual.revenue_minor or 0) / planned if even else 0.0
    return part / more if more else 0.0
