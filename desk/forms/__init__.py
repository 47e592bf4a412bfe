"""What people of the desk fill in."""
