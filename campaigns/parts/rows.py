"""Rows of a plan as plain JSON and back, primary keys kept: what most parts of a plan are made of."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from campaigns.models import Campaign

Row = dict[str, Any]


def read_rows(model: type[models.Model], campaign: Campaign, *, ignore: frozenset[str] = frozenset()) -> list[Row]:
    """Return the campaign's rows of a table in order of their primary key, each as {column: plain JSON}, without `campaign`."""
    names = [field.attname for field in _fields(model) if field.attname not in ignore]
    rows = model._default_manager.filter(campaign=campaign).order_by("pk").values(*names)
    plain: list[Row] = json.loads(json.dumps(list(rows), cls=DjangoJSONEncoder))
    return plain


def restore_rows(model: type[models.Model], campaign: Campaign, rows: list[Row]) -> None:
    """Set the campaign's rows of a table to what `read_rows` returned; rows that were not there go, primary keys stay."""
    key = model._meta.pk.attname
    wanted = {row[key]: row for row in rows}
    manager = model._default_manager
    manager.filter(campaign=campaign).exclude(pk__in=wanted).delete()
    fields = {field.attname: field for field in _fields(model)}
    standing = set(manager.filter(campaign=campaign).values_list("pk", flat=True))
    for pk, row in wanted.items():
        values = {name: fields[name].to_python(value) for name, value in row.items() if name in fields}
        if pk in standing:
            manager.filter(pk=pk).update(**values)
        else:
            manager.create(campaign=campaign, **values)


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if field.name != "campaign"]
