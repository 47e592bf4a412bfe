"""What is written in review."""
