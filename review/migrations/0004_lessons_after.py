"""What was decided about findings, the days after a sale, the months of the funnel."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0017_lesson_changes"),
        ("orders", "0004_orders_to_ship"),
        ("review", "0003_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FunnelMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="its first day")),
                ("visitors", models.BigIntegerField(null=True)),
                ("placed", models.BigIntegerField(default=0)),
                ("paid", models.BigIntegerField(default=0)),
                ("new_buyers", models.BigIntegerField(default=0)),
                ("new_orders", models.BigIntegerField(default=0)),
                ("old_buyers", models.BigIntegerField(default=0)),
                ("old_orders", models.BigIntegerField(default=0)),
                ("asked", models.BigIntegerField(default=0)),
                ("asked_paid", models.BigIntegerField(default=0)),
                ("again", models.JSONField(default=dict)),
                ("days_seen", models.PositiveSmallIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
                ("shop", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.shop")),
            ],
            options={
                "ordering": ["month", "shop"],
                "constraints": [models.UniqueConstraint(fields=("shop", "month"), name="funnel_month_once")],
            },
        ),
        migrations.CreateModel(
            name="AfterSale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.JSONField(default=dict)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("seconds", models.FloatField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("review_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, default="", max_length=300)),
                ("campaign", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="after_sale", to="campaigns.campaign")),
            ],
        ),
        migrations.CreateModel(
            name="FindingDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=160)),
                ("is_accepted", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("campaign", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="finding_decisions", to="campaigns.campaign")),
                ("lesson", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="campaigns.planlesson")),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("campaign", "key"), name="finding_decided_once")],
            },
        ),
    ]
