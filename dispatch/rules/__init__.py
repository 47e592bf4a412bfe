"""The arithmetic and decisions of dispatch: plain data in and out."""
