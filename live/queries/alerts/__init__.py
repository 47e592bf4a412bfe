"""What is read for alerts: the numbers that are watched, incidents, channels, messages."""
