"""The tables of the first draft were never written to: they make room."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customers", "0001_initial")]

    operations = [
        migrations.DeleteModel("Note"),
        migrations.DeleteModel("Buyer"),
        migrations.DeleteModel("Benefit"),
        migrations.DeleteModel("Label"),
        migrations.DeleteModel("Person"),
        migrations.DeleteModel("Tier"),
    ]
