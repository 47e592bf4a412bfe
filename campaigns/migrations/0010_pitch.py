import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0009_pictures'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.TextField(blank=True, default='', max_length=600, verbose_name='asked of the platform')),
                ('outside', models.TextField(blank=True, default='', max_length=600, verbose_name='brought from outside')),
                ('strength', models.TextField(blank=True, default='', max_length=600, verbose_name='why this shop')),
                ('contact', models.CharField(blank=True, default='', max_length=120, verbose_name='contact')),
                ('version', models.PositiveIntegerField(default=1)),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pitch', to='campaigns.campaign')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='pitch_version_from_one')],
            },
        ),
    ]
