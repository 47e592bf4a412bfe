"""What a spreadsheet of the plan holds, one file a topic. `common.spreadsheets` makes the file."""
