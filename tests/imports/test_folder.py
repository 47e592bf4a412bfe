"""The watched folder."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from imports import folder, services
from imports.models import ImportJob, State
from orders.models import Order
from orders.services import create_shop
from tests.imports.files import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(settings, shop) -> Path:
    place = Path(settings.WATCHED_DIR) / shop.name
    place.mkdir(parents=True)
    return place


def put(inbox: Path, content: bytes, name: str = "orders.csv", age: int = 60) -> Path:
    file = inbox / name
    file.write_bytes(content)
    then = time.time() - age
    os.utime(file, (then, then))
    return file


def look_around(settings) -> int:
    return folder.watch(root=Path(settings.WATCHED_DIR), at=timezone.now())


def work() -> None:
    for job in ImportJob.objects.moving():
        services.look_at(job_id=job.pk, worker="test")
        services.run_road(job_id=job.pk, worker="test")


def test_a_file_at_rest_goes_in_by_itself(inbox, settings):
    put(inbox, reports(5))
    assert look_around(settings) == 0, "its size is not known yet"
    assert look_around(settings) == 1
    job = ImportJob.objects.get()
    assert (job.source, job.shop.name, job.filename) == ("folder", inbox.name, "orders.csv")
    assert look_around(settings) == 0
    work()
    assert Order.objects.count() == 5
    look_around(settings)
    assert [file.name for file in (inbox / "done").iterdir()] == ["orders.csv"]
    assert not list((inbox / "taken").iterdir())


def test_a_file_that_still_grows_is_left_alone(inbox, settings):
    file = put(inbox, reports(5))
    look_around(settings)
    put(inbox, reports(6))
    assert look_around(settings) == 0
    put(inbox, reports(6), age=0)
    assert look_around(settings) == 0
    put(inbox, reports(6))
    assert look_around(settings) == 1
    assert not file.exists()


def test_a_bad_file_comes_back_with_a_sentence(inbox, settings):
    put(inbox, b"", "empty.csv")
    for _round in range(2):
        look_around(settings)
    work()
    look_around(settings)
    told = (inbox / "refused" / "empty.csv.txt").read_text()
    assert "empty" in told
    assert (inbox / "refused" / "empty.csv").exists()
    assert ImportJob.objects.get().state == State.REFUSED


def test_a_folder_of_no_shop_says_so(settings, shop):
    stranger = Path(settings.WATCHED_DIR) / "Lamp Huose"
    stranger.mkdir(parents=True)
    put(stranger, reports(5))
    for _round in range(3):
        assert look_around(settings) == 0
    assert "no shop named Lamp Huose" in (stranger / "NO-SUCH-SHOP.txt").read_text()


def test_no_folder_no_harm(tmp_path):
    assert folder.watch(root=tmp_path / "nowhere", at=timezone.now() + timedelta(days=1)) == 0


def test_every_shop_finds_its_folder(settings, shop):
    place = Path(settings.WATCHED_DIR)
    place.mkdir(exist_ok=True)
    create_shop(actor=None, name="A/B")
    create_shop(actor=None, name="..")
    look_around(settings)
    assert [folder.name for folder in place.iterdir()] == [shop.name]
