"""The shape of the plan over REST, one file a topic."""
