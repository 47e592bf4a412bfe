"""What desk keeps."""
