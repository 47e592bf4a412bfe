"""Writes of audience lists: consent kept, lists frozen by a worker, taken out, their orders counted."""
