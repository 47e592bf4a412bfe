"""Commands of rehearsals."""
