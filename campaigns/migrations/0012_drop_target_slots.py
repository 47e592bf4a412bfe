"""Drop what was packed: the rows of single slots and the whole plans of versions."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0011_pack_target")]

    operations = [
        migrations.RemoveField(model_name="planversion", name="plan"),
        migrations.DeleteModel(name="TargetSlot"),
    ]
