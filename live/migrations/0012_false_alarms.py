"""Incidents that a person judged to be none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('live', '0011_delivery_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='is_false',
            field=models.BooleanField(default=False),
        ),
    ]
