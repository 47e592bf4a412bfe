"""What the desk's templates show, made ready from what the queries found."""
