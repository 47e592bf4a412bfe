"""What a template of the plan shows, made ready from what the queries found; one file a page."""
