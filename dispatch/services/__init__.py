"""What is written in dispatch."""
