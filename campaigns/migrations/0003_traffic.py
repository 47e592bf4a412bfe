import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0002_plan'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChannelName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('channel', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('is_paid', models.BooleanField(default=False, verbose_name='paid')),
                ('shop', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orders.shop')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('name', 'shop'), name='channel_name_once_a_shop'), models.UniqueConstraint(condition=models.Q(('shop', None)), fields=('name',), name='channel_name_once_a_house')],
            },
        ),
        migrations.CreateModel(
            name='TrafficLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=40)),
                ('visitors', models.BigIntegerField(verbose_name='visitors')),
                ('conversion', models.DecimalField(decimal_places=10, max_digits=12, verbose_name='conversion')),
                ('order_value_minor', models.BigIntegerField(verbose_name='order value')),
                ('fixed_minor', models.BigIntegerField(default=0, verbose_name='fixed cost')),
                ('per_visitor_minor', models.DecimalField(decimal_places=4, default=Decimal('0'), max_digits=14, verbose_name='cost per visitor')),
                ('commission', models.DecimalField(decimal_places=6, default=Decimal('0'), max_digits=7, verbose_name='commission')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='note')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='traffic', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'channel'), name='traffic_channel_once_a_campaign'), models.CheckConstraint(condition=models.Q(('fixed_minor__gte', 0), ('order_value_minor__gte', 0), ('per_visitor_minor__gte', 0), ('visitors__gte', 0)), name='traffic_not_negative'), models.CheckConstraint(condition=models.Q(('commission__gte', 0), ('commission__lte', 1), ('conversion__gte', 0), ('conversion__lte', 1)), name='traffic_shares_are_shares')],
            },
        ),
    ]
