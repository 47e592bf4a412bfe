"""A lesson names its kind, owner, rule and the default it changes, and becomes a task in a clone; one taken out stays a row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0016_evidence_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="planlesson",
            name="kind",
            field=models.CharField(choices=[("shortcoming", "Shortcoming"), ("pain", "Pain"), ("mistake", "Mistake"), ("success", "What worked")], default="shortcoming", max_length=12),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="owner",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="rule",
            field=models.CharField(blank=True, default="", max_length=4),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="change",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="value",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="was",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="task",
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="lesson", to="campaigns.task"),
        ),
        migrations.AddField(
            model_name="planlesson",
            name="dropped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="planlesson",
            constraint=models.CheckConstraint(condition=models.Q(("change", ""), ("value__isnull", False), _connector="OR"), name="lesson_changes_to_a_value"),
        ),
    ]
