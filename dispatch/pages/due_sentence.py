"""What all warehouses of the 72-hour clock come to, the one sentence about it, and what stands behind that.

The sentence tells the speed of those warehouses alone that do not get there: the hands of one pack nothing in another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import format_count
from dispatch.pages.due_words import rates, slot_words, store_name
from dispatch.queries.due import DueView, Store, is_short


@dataclass(frozen=True)
class Totals:
    """What all stores come to.

    `needed`, `speed`: orders an hour, of the `short` stores, those too slow for what waits there; where none is, of all whose
    speed is known. `misses` (mean, least, most) of those whose speed is known; None: of none. `hopeless`: due before anybody
    works again. `unknown`: how many stores have no known speed, `untold` the orders that wait there.
    """

    stores: Sequence[Store]
    short: Sequence[Store]
    open: int
    overdue: int
    within: tuple[int, int, int]
    held: int
    hopeless: int
    needed: float
    speed: float | None
    misses: tuple[int, int, int] | None
    unknown: int
    untold: int
    risk: int | None
    overdue_risk: int | None

    @property
    def place(self) -> str:
        """Where it is short, where that has to be said; "" where one store is all there is, or none is short."""
        if not self.short or len(self.stores) < 2:
            return ""
        if len(self.short) == 1:
            return store_name(self.short[0], several=len({one.shop.pk for one in self.stores}) > 1)
        told = ngettext("{some} of {count} warehouse", "{some} of {count} warehouses", len(self.stores))
        return told.format(some=format_count(len(self.short)), count=format_count(len(self.stores)))


def totals(stores: Sequence[Store]) -> Totals:
    """Add up the stores. Stores of several currencies, or with an unknown penalty, have no risk together."""
    seen = [store.outlook for store in stores]
    known = [store for store in stores if store.outlook.misses is not None]
    others = [store.outlook for store in stores if store.outlook.misses is None and store.outlook.open]
    short = [store for store in known if is_short(store)]
    told = short or known
    misses = [store.outlook.misses or (0, 0, 0) for store in known]
    one_currency = len({store.shop.currency for store in stores}) == 1
    late = [one.overdue_risk for one in seen] if one_currency else [None]
    return Totals(
        stores=stores,
        short=short,
        open=sum(one.open for one in seen),
        overdue=sum(one.overdue for one in seen),
        within=(sum(one.within[0] for one in seen), sum(one.within[1] for one in seen), sum(one.within[2] for one in seen)),
        held=sum(store.held for store in stores),
        hopeless=sum(one.hopeless for one in seen),
        needed=sum(store.outlook.needed or 0.0 for store in told or stores),
        speed=sum(store.speed.mean for store in told if store.speed) if known else None,
        misses=(sum(one[0] for one in misses), sum(one[1] for one in misses), sum(one[2] for one in misses)) if known else None,
        unknown=len(others),
        untold=sum(one.open for one in others),
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
        return _missing(sums, sums.misses[0], sums.speed)
    if sums.unknown:
        return _("{open} wait, {late} of them late already; for {untold} no speed is known, the others leave in time.").format(
            open=_parcels(sums.open), late=format_count(sums.overdue), untold=format_count(sums.untold)
        )
    speed, needed = rates(sums.speed, sums.needed)
    if sums.overdue:
        told = ngettext(
            "{count} order is late already; the others leave in time at {speed} an hour.",
            "{count} orders are late already; the others leave in time at {speed} an hour.",
            sums.overdue,
        )
        return told.format(count=format_count(sums.overdue), speed=speed)
    return _("All of {open} leave in time: {speed} leave an hour, {needed} are needed.").format(
        open=_parcels(sums.open), speed=speed, needed=needed
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
    if sums.unknown and sums.misses is not None and sums.misses[0]:
        told = ngettext(
            "Of {count} warehouse the speed is not known.", "Of {count} warehouses the speed is not known.", sums.unknown
        )
        said.append(told.format(count=format_count(sums.unknown)))
    if sums.hopeless and (sums.short or sums.misses is None):
        said.append(
            ngettext(
                "{count} is due before anybody works again.", "{count} are due before anybody works again.", sums.hopeless
            ).format(count=format_count(sums.hopeless))
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


def _missing(sums: Totals, count: int, speed: float) -> str:
    """Say how many miss: for want of speed, and where; or because nobody works before they are due."""
    told = {"count": format_count(count), "place": sums.place}
    told["speed"], told["needed"] = rates(speed, sums.needed)
    if not sums.short:
        return ngettext(
            "{count} order will miss its time: nobody works before it is due.",
            "{count} orders will miss their time: nobody works before they are due.",
            count,
        ).format(**told)
    if sums.place:
        return ngettext(
            "{count} order will miss its time: in {place} {speed} leave an hour, {needed} are needed.",
            "{count} orders will miss their time: in {place} {speed} leave an hour, {needed} are needed.",
            count,
        ).format(**told)
    return ngettext(
        "{count} order will miss its time: {speed} leave an hour, {needed} are needed.",
        "{count} orders will miss their time: {speed} leave an hour, {needed} are needed.",
        count,
    ).format(**told)


def _parcels(number: int) -> str:
    return ngettext("{count} order", "{count} orders", number).format(count=format_count(number))


def _where(store: Store, view: DueView) -> str:
    if len(view.stores) < 2:
        return ""
    return _(" in {place}").format(place=store_name(store, several=len({one.shop.pk for one in view.stores}) > 1))
