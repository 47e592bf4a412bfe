"""Room for a target kept packed and for versions kept part by part, with what was frozen."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TargetCurve",
            fields=[
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="target",
                        serialize=False,
                        to="campaigns.campaign",
                    ),
                ),
                ("start_slot", models.BigIntegerField()),
                ("body", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("visitors_follow_earlier", models.BooleanField(default=False)),
                ("inquiries_follow_earlier", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField("planversion", "parts", models.JSONField(default=dict)),
        migrations.AddField("planversion", "frozen_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("planversion", "frozen_as", models.CharField(blank=True, default="", max_length=80)),
        migrations.AddField("planversion", "frozen_note", models.TextField(blank=True, default="")),
        migrations.AddField(
            "planversion",
            "frozen_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="PlanPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kept_parts", to="campaigns.campaign"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="planpart",
            constraint=models.UniqueConstraint(fields=("campaign", "digest"), name="plan_part_once_a_campaign"),
        ),
    ]
