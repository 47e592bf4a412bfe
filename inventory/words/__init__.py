"""What the program says of products and stock, one topic a file."""

from inventory.words.products import HEADERS, WORDS, cost_warning, header_row, not_count, not_money, why, word_of

__all__ = ["HEADERS", "WORDS", "cost_warning", "header_row", "not_count", "not_money", "why", "word_of"]
