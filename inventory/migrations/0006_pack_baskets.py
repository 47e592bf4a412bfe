"""Have the baskets of every known day packed."""

from django.db import migrations


def have_baskets_packed(apps, schema_editor):
    """Mark every day that has paid prices, so that its baskets are packed when the paid prices are made anew."""
    name = schema_editor.connection.alias
    points = apps.get_model("inventory", "PricePoint").objects.using(name).filter(kind="paid")
    days = points.values_list("shop_id", "since").distinct()
    stale = apps.get_model("inventory", "StaleDay")
    marks = [stale(shop_id=shop, slot=int(since.timestamp()) // 600) for shop, since in days]
    stale.objects.using(name).bulk_create(marks, ignore_conflicts=True, batch_size=1_000)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0005_tiers")]

    operations = [migrations.RunPython(have_baskets_packed, migrations.RunPython.noop)]
