"""Reads of rehearsals, and of what a day is drawn from."""
