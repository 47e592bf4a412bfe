"""Rows that migrations made, put back when a test that commits has emptied all tables: the tests behind it count on them."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connections

from desk.models import Script


def put_back(*, using: str, **_signal: Any) -> None:
    """Make the scripts to begin with anew where there is a table for them and nothing in it."""
    connection = connections[using]
    if Script._meta.db_table in connection.introspection.table_names() and not Script.objects.using(using).exists():
        with connection.schema_editor() as editor:
            import_module("desk.migrations.0002_first_scripts").begin(apps, editor)
