"""Files that go with a message."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('live', '0010_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveryFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=80)),
                ('content', models.BinaryField()),
                ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='file', to='live.alertdelivery')),
            ],
        ),
    ]
