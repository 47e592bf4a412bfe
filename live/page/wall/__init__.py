"""What a screen on a wall shows, made from the board in its own words: large, few, and without amounts where it must be."""
