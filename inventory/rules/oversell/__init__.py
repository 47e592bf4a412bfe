"""Oversell risk: that more is sold than is there between two imports, over shops that list the same pieces (playbook L7, F16)."""
