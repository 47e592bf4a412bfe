"""Whose receivers are to be read, and which claims know of the forgotten."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0001_initial'),
        ('orders', '0003_orders_of_buyer'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='importjob',
            name='forgotten_upto',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='importjob',
            name='names_forgotten_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='importjob',
            name='receivers',
            field=models.CharField(blank=True, choices=[('', 'not kept'), ('waiting', 'to be read'), ('kept', 'kept')], default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='importjob',
            name='path',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name='importjob',
            index=models.Index(condition=models.Q(('receivers', 'waiting')), fields=['shop'], name='imports_receivers'),
        ),
    ]
