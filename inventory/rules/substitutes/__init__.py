"""What can stand in for a product that is gone: proposals with a score that explains itself (playbook L4)."""

from inventory.rules.substitutes.gaps import gaps, turned_to
from inventory.rules.substitutes.ranking import Candidate, Evidence, Proposal, ranked
from inventory.rules.substitutes.titles import likeness

__all__ = ["Candidate", "Evidence", "Proposal", "gaps", "likeness", "ranked", "turned_to"]
