"""The watched folder: WATCHED_DIR/<shop name>/<file>. What needs no answer is imported by itself."""

import fcntl
import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from imports import services
from imports.errors import NotPossible
from imports.models import ImportJob, Source, State
from orders.models import Shop

ENDINGS = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".parquet", ".zip"})
QUIET_SECONDS = 5
SIZES = "watched-sizes.json"
LOCK = "watched.lock"
NOTE = "NO-SUCH-SHOP.txt"
STOPPED = frozenset({State.REFUSED, State.FAILED, State.DISCARDED})
ENDED = STOPPED | {State.DONE, State.UNDONE}


def watch(*, root: Path, at: datetime) -> int:
    """Take every file that has come to rest, and put those whose import has ended aside; return how many were taken.

    At rest: as large as at the last look, and not written for QUIET_SECONDS. A file taken lies in `taken/` until its import ends,
    then in `done/` or, with a sentence in a .txt beside it, in `refused/`. A folder that bears no shop's name is left alone, with
    a sentence in it. While another worker is at it, nothing is done.
    """
    if not root.is_dir():
        return 0
    with (Path(settings.DATA_DIR) / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        _put_aside(root)
        return _take_what_rests(root, at)


def _take_what_rests(root: Path, at: datetime) -> int:
    _make_inboxes(root)
    known, seen, taken = _sizes(), {}, 0
    for inbox in sorted(folder for folder in root.iterdir() if folder.is_dir() and not folder.name.startswith(".")):
        shop = Shop.objects.filter(name=inbox.name).first()
        files = [
            file for file in sorted(inbox.iterdir()) if file.suffix.lower() in ENDINGS and file.is_file() and file.name != NOTE
        ]
        if shop is None:
            if files:
                _say_no_such_shop(inbox)
            continue
        for file in files:
            stat = file.stat()
            seen[str(file)] = stat.st_size
            if known.get(str(file)) == stat.st_size and at.timestamp() - stat.st_mtime > QUIET_SECONDS:
                taken += _take(file, shop)
    (Path(settings.DATA_DIR) / SIZES).write_text(json.dumps(seen))
    return taken


def _make_inboxes(root: Path) -> None:
    """Make a folder for every shop whose name can be a folder's, so that a person sees where to put files."""
    for name in Shop.objects.values_list("name", flat=True):
        if name == Path(name).name and not name.startswith("."):
            (root / name).mkdir(exist_ok=True)


def _sizes() -> dict[str, int]:
    """Read how large each file was at the last look; nothing when there was none."""
    try:
        sizes: dict[str, int] = json.loads((Path(settings.DATA_DIR) / SIZES).read_text())
    except (OSError, ValueError):
        return {}
    return sizes


def _take(file: Path, shop: Shop) -> int:
    """Make the import of one file and move it out of the inbox; 1, or 0 when it was refused at the door.

    Killed between the two, the file is taken again: the same bytes a second time change nothing.
    """
    try:
        job = services.receive(file=file, filename=file.name, actor=None, source=Source.FOLDER, shop=shop, load_when_ready=True)
    except NotPossible as refused:
        _refuse(file, file.parent, file.name, str(refused.sentence))
        return 0
    file.rename(_free_place(file.parent / "taken", f"{job.pk}-{file.name}"))
    return 1


def _put_aside(root: Path) -> None:
    """Move the files whose imports have ended to done/ or refused/."""
    for file in sorted(root.glob("*/taken/*")):
        number, _dash, name = file.name.partition("-")
        job = ImportJob.objects.filter(pk=int(number)).first() if number.isdigit() else None
        inbox = file.parent.parent
        if job is None:
            file.rename(_free_place(inbox, name or file.name))
            continue
        every = [job, *job.further.order_by("pk")]
        if not all(one.state in ENDED for one in every):
            continue
        stopped = next((one for one in every if one.state in STOPPED), None)
        if stopped is not None:
            _refuse(file, inbox, name, stopped.error or _("It was thrown away on the page of imports."))
        else:
            file.rename(_free_place(inbox / "done", name))


def _refuse(file: Path, inbox: Path, name: str, sentence: str) -> None:
    """Move a file to refused/ with the sentence beside it."""
    place = _free_place(inbox / "refused", name)
    file.rename(place)
    place.with_name(f"{place.name}.txt").write_text(f"{sentence}\n", encoding="utf-8")


def _say_no_such_shop(inbox: Path) -> None:
    """Leave a sentence in a folder whose name is no shop's."""
    sentence = _("There is no shop named %(name)s. Name this folder exactly as the shop is named on the page of shops.") % {
        "name": inbox.name
    }
    note = inbox / NOTE
    if not note.exists():
        note.write_text(f"{sentence}\n", encoding="utf-8")


def _free_place(folder: Path, name: str) -> Path:
    """Give a path in a folder, made if need be, that no file has yet."""
    folder.mkdir(exist_ok=True)
    place, number = folder / name, 1
    while place.exists():
        place = folder / f"{Path(name).stem}.{number}{Path(name).suffix}"
        number += 1
    return place
