"""The law of the facts, pure: what a set of exports says about an order."""
