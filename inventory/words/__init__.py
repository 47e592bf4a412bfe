"""What the program says of products and stock, one topic a file."""

from inventory.words.products import HEADERS, WORDS, header_row, not_money, why, word_of

__all__ = ["HEADERS", "WORDS", "header_row", "not_money", "why", "word_of"]
