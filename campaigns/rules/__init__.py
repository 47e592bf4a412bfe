"""The arithmetic of a plan: plain data in and out, no database, no clock."""
