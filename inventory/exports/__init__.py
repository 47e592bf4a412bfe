"""Tables people take home, one topic a file."""
