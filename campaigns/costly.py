"""What tells costs, margins, floor prices, the audit or the odds, and is therefore for those who may see costs only."""

COST_CODES = frozenset({"odds_profit", "audit_floor", "offers_contradict", "audit_traps", "price_mix"})
"""The checks whose findings do."""
