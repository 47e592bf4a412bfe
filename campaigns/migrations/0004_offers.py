import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0003_traffic'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('queued', 'waiting its turn'), ('running', 'being worked out'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=10)),
                ('asked', models.JSONField(default=dict)),
                ('found', models.JSONField(default=dict)),
                ('error', models.CharField(blank=True, default='', max_length=300)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['campaign', 'state'], name='audit_of_campaign')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('percent_off', 'Percent off'), ('amount_off', 'Amount off each piece'), ('fixed_price', 'Fixed price'), ('spend_and_save', 'Spend and save'), ('buy_get', 'Buy some, get some'), ('gift', 'Gift'), ('coupon', 'Coupon'), ('free_shipping', 'Free shipping'), ('deposit', 'Deposit that counts for more'), ('platform', 'Spend and save across shops')], max_length=20)),
                ('name', models.CharField(max_length=120)),
                ('start_slot', models.BigIntegerField(null=True)),
                ('end_slot', models.BigIntegerField(null=True)),
                ('skus', models.JSONField(default=list)),
                ('tiers', models.JSONField(default=list)),
                ('categories', models.JSONField(default=list)),
                ('shops', models.JSONField(default=list)),
                ('excluded_skus', models.JSONField(default=list)),
                ('buyer_tiers', models.JSONField(default=list)),
                ('minimum_minor', models.BigIntegerField(default=0)),
                ('minimum_units', models.PositiveIntegerField(default=0)),
                ('measured_on', models.CharField(choices=[('remaining', 'what is still to be paid'), ('piece_prices', 'the prices of the pieces, before coupons and steps')], default='remaining', max_length=20)),
                ('percent_bp', models.PositiveIntegerField(null=True)),
                ('value_minor', models.BigIntegerField(null=True)),
                ('most_minor', models.BigIntegerField(null=True)),
                ('steps', models.JSONField(default=list)),
                ('repeats', models.BooleanField(default=False)),
                ('buy_units', models.PositiveIntegerField(null=True)),
                ('get_units', models.PositiveIntegerField(null=True)),
                ('same_product', models.BooleanField(default=False)),
                ('gift_sku', models.CharField(blank=True, default='', max_length=100)),
                ('gift_units', models.PositiveIntegerField(default=1)),
                ('gift_worth_minor', models.BigIntegerField(default=0)),
                ('deposit_minor', models.BigIntegerField(null=True)),
                ('counts_minor', models.BigIntegerField(null=True)),
                ('code', models.CharField(blank=True, default='', max_length=40)),
                ('must_be_held', models.BooleanField(default=False)),
                ('limit_per_order', models.PositiveIntegerField(null=True)),
                ('limit_per_buyer', models.PositiveIntegerField(null=True)),
                ('limit_total', models.PositiveIntegerField(null=True)),
                ('budget_minor', models.BigIntegerField(null=True)),
                ('priority', models.PositiveIntegerField(default=0)),
                ('group', models.CharField(blank=True, default='', max_length=40)),
                ('group_choice', models.CharField(choices=[('best', 'the best for the buyer'), ('priority', 'the one with the highest priority')], default='best', max_length=20)),
                ('stacks', models.BooleanField(default=True)),
                ('stacks_with', models.JSONField(default=list)),
                ('shop_bp', models.PositiveIntegerField(default=10000)),
                ('platform_bp', models.PositiveIntegerField(default=0)),
                ('brand_bp', models.PositiveIntegerField(default=0)),
                ('influencer_bp', models.PositiveIntegerField(default=0)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-priority', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('shop_bp', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Value(10000), '-', models.F('platform_bp')), '-', models.F('brand_bp')), '-', models.F('influencer_bp')))), name='offer_payers_make_all'), models.CheckConstraint(condition=models.Q(models.Q(('end_slot__isnull', True), ('start_slot__isnull', True)), ('end_slot__gt', models.F('start_slot')), _connector='OR'), name='offer_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('gift_worth_minor__gte', 0), ('minimum_minor__gte', 0), models.Q(('value_minor__isnull', True), ('value_minor__gte', 0), _connector='OR'), models.Q(('most_minor__isnull', True), ('most_minor__gte', 0), _connector='OR'), models.Q(('deposit_minor__isnull', True), ('deposit_minor__gte', 0), _connector='OR'), models.Q(('counts_minor__isnull', True), ('counts_minor__gte', 0), _connector='OR'), models.Q(('budget_minor__isnull', True), ('budget_minor__gte', 0), _connector='OR')), name='offer_amounts_not_negative'), models.CheckConstraint(condition=models.Q(('percent_bp__isnull', True), ('percent_bp__lte', 10000), _connector='OR'), name='offer_gives_at_most_all')],
            },
        ),
        migrations.CreateModel(
            name='ReplayReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('queued', 'waiting its turn'), ('running', 'being worked out'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=10)),
                ('asked', models.JSONField(default=dict)),
                ('found', models.JSONField(default=dict)),
                ('error', models.CharField(blank=True, default='', max_length=300)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['campaign', 'state'], name='replay_of_campaign')],
            },
        ),
    ]
