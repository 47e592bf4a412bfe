import django.db.models.deletion
import orders.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0001_initial'),
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProductClaim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sku', orders.fields.KeyField()),
                ('import_no', models.BigIntegerField(null=True)),
                ('rank', models.SmallIntegerField(choices=[(0, 'seen in orders'), (1, 'told')])),
                ('as_of', models.DateTimeField()),
                ('digest', models.CharField(blank=True, default='', max_length=64)),
                ('says', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='StaleDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.BigIntegerField(help_text="number of the day's first slot")),
                ('marks', models.IntegerField(default=1)),
            ],
        ),
        migrations.AlterModelOptions(
            name='pricepoint',
            options={'ordering': ['since']},
        ),
        migrations.RemoveConstraint(
            model_name='pricepoint',
            name='price_point_once',
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='as_of',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='digest',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='highest_minor',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='import_no',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='kind',
            field=models.CharField(choices=[('offered', 'offered'), ('paid', 'paid')], default='offered', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='last_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='last_minor',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='lowest_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='source',
            field=models.CharField(choices=[('orders', 'order lines'), ('file', 'price list'), ('typed', 'typed')], default='typed', max_length=10, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='units',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='pricepoint',
            name='until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='until'),
        ),
        migrations.AddField(
            model_name='product',
            name='category',
            field=models.CharField(blank=True, default='', max_length=100, verbose_name='category'),
        ),
        migrations.AddField(
            model_name='product',
            name='floor_minor',
            field=models.BigIntegerField(blank=True, null=True, verbose_name='floor price'),
        ),
        migrations.AddField(
            model_name='product',
            name='kind',
            field=models.CharField(choices=[('goods', 'goods'), ('gift', 'gift'), ('service', 'service or postage')], default='goods', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='product',
            name='picture',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='product',
            name='status',
            field=models.CharField(choices=[('on_sale', 'on sale'), ('withdrawn', 'withdrawn')], default='on_sale', max_length=10, verbose_name='status'),
        ),
        migrations.AddIndex(
            model_name='pricepoint',
            index=models.Index(condition=models.Q(('kind', 'paid')), fields=['shop', 'since'], name='price_paid_days'),
        ),
        migrations.AddIndex(
            model_name='pricepoint',
            index=models.Index(condition=models.Q(('import_no__gt', 0)), fields=['import_no'], name='price_of_import'),
        ),
        migrations.AddConstraint(
            model_name='pricepoint',
            constraint=models.UniqueConstraint(fields=('shop', 'sku', 'kind', 'since', 'import_no'), name='price_point_once'),
        ),
        migrations.AddConstraint(
            model_name='pricepoint',
            constraint=models.CheckConstraint(condition=models.Q(('price_minor__gte', 0)), name='price_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='pricepoint',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='price_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cost_minor__isnull', True), ('cost_minor__gte', 0), _connector='OR'), models.Q(('list_price_minor__isnull', True), ('list_price_minor__gte', 0), _connector='OR'), models.Q(('floor_minor__isnull', True), ('floor_minor__gte', 0), _connector='OR')), name='product_money_not_negative'),
        ),
        migrations.AddField(
            model_name='productclaim',
            name='shop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop'),
        ),
        migrations.AddField(
            model_name='staleday',
            name='shop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orders.shop'),
        ),
        migrations.AddIndex(
            model_name='productclaim',
            index=models.Index(fields=['shop', 'sku'], name='product_claim_of_sku'),
        ),
        migrations.AddConstraint(
            model_name='productclaim',
            constraint=models.UniqueConstraint(fields=('import_no', 'shop', 'sku'), name='product_claim_once_an_import'),
        ),
        migrations.AddConstraint(
            model_name='staleday',
            constraint=models.UniqueConstraint(fields=('shop', 'slot'), name='stale_day_once'),
        ),
    ]
