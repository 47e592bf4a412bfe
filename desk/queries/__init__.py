"""What is asked of desk."""
