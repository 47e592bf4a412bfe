"""One human behind several accounts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('customers', '0003_tiers'),
        ('orders', '0003_orders_of_buyer'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, db_index=True, default='', max_length=60, verbose_name='name')),
                ('made_at', models.DateTimeField()),
            ],
        ),
    ]
