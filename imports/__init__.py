"""Doors for files: read, recognise, map, check, load, undo."""
