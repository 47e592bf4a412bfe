"""What the pages of the review show, made ready for templates and files alike."""
