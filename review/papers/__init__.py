"""A report as papers: one page for the boss, and all of it; the same words and numbers as the pages."""

from review.papers.full import full_report
from review.papers.one_page import one_page

__all__ = ["full_report", "one_page"]
