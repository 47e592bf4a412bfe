"""Let the newest board of a sale say other numbers: how much of its plan each figure reaches, and what the gap comes from."""

from live.models import BoardSnapshot
from tests.live.scenario import Sale


def say(
    sale: Sale, *, revenue: float = 1.0, visitors: float = 1.0, conversion: float = 1.0, cause: str, odds: float = 0.6
) -> None:
    """Write a board on which the figures so far are these parts of what was due."""
    newest = BoardSnapshot.objects.filter(campaign=sale.campaign).order_by("-id").first()
    board = newest.board
    for name, part in (("revenue", revenue), ("visitors", visitors), ("conversion", conversion)):
        figure = board["so_far"][name]
        figure |= {"actual": figure["due"] * part, "gap": figure["due"] * (part - 1)}
    board["sentence"] |= {"cause": cause}
    board["so_far"]["split"] |= {cause: round(board["so_far"]["revenue"]["gap"])}
    for told in (board["outlook"]["sale"], *board["outlook"]["days"]):
        told["odds"] = odds
    BoardSnapshot.objects.create(
        campaign=sale.campaign,
        version=newest.version,
        built_at=newest.built_at,
        data_as_of=newest.data_as_of,
        digest=f"{revenue}{visitors}{conversion}{cause}{odds}",
        board=board,
    )
