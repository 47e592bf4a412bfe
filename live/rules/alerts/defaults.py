"""The watches every sale begins with (playbook L3 to L7, C1): shown, explained where they are used, and editable."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Default:
    """One built-in watch. Shares are 0 to 1, times in minutes; `within`: the stretch of time a measure looks at."""

    code: str
    measure: str
    above: bool
    threshold: float
    clear: float
    hold: int
    severity: str
    department: str
    escalate: int | None = None
    within: int = 60


DEFAULTS: tuple[Default, ...] = (
    Default(
        "behind",
        "gap",
        above=False,
        threshold=-0.06,
        clear=-0.03,
        hold=15,
        severity="urgent",
        department="operations",
        escalate=30,
    ),
    # The hour is the time it must hold, for what chance explains reads 0 (`rules.alerts.hour`); the five minutes are for the
    # hole that an import leaves whose worker was killed, until the next takes it up.
    *(
        Default(code, measure, above=False, threshold=-0.08, clear=-0.05, hold=5, severity="warning", department=department)
        for code, measure, department in (
            ("hour_visits", "hour.traffic", "operations"),
            ("hour_buyers", "hour.conversion", "service"),
            ("hour_value", "hour.order_value", "operations"),
            ("hour", "hour.unknown", "operations"),
        )
    ),
    Default("odds", "odds", above=False, threshold=0.3, clear=0.4, hold=20, severity="warning", department="operations"),
    Default("ahead", "gap", above=True, threshold=0.2, clear=0.12, hold=20, severity="info", department="operations"),
    Default(
        "traffic", "visitors_gap", above=False, threshold=-0.15, clear=-0.08, hold=20, severity="warning", department="operations"
    ),
    Default(
        "conversion",
        "conversion_gap",
        above=False,
        threshold=-0.15,
        clear=-0.08,
        hold=20,
        severity="warning",
        department="service",
    ),
    Default("refunds", "refund_share", above=True, threshold=0.15, clear=0.12, hold=15, severity="warning", department="service"),
    Default("unpaid", "unpaid_share", above=True, threshold=0.25, clear=0.18, hold=15, severity="warning", department="service"),
    Default(
        "data", "data_age", above=True, threshold=45, clear=30, hold=0, severity="urgent", department="operations", escalate=20
    ),
    Default(
        "ending",
        "products_ending",
        above=True,
        threshold=1,
        clear=1,
        hold=0,
        severity="urgent",
        department="operations",
        escalate=20,
        within=90,
    ),
    Default(
        "short", "pieces_short", above=True, threshold=1, clear=1, hold=5, severity="urgent", department="production", escalate=30
    ),
    Default("tasks", "tasks_late", above=True, threshold=1, clear=1, hold=10, severity="warning", department="operations"),
    Default(
        "due",
        "parcels_due",
        above=True,
        threshold=50,
        clear=20,
        hold=10,
        severity="warning",
        department="warehouse",
        escalate=60,
        within=240,
    ),
    Default("held", "parcels_held", above=True, threshold=1, clear=1, hold=5, severity="info", department="warehouse"),
)
"""In the order in which they are listed."""

BY_CODE = {each.code: each for each in DEFAULTS}
