"""Commands of the live board."""
