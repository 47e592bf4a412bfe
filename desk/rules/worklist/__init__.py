"""The work of a quiet hour: what a result leads to, what reviews come to."""
