"""What few buyers have stands in an index of those few: a tier by hand, by whom, a person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0013_receivers"),
        ("orders", "0005_buyer_key_by_bytes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="buyer",
            name="hand_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="buyer",
            name="hand_tier",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="customers.tier"
            ),
        ),
        migrations.AlterField(
            model_name="buyer",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="buyers",
                to="customers.person",
            ),
        ),
        migrations.AlterField(
            model_name="tierchange",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="buyer",
            index=models.Index(condition=models.Q(("hand_tier__isnull", False)), fields=["hand_tier"], name="buyer_by_hand"),
        ),
        migrations.AddIndex(
            model_name="buyer",
            index=models.Index(condition=models.Q(("hand_by__isnull", False)), fields=["hand_by"], name="buyer_by_hand_of"),
        ),
        migrations.AddIndex(
            model_name="buyer",
            index=models.Index(condition=models.Q(("person__isnull", False)), fields=["person"], name="buyer_by_person"),
        ),
        migrations.AddIndex(
            model_name="tierchange",
            index=models.Index(condition=models.Q(("by__isnull", False)), fields=["by"], name="tier_change_by_hand"),
        ),
    ]
