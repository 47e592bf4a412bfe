"""Carry targets of one row a slot into one packed row a sale, and whole plans of versions into parts kept once."""

import hashlib
import json
import zlib

import numpy as np
from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations

from campaigns.rules.packing import pack, unpack
from campaigns.rules.split import split

OWN = {
    "name", "currency", "time_zone", "template", "revenue_target_minor", "visitors_target", "paid_orders_target",
    "order_value_target_minor", "derived_figure", "inquiries_target", "curve_kind", "conversion_target", "starts_at", "ends_at",
    "compare_with", "shops", "stages", "phases", "locks", "phase_targets",
}  # fmt: skip
COLUMNS = ("revenue_minor", "visitors", "paid_orders", "inquiries")


def pack_targets(apps, schema_editor):
    def kept(name):
        return apps.get_model("campaigns", name).objects.using(schema_editor.connection.alias)

    for campaign in kept("Campaign").order_by("pk").iterator():
        curve = _pack_target(kept, campaign)
        for version in kept("PlanVersion").filter(campaign=campaign).order_by("number").iterator():
            _cut_version(kept, campaign, version, curve)


def _pack_target(kept, campaign):
    """Pack the slots of a sale; hours that do not follow the revenue follow the earlier sale's traffic."""
    rows = kept("TargetSlot").filter(campaign=campaign).order_by("slot")
    found = np.array(list(rows.values_list("slot", *COLUMNS)), dtype=np.int64).reshape(-1, 1 + len(COLUMNS))
    first, end = (int(at.timestamp()) // 600 for at in (campaign.starts_at, campaign.ends_at))
    table = np.zeros((len(COLUMNS), end - first), dtype=np.int64)
    held = found[(found[:, 0] >= first) & (found[:, 0] < end)]
    table[:, held[:, 0] - first] = held[:, 1:].T
    body = pack(table)
    revenue, visitors, _paid, inquiries = table
    return kept("TargetCurve").create(
        campaign=campaign,
        start_slot=first,
        body=body,
        digest=hashlib.sha256(body).hexdigest(),
        visitors_follow_earlier=not np.array_equal(visitors, split(int(visitors.sum()), revenue)),
        inquiries_follow_earlier=not np.array_equal(inquiries, split(int(inquiries.sum()), revenue)),
    )


def _cut_version(kept, campaign, version, curve):
    plan = version.plan
    own = {name: value for name, value in plan.items() if name in OWN}
    own |= {"follows": [curve.visitors_follow_earlier, curve.inquiries_follow_earlier], "occasion": "own"}
    values = {"plan": own} | {name: value for name, value in plan.items() if name not in OWN and name != "leaves"}
    parts = {name: _keep(kept, campaign, *_written(value)) for name, value in values.items()}
    leaves = np.array(plan["leaves"], dtype=np.int64)
    if np.array_equal(leaves, unpack(bytes(curve.body))[0]):
        body = bytes(curve.body)
    else:
        body = pack(leaves.reshape(1, -1))
    parts["target"] = _keep(kept, campaign, hashlib.sha256(body).hexdigest(), body)
    version.parts = parts
    version.save(update_fields=["parts"])


def _written(value):
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return hashlib.sha256(text).hexdigest(), zlib.compress(text, 6)


def _keep(kept, campaign, digest, body):
    kept("PlanPart").get_or_create(campaign=campaign, digest=digest, defaults={"body": body})
    return digest


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0010_pitch")]

    operations = [migrations.RunPython(pack_targets, migrations.RunPython.noop)]
