"""Real workers, really killed."""
