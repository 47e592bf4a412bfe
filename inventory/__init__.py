"""Products, tiers, stock and buffers."""
