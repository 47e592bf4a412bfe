"""What is asked of dispatch."""

from dispatch.queries.asked import asking_back
from dispatch.queries.reasons import holds_on

__all__ = ["asking_back", "holds_on"]
