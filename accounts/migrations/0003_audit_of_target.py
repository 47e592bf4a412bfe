"""The trail of one thing, the newest first, is read along an index: pages of products show it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_department")]

    operations = [
        migrations.AddIndex(model_name="auditentry", index=models.Index(fields=["target", "-id"], name="audit_of_target")),
    ]
