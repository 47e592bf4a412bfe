"""A safety share of 40% that a person had chosen or left standing comes back: 0012 took it for the ordinary one.

Who set the terms of a shop's stock stands in the audit trail. A shop without such an entry kept what was ordinary and is
worked out by the new lines; one with an entry keeps the share that held when 0012 ran.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.recorder import MigrationRecorder

ORDINARY_BEFORE = 0.4


def give_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set the share to 40% again where the trail says that a person let it stand so, and nobody changed it since."""
    ran = MigrationRecorder(schema_editor.connection).migration_qs.filter(app="inventory", name="0012_lines_without_safety")
    since = ran.values_list("applied", flat=True).first()
    if since is None:
        return
    entries = apps.get_model("accounts", "AuditEntry").objects.filter(action="stock.set_day").order_by("pk")
    held: dict[str, Any] = {}
    changed_since: set[str] = set()
    for target, at, after in entries.values_list("target", "at", "after"):
        if at < since:
            held[target] = (after or {}).get("safety_share", held.get(target, ORDINARY_BEFORE))
        elif "safety_share" in (after or {}):
            changed_since.add(target)
    names = [name for name, share in held.items() if share == ORDINARY_BEFORE and name not in changed_since]
    apps.get_model("inventory", "StockDay").objects.filter(shop__name__in=names, safety_share=0).update(safety_share=ORDINARY_BEFORE)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0013_planned_cuts"), ("accounts", "0003_audit_of_target")]

    operations = [migrations.RunPython(give_back, migrations.RunPython.noop, elidable=True)]
