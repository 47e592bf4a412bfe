"""PDF files that the program draws itself."""

from common.pdf.paper import paper_pdf

__all__ = ["paper_pdf"]
