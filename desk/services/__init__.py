"""What is written in desk."""
