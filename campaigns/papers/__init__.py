"""The papers of a sale: the pitch sheet for the platform (playbook P10) and the plan on one page for the boss."""

from campaigns.papers.one_page import one_page
from campaigns.papers.pitch_sheet import pitch_sheet

PAPERS = {"pitch": pitch_sheet, "plan": one_page}

__all__ = ["PAPERS", "one_page", "pitch_sheet"]
