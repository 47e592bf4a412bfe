"""What a file is and whose it is, as far as the program can tell by itself; the rest is asked."""

from django.db import transaction

from imports import privacy, sheets
from imports.errors import RefusedJob
from imports.leases import Hold
from imports.models import ImportJob, Phase, RememberedMapping
from imports.prepare import Look, look
from orders.models import Shop

UNKNOWN_TABLE = "unknown_table"


def recognise(hold: Hold) -> None:
    """Look at the first rows and write what they tell into the import; what a person said before is kept.

    Raises RefusedJob when the file cannot be used at all. A table nobody knows is no refusal: its columns are asked for.
    """
    job = hold.job
    hold.write(phase=Phase.PREPARE)
    shop = job.shop
    clock = job.zone or (shop.time_zone if shop else "Asia/Shanghai")
    seen = look(job.upload_path, sheets.sent_name(job.filename, job.sheet), zone=clock, sheet=job.sheet)
    if seen.refusal is not None and not (seen.headers and seen.refusal.code == UNKNOWN_TABLE):
        refused = privacy.look_to_keep(seen, "") | {"sample": []}
        with transaction.atomic():
            hold.write(look=refused, **sheets.part(hold, seen, job.format_key or seen.format_key or ""))
        raise RefusedJob(seen.refusal.sentence, code=str(seen.refusal.code))
    shop = shop or guess_shop(seen)
    format_key, mapping = job.format_key or seen.format_key or "", job.mapping
    remembered = None if format_key else RememberedMapping.objects.filter(fingerprint=seen.fingerprint).first()
    if remembered is not None:
        format_key, mapping = f"mapped:{remembered.kind}", remembered.mapping
    zone = job.zone or (remembered.zone if remembered else "") or (shop.time_zone if shop else "")
    with transaction.atomic():
        hold.write(
            look=privacy.look_to_keep(seen, format_key),
            fingerprint=seen.fingerprint,
            format_key=format_key,
            kind=kind_of(format_key, seen),
            mapping=mapping,
            shop=shop,
            zone=zone,
            currency=shop.currency if shop else "",
        )
        hold.write(**sheets.part(hold, seen, format_key))


def kind_of(format_key: str, seen: Look) -> str:
    """Tell what one row of the file is: the mapping says it, else the format."""
    mapped, _, kind = format_key.partition(":")
    return kind if mapped == "mapped" else str(seen.kind or "")


def guess_shop(seen: Look) -> Shop | None:
    """Guess whose file it is: the shop it names; the only one there is; the one that last sent such a header; else nobody's."""
    if seen.shop_name:
        named = Shop.objects.filter(name__iexact=seen.shop_name.strip()).first()
        if named is not None:
            return named
    shops = list(Shop.objects.all()[:2])
    if len(shops) == 1:
        return shops[0]
    last = (
        ImportJob.objects.filter(fingerprint=seen.fingerprint, shop__isnull=False).select_related("shop").order_by("-pk").first()
    )
    return last.shop if last is not None and seen.fingerprint else None
