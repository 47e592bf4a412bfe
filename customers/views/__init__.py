"""Pages of buyers, one topic a file."""
