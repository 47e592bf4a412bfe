"""What a template shows, made ready from what the queries found, one topic a file."""
