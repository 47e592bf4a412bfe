"""Gates between the stages, lessons carried from sale to sale, the target of a year, what a sale is for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0012_drop_target_slots'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='cloned_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clones', to='campaigns.campaign', verbose_name='cloned from'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='occasion',
            field=models.CharField(choices=[('double_11', 'Double 11'), ('double_12', 'Double 12'), ('june_18', '618'), ('black_friday', 'Black Friday'), ('new_year_goods', 'New Year goods festival'), ('fair_spring', 'Spring trade fair'), ('fair_autumn', 'Autumn trade fair'), ('own', 'A sale of our own')], default='own', max_length=20, verbose_name='occasion'),
        ),
        migrations.CreateModel(
            name='PlanLesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=400)),
                ('remedy', models.CharField(blank=True, default='', max_length=400)),
                ('department', models.CharField(choices=[('operations', 'Operations'), ('design', 'Design'), ('service', 'Customer service'), ('warehouse', 'Warehouse'), ('production', 'Production')], default='operations', max_length=20)),
                ('written_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('came_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried', to='campaigns.planlesson')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='campaigns.campaign')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['department', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='YearTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('revenue_minor', models.BigIntegerField()),
            ],
            options={
                'ordering': ['year', 'currency'],
                'constraints': [models.UniqueConstraint(fields=('year', 'currency'), name='year_target_once_a_currency'), models.CheckConstraint(condition=models.Q(('revenue_minor__gt', 0), ('year__gte', 2000), ('year__lte', 2100)), name='year_target_is_one')],
            },
        ),
        migrations.CreateModel(
            name='GatePassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('preparation', 'Preparation'), ('warm_up', 'Warm-up'), ('live', 'Live'), ('closing', 'Closing')], max_length=20)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True, default='')),
                ('shut_by', models.JSONField(default=list)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='campaigns.campaign')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('campaign', 'stage'), name='stage_left_once'), models.CheckConstraint(condition=models.Q(('shut_by', []), models.Q(('reason', ''), _negated=True), _connector='OR'), name='gate_overridden_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='GatePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('preparation', 'Preparation'), ('warm_up', 'Warm-up'), ('live', 'Live'), ('closing', 'Closing')], max_length=20)),
                ('kind', models.CharField(choices=[('check', 'A check of the plan'), ('hand', 'Ticked by a person')], max_length=10)),
                ('key', models.CharField(blank=True, default='', max_length=40)),
                ('text', models.CharField(blank=True, default='', max_length=200)),
                ('ticked_at', models.DateTimeField(blank=True, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gate_points', to='campaigns.campaign')),
                ('ticked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), ('text', ''), _negated=True), name='gate_point_says_something'), models.CheckConstraint(condition=models.Q(('kind', 'hand'), models.Q(('key', ''), _negated=True), _connector='OR'), name='gate_point_of_a_check_names_it')],
            },
        ),
    ]
