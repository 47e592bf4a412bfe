"""How often an address may be asked for without an account. Each process counts on its own; there are few of them."""

from datetime import datetime

from django.core.cache import cache


def is_within(limit: int, *, kind: str, who: str, at: datetime) -> bool:
    """Count one more try of `who` in this minute and tell whether it is within the limit."""
    key = f"limit.{kind}.{who}.{int(at.timestamp()) // 60}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it was thrown out of a full cache between the two
        return True


def is_spent(limit: int, *, kind: str, who: str, at: datetime) -> bool:
    """Tell whether `who` has used up the limit of this minute, without counting."""
    used: int = cache.get(f"limit.{kind}.{who}.{int(at.timestamp()) // 60}", 0)
    return used >= limit
