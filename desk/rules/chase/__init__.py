"""Whom to ask for payment, in which order, who is left out at random, and what asking brought (playbook L6, L10)."""
