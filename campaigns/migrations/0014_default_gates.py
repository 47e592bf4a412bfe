"""Give sales planned before there were gates the playbook's."""

from django.db import migrations

from campaigns.rules.gates import DEFAULT


def give_gates(apps, schema_editor):
    alias, point = schema_editor.connection.alias, apps.get_model("campaigns", "GatePoint")
    for pk in apps.get_model("campaigns", "Campaign").objects.using(alias).values_list("pk", flat=True):
        point.objects.using(alias).bulk_create(
            point(campaign_id=pk, stage=stage, kind=kind, key=key) for stage, points in DEFAULT.items() for kind, key in points
        )


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0013_gates_lessons_years")]

    operations = [migrations.RunPython(give_gates, migrations.RunPython.noop)]
