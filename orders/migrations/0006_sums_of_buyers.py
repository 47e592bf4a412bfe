"""The index of a buyer's orders holds what they came to, so that sums over days need not look at the orders (PostgreSQL)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_buyer_key_by_bytes")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="order_of_buyer"),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("buyer_key__isnull", False)),
                fields=["shop", "buyer_key", "paid_slot"],
                include=["total_minor", "refund_minor"],
                name="order_of_buyer",
            ),
        ),
    ]
