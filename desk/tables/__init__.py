"""Tables of the desk that people bring from a spreadsheet, read and checked."""
