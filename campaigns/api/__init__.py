"""The REST interface of the plan, one file a topic."""
