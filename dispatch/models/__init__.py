"""What dispatch keeps."""
