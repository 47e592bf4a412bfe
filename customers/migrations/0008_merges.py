"""What was merged and split, and pairs to decide."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('customers', '0007_portrait'),
        ('orders', '0003_orders_of_buyer'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merge', 'merged'), ('split', 'split')], max_length=10)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=200, verbose_name='reason')),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='PersonMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='customers.personact')),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.person')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.person')),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='person_moves', to='customers.buyer')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('act', 'buyer'), name='person_move_once')],
            },
        ),
        migrations.CreateModel(
            name='PersonProposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.CharField(choices=[('contact', 'the same e-mail or phone'), ('account', 'the same account name on one platform'), ('name', 'the same account name on two platforms')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'to decide'), ('merged', 'one person'), ('apart', 'two persons')], default='open', max_length=10)),
                ('found_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.buyer')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.buyer')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'evidence'], name='proposal_by_state')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='proposal_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='proposal_of_two')],
            },
        ),
    ]
