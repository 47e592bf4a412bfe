"""What is asked of dispatch."""

from dispatch.queries.reasons import holds_on

__all__ = ["holds_on"]
