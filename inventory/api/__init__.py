"""Products and stock for programs, one topic a file."""
