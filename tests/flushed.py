"""Rows that migrations made, put back when a test that commits has emptied all tables: the tests behind it count on them."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connections

from customers.models import Label
from desk.models import Script

BEGINNINGS = {
    Label: ("customers.migrations.0010_first_labels", "customers.migrations.0012_one_phone"),
    Script: ("desk.migrations.0002_first_scripts",),
}


def put_back(*, using: str, **_signal: Any) -> None:
    """Make the rows to begin with anew where there is a table for them and nothing in it."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for model, migrations in BEGINNINGS.items():
        if model._meta.db_table in tables and not model.objects.using(using).exists():
            with connection.schema_editor() as editor:
                for migration in migrations:
                    import_module(migration).begin(apps, editor)
