"""The numbers: definitions, rollups by slot and hour, one way to ask."""
