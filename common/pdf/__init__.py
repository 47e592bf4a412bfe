"""PDF files that the program draws itself."""

from common.pdf.paper import paper_pdf
from common.pdf.report import report_pdf

__all__ = ["paper_pdf", "report_pdf"]
