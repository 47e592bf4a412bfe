"""Reads of the desk: whom a text means, the card of a buyer."""
