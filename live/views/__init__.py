"""The pages of a sale day: the board, the stock cockpit, what is oversold."""
