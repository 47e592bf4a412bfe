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
from live.services.play_cards import drop_card, write_card
from live.services.plays import UndoneError, measure_plays, take_card, undo_card
from live.services.stock import planned_for, refresh_stock, refresh_stock_of_all, stop_ads

__all__ = [
    "UndoneError",
    "digest_of",
    "draw_boards",
    "drop_card",
    "keep_curves_of_ended",
    "keep_sale_curve",
    "learn_days",
    "learn_days_of_all",
    "measure_plays",
    "planned_for",
    "recompute_board",
    "recompute_running",
    "recompute_touched",
    "recount_tiers",
    "refresh_stock",
    "refresh_stock_of_all",
    "stop_ads",
    "take_card",
    "thin_boards",
    "undo_card",
    "write_card",
]
