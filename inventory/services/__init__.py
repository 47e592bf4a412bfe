"""Writes to products, prices and stock: what files claim, what order lines show, what people set and count."""

from inventory.services.accepting import accept_proposals, lock_tier, set_role, set_terms, take_back
from inventory.services.claims import Counts, forget_products, meet_products, take_products
from inventory.services.counts import MOST_UNITS, Counted, CountError, drop_count, forget_counts, take_counts, tell_counts
from inventory.services.editing import ProductError, edit_products
from inventory.services.interest import forget_interest, take_interest
from inventory.services.levels import mark_levels, refill_levels, refresh_levels, shops_with_stale_levels
from inventory.services.offered import drop_price, forget_prices, take_prices, type_price
from inventory.services.paid import mark_paid, refill_paid, stale_shops
from inventory.services.reserves import ReserveError, keep_reserve, release_reserve
from inventory.services.runouts import interval_of, note_data, plan_stock_day, refresh_run_outs, set_stock_day
from inventory.services.selection import choose, forget_market, score_products, take_market
from inventory.services.stocktakes import (
    Again,
    CountedBeforeError,
    close_stocktake,
    count_in,
    discard_stocktake,
    open_stocktake,
    take_count_back,
)
from inventory.services.tiers import plan_cuts, refresh_tiers, retier, shops_to_refresh

__all__ = [
    "MOST_UNITS",
    "Again",
    "CountError",
    "Counted",
    "CountedBeforeError",
    "Counts",
    "ProductError",
    "ReserveError",
    "accept_proposals",
    "choose",
    "close_stocktake",
    "count_in",
    "discard_stocktake",
    "drop_count",
    "drop_price",
    "edit_products",
    "forget_counts",
    "forget_interest",
    "forget_market",
    "forget_prices",
    "forget_products",
    "interval_of",
    "keep_reserve",
    "lock_tier",
    "mark_levels",
    "mark_paid",
    "meet_products",
    "note_data",
    "open_stocktake",
    "plan_cuts",
    "plan_stock_day",
    "refill_levels",
    "refill_paid",
    "refresh_levels",
    "refresh_run_outs",
    "refresh_tiers",
    "release_reserve",
    "retier",
    "score_products",
    "set_role",
    "set_stock_day",
    "set_terms",
    "shops_to_refresh",
    "shops_with_stale_levels",
    "stale_shops",
    "take_back",
    "take_count_back",
    "take_counts",
    "take_interest",
    "take_market",
    "take_prices",
    "take_products",
    "tell_counts",
    "type_price",
]
