"""Who is meant by an audience list, as plain data that is kept with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Returning(StrEnum):
    """How a buyer stands to the last three months (playbook W3)."""

    ANY = ""
    WON = "won"
    CAME_BACK = "came_back"
    SILENT = "silent"


class ConsentMode(StrEnum):
    """Whom the list may hold: only who agreed, or everybody who has not refused."""

    AGREED = "agreed"
    NOT_REFUSED = "not_refused"


class Reason(StrEnum):
    """Why an account is left out; the first that holds, in this order, is counted."""

    FORGOTTEN = "forgotten"
    BARRED = "barred"
    REFUND = "refund"
    REFUSED = "refused"
    UNASKED = "unasked"
    SAME_PERSON = "same_person"


@dataclass(frozen=True)
class Criteria:
    """All of these must hold. Tiers and labels by number, one of them is enough; days since the last paid order; 0: any."""

    tiers: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    campaign: int | None = None
    silent_from: int = 0
    silent_to: int = 0
    orders_from: int = 1
    returning: Returning = Returning.ANY
    consent: ConsentMode = ConsentMode.AGREED

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self) | {"tiers": list(self.tiers), "labels": list(self.labels)}


def criteria_from(kept: Mapping[str, Any]) -> Criteria:
    """Return what `Criteria.as_dict` gave; names that are not known are passed over.

    >>> criteria_from(Criteria(tiers=(3,), silent_from=30).as_dict()) == Criteria(tiers=(3,), silent_from=30)
    True
    """
    told = {name: kept[name] for name in Criteria.__dataclass_fields__ if name in kept}
    told |= {name: tuple(told.get(name, ())) for name in ("tiers", "labels")}
    return Criteria(**{**told, "returning": Returning(told.get("returning", "")),
                       "consent": ConsentMode(told.get("consent", ConsentMode.AGREED))})  # fmt: skip


def reason_for(
    *, forgotten: bool, barred: bool, refunding: bool, consent: bool | None, mode: ConsentMode, taken: bool
) -> Reason | None:
    """Return why an account is left out, None when it is in. `consent` None: nobody has said; `taken`: the person is in already.

    >>> no = {"forgotten": False, "barred": False, "refunding": False, "taken": False}
    >>> str(reason_for(**no, consent=None, mode=ConsentMode.AGREED)), reason_for(**no, consent=None, mode=ConsentMode.NOT_REFUSED)
    ('unasked', None)
    """
    if forgotten:
        return Reason.FORGOTTEN
    if barred:
        return Reason.BARRED
    if refunding:
        return Reason.REFUND
    if consent is False:
        return Reason.REFUSED
    if consent is None and mode is ConsentMode.AGREED:
        return Reason.UNASKED
    return Reason.SAME_PERSON if taken else None
