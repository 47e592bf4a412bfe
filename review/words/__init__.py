"""The words of the review."""
