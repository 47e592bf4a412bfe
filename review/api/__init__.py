"""The REST interface of review."""
