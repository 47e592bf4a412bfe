"""Statistics for PostgreSQL's plans: the rows of a test's open transaction are counted by nobody else."""

from django.db import connection


def look_at_rows() -> None:
    """Let PostgreSQL look at what a test has stored, as it would by itself soon after a commit; nothing on SQLite."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
