"""Tiers of a shop with their rules, and what they give."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('customers', '0002_unused_tables'),
        ('orders', '0003_orders_of_buyer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(blank=True, default='', max_length=20)),
                ('name', models.CharField(blank=True, default='', max_length=40, verbose_name='name')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                ('ways', models.JSONField(blank=True, default=list)),
                ('ended_at', models.DateTimeField(help_text='taken out of the ladder; kept for the log', null=True)),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
            options={
                'ordering': ['rank'],
            },
        ),
        migrations.AddIndex(
            model_name='tier',
            index=models.Index(fields=['shop', 'rank'], name='tier_by_rank'),
        ),
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('free_shipping', 'free shipping'), ('coupon', 'coupon'), ('early_access', 'early access'), ('gift', 'gift'), ('longer_return', 'longer return window')], max_length=20, verbose_name='what')),
                ('holds', models.CharField(choices=[('always', 'always'), ('sale', 'in a sale')], default='always', max_length=10, verbose_name='when')),
                ('amount_minor', models.BigIntegerField(blank=True, null=True, verbose_name='worth')),
                ('from_minor', models.BigIntegerField(blank=True, null=True, verbose_name='from a basket of')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='hours or days')),
                ('text_en', models.CharField(blank=True, default='', max_length=300, verbose_name='what to say, English')),
                ('text_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='what to say, Chinese')),
                ('tier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='benefits', to='customers.tier', verbose_name="buyer tier")),
            ],
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.UniqueConstraint(fields=('tier', 'kind', 'holds'), name='benefit_once'),
        ),
    ]
