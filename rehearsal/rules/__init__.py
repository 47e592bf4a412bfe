"""The pure part: a day drawn, faults planted in it, signs read off a board, the score. No clock, no database, seeded dice."""
