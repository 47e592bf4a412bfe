"""Where a day, a phase or a sale will end, with its odds (F1).

Ordinary days are projected from the shop's own days, sales from their plan and earlier sales.
"""
