"""The arithmetic and decisions of review: plain data in and out."""
