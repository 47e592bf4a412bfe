"""How often a law of the database is tried: in full where `make test` tries it first, on SQLite."""

from django.db import connection


def examples(full: int) -> int:
    """Return how many examples to try on this database.

    What a law says of our reckoning SQLite has shown in full; PostgreSQL shows that its statements reckon the same, for which a
    third of the examples has every kind of step many times over.
    """
    return full if connection.vendor == "sqlite" else max(1, full // 3)
