"""The facts: shops, orders, lines, traffic."""
