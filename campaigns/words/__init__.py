"""What the program says of a plan: first lines, sentences about problems, labels; one file a topic."""
