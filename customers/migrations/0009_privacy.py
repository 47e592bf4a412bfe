"""How long buyers are kept, and who was forgotten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('customers', '0008_merges'),
        ('orders', '0003_orders_of_buyer'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrivacySetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keep_days', models.PositiveIntegerField(blank=True, null=True, verbose_name='forget buyers after so many days without an order')),
                ('shop', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('pseudonym', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shop', 'digest'), name='erasure_once')],
            },
        ),
    ]
