"""The arithmetic and decisions of desk: plain data in and out."""
