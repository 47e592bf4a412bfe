"""Commands about buyers."""
