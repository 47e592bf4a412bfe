"""A label to begin with: one phone behind a hundred orders, whatever the accounts are called."""

from typing import Any

from django.db import migrations


def begin(apps: Any, schema_editor: Any) -> None:
    """Make the label."""
    label = apps.get_model("customers", "Label")
    rule = {"nature": "static", "rule": {"phone_orders_from": 100, "phone_accounts_from": 2}}
    label.objects.using(schema_editor.connection.alias).get_or_create(code="one_phone", name="", defaults=rule)


class Migration(migrations.Migration):
    dependencies = [("customers", "0011_contacts")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
