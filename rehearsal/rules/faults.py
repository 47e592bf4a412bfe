"""What can be made to go wrong in a rehearsal, and how it is written down. Minutes count from the start of the sale."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TRAFFIC, CONVERSION, STOCK_OUT = "traffic", "conversion", "stock_out"
LATE_DATA, DUPLICATES, WORKER_KILLED = "late_data", "duplicates", "worker_killed"
KINDS = (TRAFFIC, CONVERSION, STOCK_OUT, LATE_DATA, DUPLICATES, WORKER_KILLED)
LASTS = {TRAFFIC: 120, CONVERSION: 120, STOCK_OUT: 120, LATE_DATA: 120, DUPLICATES: 10, WORKER_KILLED: 10}
WITH_SUBJECT = frozenset({TRAFFIC, STOCK_OUT})
WITH_SHARE = frozenset({TRAFFIC, CONVERSION})
USUAL_SHARE = 0.6

_TEXT = re.compile(
    r"^(?P<kind>[a-z_]+)(=(?P<subject>[^@]+))?@(?P<h>\d{1,3}):(?P<m>\d\d)(\+(?P<minutes>\d{1,4}))?(x(?P<share>0?\.\d+|1))?$"
)


class BadFault(ValueError):  # noqa: N818 - told to the person who wrote it
    """A fault that cannot be planted; the message says why."""


@dataclass(frozen=True)
class Fault:
    """One fault: from minute `start` for `minutes`, `share` (0 to 1) of the visitors or orders is lost.

    `subject`: the channel of a traffic loss or the SKU of a stock-out; "" leaves the choice to the day (the largest).
    """

    kind: str
    start: int
    minutes: int
    share: float = USUAL_SHARE
    subject: str = ""

    @property
    def end(self) -> int:
        """The minute after its last."""
        return self.start + self.minutes

    def as_dict(self) -> dict[str, Any]:
        """Return it as the row keeps it."""
        return {"kind": self.kind, "start": self.start, "minutes": self.minutes, "share": self.share, "subject": self.subject}


def fault_of(told: dict[str, Any]) -> Fault:
    """Return the fault that a row keeps."""
    return Fault(told["kind"], told["start"], told["minutes"], told["share"], told["subject"])


def read_fault(text: str) -> Fault:
    """Read KIND[=SUBJECT]@H:MM[+MINUTES][xSHARE]; H:MM is counted from the start of the sale, 36:00 is its second noon.

    >>> read_fault("conversion@10:30+90x0.5")
    Fault(kind='conversion', start=630, minutes=90, share=0.5, subject='')
    >>> read_fault("traffic=直播@9:00").subject, read_fault("worker_killed@1:10").minutes
    ('直播', 10)
    >>> read_fault("conversion=SKU-1@1:00")
    Traceback (most recent call last):
    rehearsal.rules.faults.BadFault: conversion has no subject; only stock_out, traffic have.
    """
    found = _TEXT.match(text.strip())
    if found is None:
        raise BadFault(f"{text}: write a fault like conversion@10:30+120x0.6, the time counted from the start of the sale.")
    kind = found["kind"]
    if kind not in KINDS:
        raise BadFault(f"{kind} is no fault that can be planted; there are {', '.join(KINDS)}.")
    if found["subject"] and kind not in WITH_SUBJECT:
        raise BadFault(f"{kind} has no subject; only {', '.join(sorted(WITH_SUBJECT))} have.")
    start = int(found["h"]) * 60 + int(found["m"])
    minutes = int(found["minutes"] or LASTS[kind])
    return Fault(kind, start, max(1, minutes), float(found["share"] or USUAL_SHARE), (found["subject"] or "").strip())


def check_faults(faults: Iterable[Fault], *, first: int, until: int) -> None:
    """Raise BadFault for one that begins outside of [first, until), where nobody could see it."""
    for fault in faults:
        if not first <= fault.start < until:
            raise BadFault(f"{fault.kind} at {clock_words(fault.start)} lies outside of what is played.")


def clock_words(minute: int) -> str:
    """Write minutes since the start as hours and minutes.

    >>> clock_words(630), clock_words(1505)
    ('10:30', '25:05')
    """
    return f"{minute // 60}:{minute % 60:02}"
