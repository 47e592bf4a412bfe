"""Buyers won are kept as a cohort: what was prepared before knows how many there were, and not who came again on which day."""

from django.db import migrations
from django.utils import timezone


def keep_cohorts(apps, schema_editor):
    database = schema_editor.connection.alias
    for name in ('Review', 'Report'):
        model = apps.get_model('review', name)
        for row in model.objects.using(database).exclude(body={}).iterator(chunk_size=50):
            buyers = row.body.get('buyers', {})
            if 'cohort' not in buyers:
                buyers['cohort'] = {'buyers': buyers.pop('first', 0), 'days_seen': 0, 'again': {}}
                row.body['buyers'] = buyers
                row.save(update_fields=['body'])
    apps.get_model('review', 'Review').objects.using(database).exclude(body={}).update(asked_at=timezone.now(), attempts=0)


class Migration(migrations.Migration):
    dependencies = [
        ('review', '0004_lessons_after'),
    ]

    operations = [
        migrations.RunPython(keep_cohorts, migrations.RunPython.noop),
    ]
