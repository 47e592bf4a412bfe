"""Contacts kept sealed, who was shown one, and for how long the rest is kept."""

import django.db.models.deletion
import orders.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0010_first_labels"),
        ("orders", "0003_orders_of_buyer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="privacysetting",
            name="contact_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="privacysetting",
            name="contacts_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="privacysetting",
            name="keep_contacts",
            field=models.BooleanField(default=False, verbose_name="keep names, phones and streets"),
        ),
        migrations.AddField(
            model_name="privacysetting",
            name="log_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="privacysetting",
            name="reveals_an_hour",
            field=models.PositiveIntegerField(default=20),
        ),
        migrations.AddField(
            model_name="privacysetting",
            name="upload_days",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("buyer_key", orders.fields.KeyField()),
                ("digest", models.CharField(max_length=32)),
                ("sealed", models.TextField()),
                ("phone_hash", models.CharField(blank=True, default="", max_length=32)),
                ("tail_hash", models.CharField(blank=True, default="", max_length=32)),
                ("name_hash", models.CharField(blank=True, default="", max_length=32)),
                ("as_of", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="orders.shop"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactReveal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("in_hour", models.PositiveIntegerField(default=1)),
                (
                    "buyer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reveals", to="customers.buyer"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("import_no", models.BigIntegerField()),
                ("as_of", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="customers.contact",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["phone_hash"], name="contact_by_phone"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["tail_hash"], name="contact_by_tail"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["name_hash"], name="contact_by_name"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["shop", "as_of"], name="contact_by_age"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("shop", "buyer_key", "digest"), name="contact_once"),
        ),
        migrations.AddIndex(
            model_name="contactreveal",
            index=models.Index(fields=["by", "at"], name="reveal_by_person"),
        ),
        migrations.AddConstraint(
            model_name="contactsource",
            constraint=models.UniqueConstraint(fields=("import_no", "contact"), name="contact_source_once"),
        ),
    ]
