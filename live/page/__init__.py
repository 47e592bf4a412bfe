"""What the board page writes, made ready from the board's JSON: tiles, findings, rows, the reason. No query, no clock."""
