"""Writes of the day: boards counted and drawn, run-outs with the curve of the sale, ads stopped."""

from live.services.boards import (
    digest_of,
    draw_boards,
    recompute_board,
    recompute_running,
    recompute_touched,
    recount_tiers,
    thin_boards,
)
from live.services.curves import keep_curves_of_ended, keep_sale_curve
from live.services.mornings import learn_days, learn_days_of_all
from live.services.notes import pin_note, unpin_note
from live.services.play_cards import drop_card, write_card
from live.services.plays import UndoneError, measure_plays, take_card, undo_card
from live.services.replan import Replanned, apply_change
from live.services.stock import planned_for, refresh_stock, refresh_stock_of_all, stop_ads
from live.services.walls import FreshWall, make_wall, revoke_wall

__all__ = [
    "FreshWall",
    "Replanned",
    "UndoneError",
    "apply_change",
    "digest_of",
    "draw_boards",
    "drop_card",
    "keep_curves_of_ended",
    "keep_sale_curve",
    "learn_days",
    "learn_days_of_all",
    "make_wall",
    "measure_plays",
    "pin_note",
    "planned_for",
    "recompute_board",
    "recompute_running",
    "recompute_touched",
    "recount_tiers",
    "refresh_stock",
    "refresh_stock_of_all",
    "revoke_wall",
    "stop_ads",
    "take_card",
    "thin_boards",
    "undo_card",
    "unpin_note",
    "write_card",
]
