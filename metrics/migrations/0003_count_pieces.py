"""Have every hour of sales counted again: how many orders tell of their pieces was not kept before."""

from typing import Any

from django.db import migrations

from common.windows import hour_of


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark the hours; the next sweep has them counted."""
    alias = schema_editor.connection.alias
    slots, states = apps.get_model("metrics", "SalesSlot"), apps.get_model("metrics", "FillState")
    for shop in apps.get_model("orders", "Shop").objects.using(alias):
        known = slots.objects.using(alias).filter(shop_id=shop.pk).values_list("slot", flat=True)
        hours = sorted({hour_of(slot, shop.time_zone) for slot in known})
        states.objects.using(alias).bulk_create(
            [states(shop_id=shop.pk, rollup="sales", hour=hour) for hour in hours], ignore_conflicts=True, batch_size=500
        )


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_known_pieces"), ("orders", "0001_initial")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
