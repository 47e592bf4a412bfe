import django.db.models.deletion
import orders.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_offers'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PriceCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('counts', models.JSONField(default=dict)),
                ('verdicts', models.JSONField(default=list)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='price_check', to='campaigns.campaign')),
            ],
        ),
        migrations.CreateModel(
            name='PlannedPrice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', orders.fields.KeyField()),
                ('stage', models.CharField(choices=[('preparation', 'Preparation'), ('warm_up', 'Warm-up'), ('live', 'Live'), ('closing', 'Closing')], max_length=20, verbose_name='stage')),
                ('price_minor', models.BigIntegerField(verbose_name='price')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='campaigns.campaign')),
                ('shop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop')),
            ],
            options={
                'ordering': ['shop', 'sku', 'stage'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'shop', 'sku', 'stage'), name='planned_price_once'), models.CheckConstraint(condition=models.Q(('price_minor__gte', 0)), name='planned_price_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='PriceTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rules', models.JSONField(default=list)),
                ('back_days', models.PositiveSmallIntegerField(default=3, verbose_name='days back to the ordinary price')),
                ('ending', models.CharField(blank=True, default='', max_length=10, verbose_name='prices end on')),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='price_terms', to='campaigns.campaign')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('back_days__gte', 1), ('back_days__lte', 30)), name='price_back_days_in_bounds')],
            },
        ),
    ]
