"""The ordinary safety share of 40% is within the new alert lines: where nobody set the terms of a shop's stock it goes.

Who set them stands in the audit trail; a person who set anything there has seen the share and let it stand, or chose it.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ORDINARY_BEFORE = 0.4


def without_safety(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Set the share to nothing where it is what it was from the first, and nobody ever set the terms."""
    here = schema.connection.alias
    set_by_hand = apps.get_model("accounts", "AuditEntry").objects.using(here).filter(action="stock.set_day")
    untouched = apps.get_model("inventory", "StockDay").objects.using(here).filter(safety_share=ORDINARY_BEFORE)
    untouched.exclude(shop__name__in=set_by_hand.values("target")).update(safety_share=0)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0011_calmer_lines"), ("accounts", "0003_audit_of_target")]

    operations = [migrations.RunPython(without_safety, migrations.RunPython.noop, elidable=True)]
