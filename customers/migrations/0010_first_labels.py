"""Labels to begin with: three that go on by a rule, two for a hand."""

from typing import Any

from django.db import migrations

FIRST = (
    ("reseller", "static", {"orders_from": 100}),
    ("sends_back", "dynamic", {"orders_from": 3, "refund_least": 50}),
    ("sleeping", "dynamic", {"silent_days": 180}),
    ("picky", "static", {}),
    ("core", "static", {}),
)


def begin(apps: Any, schema_editor: Any) -> None:
    """Make the labels."""
    label = apps.get_model("customers", "Label")
    for code, nature, rule in FIRST:
        label.objects.using(schema_editor.connection.alias).get_or_create(
            code=code, name="", defaults={"nature": nature, "rule": rule}
        )


class Migration(migrations.Migration):
    dependencies = [("customers", "0009_privacy")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
