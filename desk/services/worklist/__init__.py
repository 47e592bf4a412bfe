"""Writes of the work list: reviews taken in, calls reported, core buyers kept."""
