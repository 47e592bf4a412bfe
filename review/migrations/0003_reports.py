"""Reports of a review."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('campaigns', '0016_evidence_reports'),
        ('review', '0002_effect'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(blank=True, choices=[('preparation', 'Preparation'), ('warm_up', 'Warm-up'), ('live', 'Live'), ('closing', 'Closing')], default='', max_length=20)),
                ('body', models.JSONField(default=dict)),
                ('prepared_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='campaigns.campaign')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('stage', ''), _negated=True), fields=('campaign', 'stage'), name='report_once_a_stage')],
            },
        ),
    ]
