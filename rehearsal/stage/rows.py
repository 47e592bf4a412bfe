"""What of the real sale comes into a copy: its plan, its shops, its goods, what they sold before. Nobody's name or address.

Rows travel as one JSON file, value by value, so that any database can give and any can take.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from accounts.models import User
from campaigns.models import Campaign, Channel, ChannelName, Phase, Stage, TargetCurve, TargetLock, TrafficLine
from common.windows import slot_of
from inventory.models import Product, Substitute, Supplier
from live.models import KnownMorning, SaleCurve
from metrics.models import SalesSlot, SkuHour
from orders.models import Shop

FILE = "rows.json"
HISTORY = timedelta(days=35)
AT_ONCE = 2_000


def keep_rows(*, campaign: Campaign, folder: Path) -> int:
    """Write the rows a rehearsal of this sale needs into `folder`; return how many."""
    told = [_told(rows) for rows in _wanted(campaign)]
    (folder / FILE).write_text(json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False), encoding="utf-8")
    return sum(len(one["rows"]) for one in told)


@transaction.atomic
def bring_rows(*, folder: Path) -> int:
    """Write the rows kept in `folder` into the database of this process, in place of what stands there; return how many."""
    count = 0
    for told in json.loads((folder / FILE).read_text(encoding="utf-8")):
        model = apps.get_model(told["model"])
        fields = [model._meta.get_field(name) for name in told["fields"]]
        made = [
            model(**{field.attname: _value(field, value) for field, value in zip(fields, row, strict=True)})
            for row in told["rows"]
        ]
        model._default_manager.all().delete()
        model._default_manager.bulk_create(made, batch_size=AT_ONCE)
        count += len(made)
    return count


def _wanted(campaign: Campaign) -> Iterator["models.QuerySet[Any]"]:
    """Give the rows in an order in which each finds what it points at."""
    sales = [campaign.pk, *([campaign.compare_with_id] if campaign.compare_with_id else [])]
    chosen = Campaign.objects.filter(pk__in=sales).order_by("starts_at", "pk")
    shops = Shop.objects.filter(campaigns__in=sales).distinct()
    yield User.objects.all()
    yield shops
    yield chosen
    through = Campaign.shops.through
    yield through._default_manager.filter(campaign_id__in=sales)
    for model in (Stage, Phase, TargetCurve, TargetLock, TrafficLine):
        yield model._default_manager.filter(campaign_id__in=sales)
    yield Channel.objects.filter(models.Q(shop=None) | models.Q(shop__in=shops))
    yield ChannelName.objects.all()
    yield Supplier.objects.all()
    yield Product.objects.filter(shop__in=shops)
    yield Substitute.objects.filter(shop__in=shops)
    yield SaleCurve.objects.filter(campaign_id__in=sales)
    yield KnownMorning.objects.filter(shop__in=shops)
    sold = models.Q(slot__gte=slot_of(campaign.starts_at - HISTORY), slot__lt=campaign.start_slot)
    by_hour = models.Q(hour__gte=slot_of(campaign.starts_at - HISTORY), hour__lt=campaign.start_slot)
    if campaign.compare_with is not None:
        earlier = campaign.compare_with
        sold |= models.Q(slot__gte=earlier.start_slot, slot__lt=earlier.end_slot)
        by_hour |= models.Q(hour__gte=earlier.start_slot, hour__lt=earlier.end_slot)
    yield SalesSlot.objects.filter(sold, shop__in=shops)
    yield SkuHour.objects.filter(by_hour, shop__in=shops)


def _told(rows: "models.QuerySet[Any]") -> dict[str, Any]:
    """Write rows as lists of values; what points at a row of the same kind that stays behind points at nothing."""
    fields = [field for field in rows.model._meta.concrete_fields if not isinstance(field, models.CompositePrimaryKey)]
    kept = list(rows)
    known = {one.pk for one in kept}
    values = [[_given(field, one, known) for field in fields] for one in kept]
    return {"model": rows.model._meta.label, "fields": [field.name for field in fields], "rows": values}


def _given(field: Any, one: models.Model, known: set[Any]) -> Any:
    if isinstance(field, models.BinaryField):
        return field.value_to_string(one)
    value = field.value_from_object(one)
    return None if field.is_relation and field.related_model is type(one) and value not in known else value


def _value(field: Any, value: Any) -> Any:
    return value if field.is_relation else field.to_python(value)
