"""Buyers for programs, one topic a file."""
