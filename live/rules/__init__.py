"""What the board says, as pure arithmetic: the split of a gap, the pace, the sentence, the age of the data."""
