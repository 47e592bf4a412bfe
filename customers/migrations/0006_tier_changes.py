"""Every move between tiers, and the moving of everybody as a row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('customers', '0005_buyer_summary'),
        ('orders', '0003_orders_of_buyer'),
    ]

    operations = [
        migrations.CreateModel(
            name='TierChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('before_name', models.CharField(blank=True, default='', max_length=40)),
                ('after_name', models.CharField(blank=True, default='', max_length=40)),
                ('cause', models.CharField(choices=[('orders', 'their orders changed'), ('rules', 'the rules were changed'), ('time', 'time went by'), ('hand', 'set by hand'), ('hand_end', 'the tier set by hand ended')], max_length=10)),
                ('rule', models.JSONField(null=True)),
                ('orders_count', models.IntegerField(default=0)),
                ('net_minor', models.BigIntegerField(default=0)),
                ('after', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.tier')),
                ('before', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.tier')),
                ('buyer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='tier_changes', to='customers.buyer')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='TierRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('orders', 'their orders changed'), ('rules', 'the rules were changed'), ('time', 'time went by'), ('hand', 'set by hand'), ('hand_end', 'the tier set by hand ended')], max_length=10)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=10)),
                ('at', models.DateTimeField(help_text='the moment recency is counted from')),
                ('next_id', models.BigIntegerField(default=0)),
                ('done', models.BigIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0)),
                ('moved', models.BigIntegerField(default=0)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
    ]
