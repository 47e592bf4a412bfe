"""What makes an order abnormal (playbook C2): each rule sees an order as it stands and says what it saw, or nothing."""

from dispatch.rules.abnormal.defaults import DEFAULTS, DUE_HOURS, NAMES, Thresholds
from dispatch.rules.abnormal.examine import Around, examine
from dispatch.rules.abnormal.reconcile import Kept, Step, reconcile
from dispatch.rules.abnormal.seen import Finding, LineSeen, OrderSeen

__all__ = [
    "DEFAULTS",
    "DUE_HOURS",
    "NAMES",
    "Around",
    "Finding",
    "Kept",
    "LineSeen",
    "OrderSeen",
    "Step",
    "Thresholds",
    "examine",
    "reconcile",
]
