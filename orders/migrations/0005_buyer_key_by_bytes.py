from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import orders.fields


def by_bytes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Compare by bytes, as every other table that names a buyer does: two collations in one join leave the index unused."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE "orders_order" ALTER COLUMN "buyer_key" TYPE text COLLATE "C"')


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_orders_to_ship")]

    operations = [
        # SQLite compares by bytes anyway: it would copy the whole table for nothing.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(by_bytes, migrations.RunPython.noop)],
            state_operations=[migrations.AlterField("order", "buyer_key", orders.fields.KeyField(null=True))],
        ),
    ]
