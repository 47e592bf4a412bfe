"""Reads of the board: `counted` puts one together from the plan and the numbers, `shown` reads the newest and says it."""
