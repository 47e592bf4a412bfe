"""What the page of the 72-hour clock says."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.moments import format_moment
from common.money import format_count, format_money
from common.windows import slot_start
from dispatch.queries.due import DueView, Store

_SLOT = timedelta(seconds=600)


@dataclass(frozen=True)
class Totals:
    """What all stores come to.

    `needed`, `speed`: orders an hour, and `misses` (mean, least, most), of the stores whose speed is known; None: of none.
    `unknown`: how many the others are.
    """

    open: int
    overdue: int
    within: tuple[int, int, int]
    held: int
    needed: float
    speed: float | None
    misses: tuple[int, int, int] | None
    unknown: int
    risk: int | None
    overdue_risk: int | None


def totals(stores: list[Store]) -> Totals:
    """Add up the stores. Stores of several currencies, or with an unknown penalty, have no risk together."""
    seen = [store.outlook for store in stores]
    known = [store for store in stores if store.outlook.misses is not None]
    misses = [store.outlook.misses or (0, 0, 0) for store in known]
    one_currency = len({store.shop.currency for store in stores}) == 1
    late = [one.overdue_risk for one in seen] if one_currency else [None]
    return Totals(
        open=sum(one.open for one in seen),
        overdue=sum(one.overdue for one in seen),
        within=(sum(one.within[0] for one in seen), sum(one.within[1] for one in seen), sum(one.within[2] for one in seen)),
        held=sum(store.held for store in stores),
        needed=sum(store.outlook.needed or 0.0 for store in known or stores),
        speed=sum(store.speed.mean for store in known if store.speed) if known else None,
        misses=(sum(one[0] for one in misses), sum(one[1] for one in misses), sum(one[2] for one in misses)) if known else None,
        unknown=sum(1 for store in stores if store.outlook.misses is None and store.outlook.open),
        risk=None if None in late else sum(one.risk or 0 for one in seen),
        overdue_risk=None if None in late else sum(risk or 0 for risk in late),
    )


def sentence(sums: Totals) -> str:
    """Say whether everything leaves in time."""
    if not sums.open:
        return _("Nothing waits to be shipped.")
    if sums.misses is None or sums.speed is None:
        return _("{open} wait, {due} of them due within 24 hours; how fast the warehouse ships is not known yet.").format(
            open=_parcels(sums.open), due=format_count(sums.within[2])
        )
    if sums.misses[0]:
        told = ngettext(
            "{count} order will miss its time: {speed} leave an hour, {needed} are needed.",
            "{count} orders will miss their time: {speed} leave an hour, {needed} are needed.",
            sums.misses[0],
        )
        return told.format(count=format_count(sums.misses[0]), speed=rate(sums.speed), needed=rate(sums.needed))
    if sums.overdue:
        told = ngettext(
            "{count} order is late already; the others leave in time at {speed} an hour.",
            "{count} orders are late already; the others leave in time at {speed} an hour.",
            sums.overdue,
        )
        return told.format(count=format_count(sums.overdue), speed=rate(sums.speed))
    return _("All of {open} leave in time: {speed} leave an hour, {needed} are needed.").format(
        open=_parcels(sums.open), speed=rate(sums.speed), needed=rate(sums.needed)
    )


def why(view: DueView, sums: Totals) -> list[str]:
    """Say what stands behind it: the interval, the hour that breaks, what is held, what the files do not tell."""
    said = []
    if sums.misses is not None and sums.misses[2] > sums.misses[1]:
        said.append(
            _("With the doubt about the speed: {least} to {most}.").format(
                least=format_count(sums.misses[1]), most=format_count(sums.misses[2])
            )
        )
    breaking = [store for store in view.stores if store.outlook.breaks_at is not None]
    if breaking:
        first = min(breaking, key=lambda store: store.outlook.breaks_at or 0)
        said.append(
            _("It breaks at {time}{where}.").format(time=slot_words(first.outlook.breaks_at, first), where=_where(first, view))
        )
    if sums.unknown and sums.misses is not None:
        told = ngettext(
            "Of {count} warehouse the speed is not known.", "Of {count} warehouses the speed is not known.", sums.unknown
        )
        said.append(told.format(count=format_count(sums.unknown)))
    hopeless = sum(store.outlook.hopeless for store in view.stores)
    if hopeless:
        said.append(
            ngettext(
                "{count} is due before anybody works again.", "{count} are due before anybody works again.", hopeless
            ).format(count=format_count(hopeless))
        )
    if sums.held:
        said.append(
            ngettext("{count} is held and off the clock.", "{count} are held and off the clock.", sums.held).format(
                count=format_count(sums.held)
            )
        )
    if view.forgotten:
        said.append(
            ngettext(
                "{count} was paid so long ago that only the file is old; it is not counted.",
                "{count} were paid so long ago that only the files are old; they are not counted.",
                view.forgotten,
            ).format(count=format_count(view.forgotten))
        )
    if view.unreadable:
        said.append(
            ngettext(
                "{count} has a state nobody has explained yet.", "{count} have a state nobody has explained yet.", view.unreadable
            ).format(count=format_count(view.unreadable))
        )
    return said


def rate(value: float) -> str:
    """Write orders an hour: whole from ten on, one decimal below."""
    return format_count(round(value)) if value >= 10 else f"{value:.1f}".removesuffix(".0")


def slot_words(slot: float | None, store: Store) -> str:
    """Write a moment given in slots by the shop's clock; empty for None."""
    if slot is None:
        return ""
    return format_moment(slot_start(int(slot)) + (slot - int(slot)) * _SLOT, store.shop.time_zone)


def store_name(store: Store, *, several: bool) -> str:
    """Name a warehouse, with its shop where several are shown."""
    name = store.name or _("not told")
    return f"{store.shop.name} · {name}" if several else name


def risk_words(minor: int | None, currency: str) -> str:
    """Write the money at risk; empty where nobody has told the penalty."""
    return "" if minor is None else format_money(minor, currency)


def _where(store: Store, view: DueView) -> str:
    if len(view.stores) < 2:
        return ""
    return _(" in {place}").format(place=store_name(store, several=len({one.shop.pk for one in view.stores}) > 1))


def _parcels(number: int) -> str:
    return ngettext("{count} order", "{count} orders", number).format(count=format_count(number))
