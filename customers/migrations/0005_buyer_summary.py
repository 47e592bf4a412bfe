"""The summary of each buyer, the marks of those to be made anew, and who won them."""

import django.db.models.deletion
import orders.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('customers', '0004_persons'),
        ('orders', '0003_orders_of_buyer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Buyer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('buyer_key', orders.fields.KeyField()),
                ('placed_count', models.IntegerField(default=0)),
                ('orders_count', models.IntegerField(default=0)),
                ('refunded_count', models.IntegerField(default=0)),
                ('paid_minor', models.BigIntegerField(default=0)),
                ('refund_minor', models.BigIntegerField(default=0)),
                ('net_minor', models.BigIntegerField(default=0)),
                ('first_paid_at', models.DateTimeField(null=True)),
                ('last_paid_at', models.DateTimeField(null=True)),
                ('gap_seconds', models.BigIntegerField(null=True)),
                ('band_low_minor', models.BigIntegerField(null=True)),
                ('band_high_minor', models.BigIntegerField(null=True)),
                ('province', models.TextField(null=True)),
                ('city', models.TextField(null=True)),
                ('tier_since', models.DateTimeField(null=True)),
                ('hand_until', models.DateTimeField(null=True)),
                ('hand_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('hand_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='buyers', to='customers.person')),
            ],
        ),
        migrations.AddField(
            model_name='buyer',
            name='hand_tier',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.tier'),
        ),
        migrations.AddField(
            model_name='buyer',
            name='tier',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='buyers', to='customers.tier'),
        ),
        migrations.AddIndex(
            model_name='buyer',
            index=models.Index(fields=['shop', 'net_minor'], name='buyer_by_net'),
        ),
        migrations.AddIndex(
            model_name='buyer',
            index=models.Index(fields=['shop', 'last_paid_at'], name='buyer_by_last'),
        ),
        migrations.AddConstraint(
            model_name='buyer',
            constraint=models.UniqueConstraint(fields=('shop', 'buyer_key'), name='buyer_once'),
        ),
        migrations.CreateModel(
            name='StaleBuyer',
            fields=[
                ('pk', models.CompositePrimaryKey('shop_id', 'buyer_key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('buyer_key', orders.fields.KeyField()),
                ('marks', models.IntegerField(default=1)),
                ('shop', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
        ),
        migrations.CreateModel(
            name='Acquisition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('buyer_key', orders.fields.KeyField()),
                ('tag', models.CharField(max_length=60, verbose_name='won by')),
                ('told_at', models.DateTimeField()),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('shop', 'buyer_key'), name='acquisition_once')],
            },
        ),
        migrations.CreateModel(
            name='Fifths',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recency', models.JSONField(default=list, help_text='moments as ISO text')),
                ('frequency', models.JSONField(default=list)),
                ('money', models.JSONField(default=list)),
                ('buyers', models.BigIntegerField(default=0)),
                ('counted_at', models.DateTimeField()),
                ('shop', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
        ),
    ]
