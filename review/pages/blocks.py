"""The blocks of a review in the order in which the boss reads them."""

from review.pages import facts, tables
from review.pages.tables import Body, Make, Table

MAKERS: dict[str, Make] = {
    "money": tables.money,
    "steps": tables.steps,
    "phases": tables.phases,
    "tiers": tables.tiers,
    "channels": tables.channels,
    "offers": tables.offers,
    "products": tables.products,
    "buyers": facts.buyers,
    "service": facts.service,
    "chase": facts.chase,
    "pictures": facts.pictures,
    "tasks": facts.tasks,
    "disagreements": facts.disagreements,
}


def blocks_of(body: Body) -> list[Table]:
    """Return the blocks that have something to say, but for the steps, which stand as a picture."""
    found = [make(body) for name, make in MAKERS.items() if name != "steps"]
    return [table for table in found if table.rows]
