"""The playbook's arithmetic: when a card opens, what it did."""
