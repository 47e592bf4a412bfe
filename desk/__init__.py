"""The agent's pages: buyer card, offers for this buyer, scripts, unpaid chase, work list."""
