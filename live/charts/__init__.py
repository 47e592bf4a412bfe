"""Rows of the board to plotly figures: `running` (the running total against the target) and `hourly` (each hour)."""
