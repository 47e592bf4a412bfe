"""The forms of the plan, one file a topic."""
