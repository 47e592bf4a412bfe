"""An incident knows its cause, and which incident it is a sign of."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0008_memory_and_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="part_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="signs", to="live.incident"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="cause",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="incident",
            name="settled_at",
            field=models.DateTimeField(null=True),
        ),
    ]
