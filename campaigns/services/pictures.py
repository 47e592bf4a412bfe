"""Write the brief, keep pictures and what they brought, tell the designers which one won (playbook P11)."""

import datetime as dt
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.departments import Department
from accounts.models import User
from accounts.services import record
from campaigns.doorbell import ring_for_tasks
from campaigns.models import Brief, Campaign, Picture, Task, TaskEvent
from campaigns.rules.image_files import Image, ImageRefusedError, image_of
from campaigns.rules.image_notes import without_notes
from campaigns.rules.problems import PlanError, Problem
from campaigns.services.tasks import comment_task
from common.languages import in_readers_language

BRIEF_FIELDS = (
    "idea", "theme", "selling_point", "purpose", "places", "must_have", "must_not", "tone", "examples", "deadline",
)  # fmt: skip
LARGEST_COUNT = 10**12
BOUND_TO = "pictures_tested"


class StaleBriefError(Exception):
    """Somebody else changed the brief since this person saw it; `brief` is what stands now."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(f"the brief stands at version {brief.version}")
        self.brief = brief


class StalePictureError(Exception):
    """Somebody else changed the picture since this person saw it; `picture` is what stands now."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(f"the picture stands at version {picture.version}")
        self.picture = picture


@dataclass(frozen=True)
class PictureCounts:
    """What a picture brought so far: impressions >= clicks >= orders."""

    impressions: int = 0
    clicks: int = 0
    orders: int = 0


@transaction.atomic
def save_brief(*, campaign: Campaign, actor: User | None, version: int, said: dict[str, Any], at: dt.datetime) -> Brief:
    """Write the brief; `version` is what the person saw, 0 when there was none. StaleBriefError when it changed meanwhile."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    brief = Brief.objects.filter(campaign=campaign).first()
    if brief is not None and brief.version != version:
        raise StaleBriefError(brief)
    brief = brief or Brief(campaign=campaign, version=0)
    before = {name: getattr(brief, name) for name in BRIEF_FIELDS}
    after = {name: said.get(name) or (None if name == "deadline" else "") for name in BRIEF_FIELDS}
    changed = [name for name in BRIEF_FIELDS if before[name] != after[name]]
    if not changed:
        return brief
    for name in changed:
        setattr(brief, name, after[name])
    brief.version += 1
    brief.changed_by, brief.changed_at = actor, at
    brief.save()
    record(
        actor=actor,
        action="brief.write",
        target=_target(campaign),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    ring_for_tasks(campaign.pk)
    return brief


def add_picture(
    *, campaign: Campaign, actor: User | None, name: str, place: str, product: str, data: bytes | None, counts: PictureCounts,
    at: dt.datetime,
) -> Picture:  # fmt: skip
    """Keep a picture, with its file when one is given. PlanError with each problem and its field."""
    name, place, product = name.strip(), place.strip(), product.strip()
    problems = [*_naming(campaign, name, place, None), *_counting(counts)]
    image = _image(data, problems)
    if problems:
        raise PlanError(*problems)
    picture = Picture(campaign=campaign, name=name, place=place, product=product)
    _count(picture, counts, at)
    with transaction.atomic():
        if image is not None:
            _keep_file(picture, *image)
        picture.save()
        after = {"name": name, "place": place, "product": product, **_counts_of(picture)}
        record(actor=actor, action="picture.add", target=_target(campaign), after=after)
        ring_for_tasks(campaign.pk)
    return picture


@transaction.atomic
def change_picture(
    *, picture: Picture, actor: User | None, version: int, name: str, place: str, product: str, data: bytes | None,
    counts: PictureCounts, at: dt.datetime,
) -> Picture:  # fmt: skip
    """Change what a picture is called, where it stands, what it brought, or its file; `version` is what the person saw.

    PlanError as `add_picture`, StalePictureError when it changed meanwhile.
    """
    standing = Picture.objects.select_for_update().select_related("campaign").get(pk=picture.pk)
    if standing.version != version:
        raise StalePictureError(standing)
    name, place, product = name.strip(), place.strip(), product.strip()
    problems = [*_naming(standing.campaign, name, place, standing.pk), *_counting(counts)]
    image = _image(data, problems)
    if problems:
        raise PlanError(*problems)
    before = {"name": standing.name, "place": standing.place, "product": standing.product, **_counts_of(standing)}
    standing.name, standing.place, standing.product = name, place, product
    if PictureCounts(**_counts_of(standing)) != counts:
        _count(standing, counts, at)
    old = standing.file
    if image is not None:
        _keep_file(standing, *image)
    after = {"name": name, "place": place, "product": product, **_counts_of(standing)}
    changed = [key for key in after if after[key] != before[key]]
    if not changed and standing.file == old:
        return standing
    standing.version += 1
    standing.save()
    record(
        actor=actor,
        action="picture.change",
        target=_target(standing.campaign),
        before={"picture": before["name"]} | {key: before[key] for key in changed},
        after={key: after[key] for key in changed} | ({"file": standing.file} if standing.file != old else {}),
    )
    if old and standing.file != old:
        transaction.on_commit(lambda: _forget_file(old))
    ring_for_tasks(standing.campaign_id)
    return standing


@transaction.atomic
def take_counts(*, campaign: Campaign, actor: User | None, counts: Sequence[tuple[str, PictureCounts]], at: dt.datetime) -> int:
    """Set what the named pictures brought, all or none; return how many changed. PlanError names what cannot be."""
    pictures = {picture.name: picture for picture in campaign.pictures.select_for_update()}
    problems = [Problem("picture_unknown", "table", {"name": name}) for name, _counts in counts if name not in pictures]
    for name, one in counts:
        problems += [Problem(problem.code, "table", {"name": name}) for problem in _counting(one)]
    if problems:
        raise PlanError(*problems)
    changed = 0
    for name, one in counts:
        picture = pictures[name]
        before = _counts_of(picture)
        if PictureCounts(**before) == one:
            continue
        _count(picture, one, at)
        picture.version += 1
        picture.save()
        changed += 1
        record(
            actor=actor,
            action="picture.count",
            target=_target(campaign),
            before={"picture": name, **before},
            after=_counts_of(picture),
        )
    ring_for_tasks(campaign.pk)
    return changed


@transaction.atomic
def remove_picture(*, picture: Picture, actor: User | None, version: int) -> None:
    """Take a picture and its file away; `version` is what the person saw. StalePictureError when it changed meanwhile."""
    standing = Picture.objects.select_for_update().select_related("campaign").get(pk=picture.pk)
    if standing.version != version:
        raise StalePictureError(standing)
    before = {"picture": standing.name, "place": standing.place, "product": standing.product, **_counts_of(standing)}
    record(actor=actor, action="picture.remove", target=_target(standing.campaign), before=before)
    file, campaign_id = standing.file, standing.campaign_id
    standing.delete()
    if file:
        transaction.on_commit(lambda: _forget_file(file))
    ring_for_tasks(campaign_id)


def tell_designer(*, campaign: Campaign, actor: User | None, texts: Mapping[str, str], at: dt.datetime) -> TaskEvent:
    """Write the findings, given in every language, under the design task bound to the test of pictures.

    Raises PlanError `no_picture_task` where no task is.
    """
    bound = campaign.tasks.wanted().filter(check_code=BOUND_TO)
    task: Task | None = bound.filter(department=Department.DESIGN).first() or bound.first()
    if task is None:
        raise PlanError(Problem("no_picture_task"))
    return comment_task(task=task, actor=actor, text=in_readers_language(texts), texts=texts, at=at)


@transaction.atomic
def clone_brief(source: Campaign, target: Campaign, shift_seconds: int) -> None:
    """Give `target` the brief of an earlier sale, its deadline moved; pictures and their numbers stay with their sale."""
    brief = Brief.objects.filter(campaign=source).first()
    if brief is None:
        return
    days = dt.timedelta(days=round(shift_seconds / 86_400))
    words = {name: getattr(brief, name) for name in BRIEF_FIELDS if name != "deadline"}
    deadline = brief.deadline + days if brief.deadline else None
    Brief.objects.create(campaign=target, deadline=deadline, changed_by=brief.changed_by, changed_at=brief.changed_at, **words)


def path_of(picture: Picture) -> Path:
    """Return where a picture's file lies."""
    return _folder() / picture.file


def _target(campaign: Campaign) -> str:
    return f"campaign {campaign.pk} {campaign.name}"


def _naming(campaign: Campaign, name: str, place: str, own: int | None) -> list[Problem]:
    found = []
    if not name:
        found.append(Problem("picture_name_missing", "name"))
    elif campaign.pictures.filter(name=name).exclude(pk=own or 0).exists():
        found.append(Problem("picture_name_taken", "name"))
    if not place:
        found.append(Problem("picture_place_missing", "place"))
    return found


def _counting(counts: PictureCounts) -> list[Problem]:
    if min(counts.impressions, counts.clicks, counts.orders) < 0:
        return [Problem("count_below_zero", "impressions")]
    if counts.impressions > LARGEST_COUNT:
        return [Problem("count_too_high", "impressions")]
    if counts.clicks > counts.impressions:
        return [Problem("clicks_above_impressions", "clicks")]
    if counts.orders > counts.clicks:
        return [Problem("orders_above_clicks", "orders")]
    return []


def _image(data: bytes | None, problems: list[Problem]) -> tuple[Image, bytes] | None:
    """Return what picture it is and the bytes to keep: without the place, the owner and what else a camera wrote into it."""
    if data is None:
        return None
    try:
        image = image_of(data)
        return image, without_notes(data, image.ending)
    except ImageRefusedError as refused:
        problems.append(Problem(f"image_{refused.code}", "file"))
        return None


def _counts_of(picture: Picture) -> dict[str, int]:
    return {"impressions": picture.impressions, "clicks": picture.clicks, "orders": picture.orders}


def _count(picture: Picture, counts: PictureCounts, at: dt.datetime) -> None:
    picture.impressions, picture.clicks, picture.orders = counts.impressions, counts.clicks, counts.orders
    picture.counted_at = at


def _keep_file(picture: Picture, image: Image, data: bytes) -> None:
    """Write the bytes under a name of our own, readable by the program alone; a failed transaction leaves a file nobody names."""
    name = f"{secrets.token_hex(16)}.{image.ending}"
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(data)
    picture.file, picture.content_type = name, image.content_type
    picture.width, picture.height = image.width, image.height


def _forget_file(name: str) -> None:
    (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "pictures"
