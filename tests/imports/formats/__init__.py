"""The declared formats."""
