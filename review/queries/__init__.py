"""What is asked of review."""
