"""The ordinary safety share of 40% is within the new alert lines: where nobody chose another it goes."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def without_safety(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Set the share to nothing where it is what it was from the first."""
    apps.get_model("inventory", "StockDay").objects.filter(safety_share=0.4).update(safety_share=0)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0011_calmer_lines")]

    operations = [migrations.RunPython(without_safety, migrations.RunPython.noop, elidable=True)]
