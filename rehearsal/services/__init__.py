"""Writes of rehearsals: asked for, played, judged, stopped."""

from rehearsal.services.runs import Held, ask_rehearsal, claim_rehearsal, give_up_lost, stop_rehearsal, waiting_rehearsals

__all__ = ["Held", "ask_rehearsal", "claim_rehearsal", "give_up_lost", "stop_rehearsal", "waiting_rehearsals"]
