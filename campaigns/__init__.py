"""PLAN. Campaign, stages, phases and the target curve."""
