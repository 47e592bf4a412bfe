"""Tables that people bring from a spreadsheet, read and checked."""
