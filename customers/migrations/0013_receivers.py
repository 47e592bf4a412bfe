"""Receivers order by order."""

from django.db import migrations, models

import orders.fields


class Migration(migrations.Migration):
    dependencies = [("customers", "0012_one_phone")]

    operations = [
        migrations.AddField(model_name="contact", name="placed_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="contactsource", name="order_no", field=orders.fields.KeyField(default="")),
        migrations.AddField(model_name="contactsource", name="placed_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="contactsource", name="contact_source_once"),
        migrations.AddConstraint(
            model_name="contactsource",
            constraint=models.UniqueConstraint(fields=("import_no", "contact", "order_no"), name="contact_source_of_order"),
        ),
        migrations.AlterField(
            model_name="contactsource",
            name="contact",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=models.deletion.CASCADE,
                related_name="sources",
                to="customers.contact",
            ),
        ),
        migrations.AddIndex(
            model_name="contactsource",
            index=models.Index(fields=["contact", "order_no"], name="contact_source_by_order"),
        ),
    ]
