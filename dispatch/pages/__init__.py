"""What the pages of dispatch show and say, made ready from what the queries found."""
