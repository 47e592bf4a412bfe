"""Channels that hear the reports of the review."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('live', '0009_one_incident_a_cause'),
    ]

    operations = [
        migrations.AddField(
            model_name='alertchannel',
            name='wants_reports',
            field=models.BooleanField(default=False, verbose_name='the report of the review'),
        ),
        migrations.AlterField(
            model_name='alertdelivery',
            name='kind',
            field=models.CharField(choices=[('incident', 'Incident'), ('digest', 'Digest'), ('summary', 'After quiet hours'), ('report', 'Report'), ('test', 'Test')], max_length=10),
        ),
    ]
