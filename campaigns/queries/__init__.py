"""Reads of the plan. Slots are whole numbers (UTC epoch // 600), money minor units of the campaign's currency."""

from campaigns.queries.board import PhaseSpan, SlotTarget, phase_spans, running, target_slots, touching
from campaigns.queries.target import TargetArrays, target_arrays

__all__ = ["PhaseSpan", "SlotTarget", "TargetArrays", "phase_spans", "running", "target_arrays", "target_slots", "touching"]
