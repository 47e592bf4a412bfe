import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0005_prices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CostLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('low', models.DecimalField(decimal_places=10, max_digits=27)),
                ('likely', models.DecimalField(decimal_places=10, max_digits=27)),
                ('high', models.DecimalField(decimal_places=10, max_digits=27)),
                ('source', models.CharField(choices=[('typed', 'typed'), ('plan', "the plan's figures"), ('traffic', 'the traffic plan'), ('offers', 'the offers on past baskets'), ('sale', 'an earlier sale'), ('scaled', 'an earlier sale, in proportion'), ('products', "the products' cost"), ('playbook', 'the playbook'), ('derived', 'worked out from the other lines'), ('rough', 'a rough figure of the trade')], default='typed', max_length=20)),
                ('detail', models.CharField(blank=True, default='', max_length=120)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'name'), name='cost_once_a_campaign'), models.CheckConstraint(condition=models.Q(('likely__lte', models.F('high')), ('low__gte', 0), ('low__lte', models.F('likely'))), name='cost_figures_in_order')],
            },
        ),
        migrations.CreateModel(
            name='CostScenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('lines', models.JSONField(default=dict)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenarios', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'name'), name='scenario_name_once_a_campaign')],
            },
        ),
        migrations.CreateModel(
            name='OddsResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('p_profit', models.FloatField()),
                ('profit', models.JSONField()),
                ('revenue', models.JSONField()),
                ('likely_minor', models.BigIntegerField()),
                ('likely_revenue_minor', models.BigIntegerField()),
                ('bars', models.JSONField()),
                ('swings', models.JSONField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='odds', to='campaigns.campaign')),
            ],
            options={
                'ordering': ['-version', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'digest'), name='odds_once_for_the_same_inputs'), models.CheckConstraint(condition=models.Q(('p_profit__gte', 0), ('p_profit__lte', 1)), name='odds_are_a_share')],
            },
        ),
        migrations.CreateModel(
            name='OddsScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('is_foresight', models.BooleanField()),
                ('p_profit', models.FloatField()),
                ('p_target', models.FloatField()),
                ('profit', models.JSONField()),
                ('target_minor', models.BigIntegerField()),
                ('actual_profit_minor', models.BigIntegerField()),
                ('actual_revenue_minor', models.BigIntegerField()),
                ('recorded_at', models.DateTimeField(auto_now=True)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='odds_score', to='campaigns.campaign')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['campaign'],
                'constraints': [models.CheckConstraint(condition=models.Q(('p_profit__gte', 0), ('p_profit__lte', 1), ('p_target__gte', 0), ('p_target__lte', 1)), name='odds_score_of_shares'), models.CheckConstraint(condition=models.Q(('actual_revenue_minor__gte', 0)), name='odds_score_revenue_not_negative')],
            },
        ),
    ]
