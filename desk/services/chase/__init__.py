"""Writes of the unpaid chase: opened, ranked, shared out, worked, stopped."""
