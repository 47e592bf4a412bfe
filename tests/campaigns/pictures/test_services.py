"""The brief, the pictures, their numbers: written once, checked, audited, cloned, told."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.checks.pictures import checks
from campaigns.models import Brief, Picture
from campaigns.queries.pictures import picture_tests
from campaigns.rules.problems import PlanError
from campaigns.services import pictures as services
from campaigns.services import task_sets
from campaigns.services import tasks as task_services
from campaigns.services.pictures import PictureCounts, StaleBriefError
from campaigns.tables.pictures import read_counts
from campaigns.words.pictures import told_to_designer, verdict_words
from common.languages import in_every_language
from tests.campaigns.conftest import START
from tests.campaigns.pictures.conftest import NOW
from tests.campaigns.pictures.images import jpeg, png

pytestmark = pytest.mark.django_db
WRITTEN = {
    "idea": "Warm without weight",
    "theme": "First snow",
    "selling_point": "Wool from one valley",
    "purpose": "Clear the coats",
    "places": "Main picture 800 × 800",
    "deadline": date(2026, 10, 14),
}


def codes(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


def save(sale, version=0, **said):
    return services.save_brief(campaign=sale, actor=None, version=version, said=WRITTEN | said, at=NOW)


def test_the_brief_is_written_and_its_check_turns(sale, person):
    assert [check.state for check in checks(sale, NOW)] == ["failed", "failed"]
    save(sale, theme="", deadline=None)
    assert "It lacks: Theme, Deadline." in checks(sale, NOW)[0].found
    brief = save(sale, version=1)
    assert brief.version == 2
    assert checks(sale, NOW)[0].state == "done"
    assert save(sale, version=2).version == 2, "nothing changed"
    entries = AuditEntry.objects.filter(action="brief.write").order_by("pk")
    assert [sorted(entry.after) for entry in entries][1] == ["deadline", "theme"]


def test_who_writes_second_loses_nothing(sale):
    save(sale)
    with pytest.raises(StaleBriefError) as stale:
        save(sale, version=0, idea="Another")
    assert stale.value.brief.idea == "Warm without weight"
    assert Brief.objects.get().idea == "Warm without weight"


def test_a_picture_is_kept_with_a_name_of_our_own(sale, add, data_dir):
    picture = add("../../evil.png", 1000, 50, 3, data=png())
    path = services.path_of(picture)
    assert path.parent == data_dir / "pictures"
    assert path.read_bytes() == png()
    assert path.stat().st_mode & 0o777 == 0o600
    assert (picture.content_type, picture.width, picture.height) == ("image/png", 3, 2)
    entry = AuditEntry.objects.get(action="picture.add")
    assert entry.after["impressions"] == 1000


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"name": " "}, ("picture_name_missing", "name")),
        ({"name": "Sea"}, ("picture_name_taken", "name")),
        ({"place": ""}, ("picture_place_missing", "place")),
        ({"counts": PictureCounts(10, 11, 0)}, ("clicks_above_impressions", "clicks")),
        ({"counts": PictureCounts(10, 5, 6)}, ("orders_above_clicks", "orders")),
        ({"counts": PictureCounts(-1, 0, 0)}, ("count_below_zero", "impressions")),
        ({"counts": PictureCounts(10**13, 0, 0)}, ("count_too_high", "impressions")),
        ({"data": b"<html>"}, ("image_unknown", "file")),
        ({"data": b""}, ("image_empty", "file")),
    ],
)
def test_what_cannot_be_names_its_field_and_keeps_nothing(sale, add, data_dir, said, problem):
    add("Sea")
    asked = {"name": "Snow", "place": "Banner", "product": "", "data": None, "counts": PictureCounts()} | said
    with pytest.raises(PlanError) as refused:
        services.add_picture(campaign=sale, actor=None, at=NOW, **asked)
    assert codes(refused) == [problem]
    assert Picture.objects.count() == 1
    assert not (data_dir / "pictures").exists()


def test_another_file_takes_the_place_of_the_old_one(sale, add, django_capture_on_commit_callbacks):
    picture = add("Sea", data=png())
    old = services.path_of(picture)
    with django_capture_on_commit_callbacks(execute=True):
        changed = services.change_picture(
            picture=picture,
            actor=None,
            version=picture.version,
            name="Sea",
            place="Banner",
            product="",
            data=jpeg(),
            counts=PictureCounts(10, 1, 0),
            at=NOW,
        )
    assert not old.exists()
    assert services.path_of(changed).suffix == ".jpg"
    assert (changed.place, changed.impressions, changed.version) == ("Banner", 10, 2)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_picture(picture=changed, actor=None, version=changed.version)
    assert not services.path_of(changed).exists()
    assert list(AuditEntry.objects.filter(action__startswith="picture.").order_by("pk").values_list("action", flat=True)) == [
        "picture.add", "picture.change", "picture.remove",
    ]  # fmt: skip


def test_numbers_come_as_a_table_all_or_none(sale, add):
    add("Sea")
    add("Snow", 5, 1, 0)
    told = [("Sea", PictureCounts(2000, 90, 4)), ("Snow", PictureCounts(2100, 120, 9))]
    assert services.take_counts(campaign=sale, actor=None, counts=told, at=NOW) == 2
    assert services.take_counts(campaign=sale, actor=None, counts=told, at=NOW) == 0
    with pytest.raises(PlanError) as refused:
        services.take_counts(
            campaign=sale,
            actor=None,
            counts=[("Sea", PictureCounts(1, 0, 0)), ("Moon", PictureCounts()), ("Snow", PictureCounts(1, 2, 0))],
            at=NOW,
        )
    assert codes(refused) == [("picture_unknown", "table"), ("clicks_above_impressions", "table")]
    assert Picture.objects.get(name="Sea").impressions == 2000


@pytest.mark.parametrize(
    "data",
    [
        b'Picture,Impressions,Clicks,Orders\r\nSea,"2,000",90,4\r\n\r\nSnow,2100,120,\r\n',
        "创意名称\t展现量\t点击量\t成交笔数\nSea\t2000\t90\t4\nSnow\t2100\t120\t-\n".encode("gb18030"),
        "\ufeff点击量;图片;曝光量;订单数\n90;Sea;2000;4\n120;Snow;2100;0".encode(),
    ],
    ids=["csv", "gb18030 pasted", "semicolons in another order"],
)
def test_tables_as_people_have_them_are_understood(data):
    assert read_counts(data) == [("Sea", PictureCounts(2000, 90, 4)), ("Snow", PictureCounts(2100, 120, 0))]


def test_a_workbook_is_understood():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([["Name", "Impressions", "Clicks"], ["Sea", 2000, 90.0]]):
            sheet.write_row(number, 0, row)
    assert read_counts(file.getvalue()) == [("Sea", PictureCounts(2000, 90, 0))]


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"Picture,Impressions,Clicks\n", "table_empty"),
        (b"Sea,1,2\n", "table_no_header"),
        (b"Picture,Impressions,Clicks\nSea,many,3\n", "cell_not_a_count"),
        (b"Picture,Impressions,Clicks\nSea,-5,3\n", "cell_not_a_count"),
        (b"Picture,Impressions,Clicks\nSea,5,3\nSea,6,3\n", "name_twice"),
        (b"PK\x03\x04 no workbook", "table_unreadable"),
        (b"\x00\x01", "table_unreadable"),
        (b"\xff\xfe\xfa", "table_unreadable"),
        (b"Picture,Impressions,Clicks\n" + b"Sea,1,1\n" * 2001, "table_too_long"),
        (b"x" * (2 * 1024 * 1024 + 1), "image_large"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data, code):
    with pytest.raises(PlanError) as refused:
        read_counts(data)
    assert code in [problem.code for problem in refused.value.problems]


def test_only_pictures_of_one_place_and_product_are_compared(sale, add):
    add("Sea", 30_000, 2_400, 100)
    add("Snow", 30_000, 1_500, 90)
    add("Ship", 30_000, 3_000, 100, place="Banner")
    banner, main = picture_tests(sale)
    assert (banner.place, banner.winner) == ("Banner", None)
    assert main.winner is not None
    assert main.winner.picture.name == "Sea"
    assert [row.standing for row in main.rows] == ["winner", "beaten"]
    assert "alone cannot win" in verdict_words(banner)


def test_an_open_test_says_how_many_more_it_takes(sale, add):
    add("Sea", 2_000, 124)
    add("Snow", 2_000, 100)
    add("Moon")
    test = picture_tests(sale)[0]
    assert test.winner is None
    assert [row.standing for row in test.rows] == ["leader", "racing", "unshown"]
    assert "1 picture was not shown yet" in verdict_words(test)
    Picture.objects.get(name="Moon").delete()
    test = picture_tests(sale)[0]
    assert test.verdict.missing
    assert f"about {test.verdict.missing:,} more impressions of each picture still in the race" in verdict_words(test)


def test_a_winner_whose_clicks_do_not_buy_is_said_so(sale, add):
    add("Sale!!!", 60_000, 6_000, 60)
    add("Coat", 60_000, 3_600, 360)
    test = picture_tests(sale)[0]
    assert test.winner is not None
    assert test.converts_worse is not None
    assert "fewer of its clicks become orders than of “Coat”: 1.00% against 10.00%" in verdict_words(test)


def test_ten_pictures_tested_is_a_check_that_opens_the_task_again(sale, add, person):
    task_sets.lay_templates(campaign=sale, actor=None, at=NOW)
    pictures = [add(f"Number {n}", 600, 30) for n in range(10)]
    assert checks(sale, NOW)[1].state == "done"
    task = sale.tasks.get(code="de_test")
    task_services.set_state(task=task, actor=None, state="done", at=NOW, checks=task_sets.checks_by_code(sale, NOW))
    assert task_sets.follow_checks(campaign=sale, at=NOW) == []
    services.remove_picture(picture=pictures[0], actor=None, version=1)
    assert task_sets.follow_checks(campaign=sale, at=NOW) == [task]
    assert "9 of 10" in task.events.last().said["found"]["en"]


def test_the_designer_is_told_under_the_bound_task(sale, add, person):
    add("Sea", 30_000, 2_400, 100)
    add("Snow", 30_000, 1_500, 90)
    texts = in_every_language(lambda: told_to_designer(picture_tests(sale)))
    with pytest.raises(PlanError) as refused:
        services.tell_designer(campaign=sale, actor=None, texts=texts, at=NOW)
    assert codes(refused) == [("no_picture_task", "")]
    task_sets.lay_templates(campaign=sale, actor=None, at=NOW)
    event = services.tell_designer(campaign=sale, actor=person(Role.OPERATIONS), texts=texts, at=NOW)
    assert event.task.code == "de_test"
    assert "“Sea” is clicked by 8.00%, more than every other picture." in event.text
    assert "– Snow: 5.00% of 30,000 clicked (4.76% to 5.25%)" in event.text


def test_a_cloned_sale_has_the_brief_and_no_pictures(sale, add, make_sale):
    save(sale)
    add("Sea", 100, 1, 0)
    year = timedelta(days=364)
    fresh = make_sale(name="Double 11 2027", starts_at=START + year, ends_at=START + year + timedelta(days=1))
    services.clone_brief(sale, fresh, int(year.total_seconds()))
    assert (fresh.brief.idea, fresh.brief.deadline, fresh.brief.version) == ("Warm without weight", date(2027, 10, 13), 1)
    assert not fresh.pictures.exists()
    services.clone_brief(make_sale(name="Without"), make_sale(name="Also without"), 0)
