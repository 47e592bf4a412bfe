"""What review keeps."""
