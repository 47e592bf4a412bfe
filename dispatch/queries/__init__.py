"""What is asked of dispatch."""
