"""The doors to chat services: a message goes out, an answer comes back. Nothing here reads the database."""
