"""Columns with a meaning of their own in the database."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class KeyField(_Text):
    """A natural key: text compared byte by byte, so that its order is the same in Python, Arrow, SQLite and PostgreSQL.

    PostgreSQL would compare by the database's language otherwise: slower, and another order than the claims are sorted in.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, Any]:
        """Give the column type, with the byte-wise collation where the database has one by that name."""
        parameters: dict[str, Any] = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
