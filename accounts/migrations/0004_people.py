"""Migrations need not know who makes people."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_audit_of_target")]

    operations = [migrations.AlterModelManagers(name="user", managers=[])]
