"""How near the end of a SKU is, in one word."""

DAY_MINUTES = 24 * 60.0


def state_of(*, pieces: int | None, line: int, set_line: int | None, likely_minutes: float, sale_minutes: float | None) -> str:
    """Return gone, alert, watch, calm or uncounted.

    `line` is the alert line that was worked out, `set_line` a person's. A last piece that nobody asks for within a day is no
    alarm of its own. `sale_minutes`: until the sale ends; None outside of one, then a day counts.

    >>> from math import inf
    >>> def told(pieces, minutes, **more):
    ...     return state_of(**{"line": 10, "set_line": None, "sale_minutes": 600.0} | more, pieces=pieces, likely_minutes=minutes)
    >>> [told(0, 0.0), told(8, 40.0), told(8, inf), told(8, inf, set_line=9), told(99, 400.0), told(99, 700.0), told(None, inf)]
    ['gone', 'alert', 'calm', 'alert', 'watch', 'calm', 'uncounted']
    """
    if pieces is None:
        return "uncounted"
    if pieces <= 0:
        return "gone"
    if pieces <= set_line if set_line is not None else (pieces <= line and likely_minutes < DAY_MINUTES):
        return "alert"
    return "watch" if likely_minutes < (DAY_MINUTES if sale_minutes is None else sale_minutes) else "calm"
