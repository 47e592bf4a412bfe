"""Reports: the numbers of the page in every file, kept as they were, sent once to those who may hear of money."""

import io
import re
from datetime import timedelta

import pytest
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import GatePassage, Stage, StageKind
from inventory.models import Product
from live.channels.secrets import Secrets
from live.models import AlertDelivery
from live.services.alerts import deliver, save_channel
from live.services.alerts.channels import ChannelDraft
from review import services
from review.models import Report
from review.pages.blocks import MAKERS
from review.pages.tiles import tiles
from review.pictures import pictures_of
from review.words.digest import digest_text
from review.words.verdict import verdict
from tests.live.alerts.receiver import Receiver
from tests.review.looked_back import MORNING, review, told

pytestmark = pytest.mark.django_db
TRAP = '=HYPERLINK("http://evil.example/";"Coat")'


@pytest.fixture
def boss(client_as):
    return client_as(Role.BOSS)


@pytest.fixture
def report(sale):
    told(sale, visitors="200", conversion="0.02", order_value="25000", refund_rate="0.1", cost_of_goods="0.4", people="9000")
    Product.objects.filter(sku="QH-1").update(title=TRAP)
    review(sale)
    return services.make_report(actor=None, campaign=sale, at=MORNING)


@pytest.fixture
def channel(db):
    receiver = Receiver()
    receiver.start()
    secrets = Secrets(f"{receiver.url}/hook", "a secret between the two of us")

    def make(name="money", **said):
        draft = ChannelDraft(**{"name": name, "kind": "webhook", "language": "en", "wants_reports": True, **said})
        made = save_channel(actor=None, draft=draft, secrets=secrets)
        made.receiver = receiver
        return made

    yield make
    receiver.stop()


def squeezed(text):
    return re.sub(r"\s", "", text)


def files_of(client, report):
    """The text of both PDFs, the workbook, and the names of the pictures."""
    address = f"/review/{report.campaign_id}/reports/{report.pk}/"
    texts = []
    for name in ("page.pdf", "report.pdf"):
        answer = client.get(address + name)
        assert answer["Content-Type"] == "application/pdf"
        texts.append([squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(answer.content)).pages])
    return texts, CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}tables.xlsx").content))


def test_every_file_says_what_the_page_says(boss, report):
    page = squeezed(boss.get(f"/review/{report.campaign_id}/").content.decode())
    (one, whole), book = files_of(boss, report)
    assert len(one) == 1
    first = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    for tile in tiles(report.body):
        for text in (page, one[0], "".join(whole), squeezed(digest_text(report))):
            assert squeezed(tile.value) in text, tile
        assert tile.value in first
    assert squeezed(verdict(report.body)) in page
    assert squeezed(verdict(report.body)) in one[0]
    for name, make in MAKERS.items():
        table = make(report.body)
        for row in table.shown:
            assert all(squeezed(cell["words"]) in "".join(whole) for cell in row), name
    money = {row[0]: row for row in book.get_sheet_by_name("Money").to_python()}
    assert round(money["Profit"][2] * 100) == report.body["money"]["states"]["running"]["profit"]
    assert round(money["Refunds"][2] * 100) == -report.body["money"]["amounts"]["refund"]


def test_texts_of_files_stay_texts(boss, report):
    _texts, book = files_of(boss, report)
    assert TRAP in [row[0] for row in book.get_sheet_by_name("Products").to_python()]
    shown = boss.get(f"/review/{report.campaign_id}/products/export.csv").content.decode()
    assert ",=" not in shown


def test_chinese_files_are_chinese(boss, report):
    boss.cookies["django_language"] = "zh-hans"
    (one, whole), _book = files_of(boss, report)
    with override("zh-hans"):
        assert squeezed(verdict(report.body)) in one[0]
        assert len(squeezed(digest_text(report, link="https://promo.example.com/review/1/reports/")).encode()) <= 2_048
    assert "利润" in "".join(whole)


def test_every_picture_is_one_and_no_other_is_found(boss, report):
    address = f"/review/{report.campaign_id}/reports/{report.pk}/"
    names = [name for name, _label in pictures_of(report)]
    assert set(names) >= {"steps", "channels"}
    for name in names:
        assert Image.open(io.BytesIO(boss.get(f"{address}{name}.png").content)).width == 1_800
    for name in ("money.png", "steps.gif", "steps", "nothing.pdf"):
        assert boss.get(address + name).status_code == 404


def test_a_report_keeps_its_numbers_when_the_review_is_revised(sale, report):
    before = report.body["money"]["states"]["running"]["profit"]
    services.tell_cost(actor=None, campaign=sale, name="people", amount_minor=50_000, at=MORNING)
    later = review(sale, MORNING + timedelta(hours=1))
    report.refresh_from_db()
    assert later.body["money"]["states"]["running"]["profit"] != before
    assert report.body["money"]["states"]["running"]["profit"] == before


def test_the_digest_fits_a_chat_and_leads_to_the_report(report, channel):
    made = channel(address="https://promo.example.com/", language="zh-hans")
    assert services.send_report(actor=None, report=report, channels=[made], at=MORNING) == 1
    assert services.send_report(actor=None, report=report, channels=[made], at=MORNING) == 0, "told once"
    text = AlertDelivery.objects.get().text
    assert len(text) <= 800
    assert len(text.encode()) <= 2_048
    with override("zh-hans"):
        assert squeezed(verdict(report.body)) in squeezed(text)
    assert f"https://promo.example.com/review/{report.campaign_id}/reports/" in text
    assert deliver(channel_id=made.pk, at=MORNING) == 1
    assert made.receiver.got[0].told["event"] == "report"
    assert AuditEntry.objects.filter(action="review.send").count() == 1


def test_each_stage_is_reported_once_when_it_is_over(sale, channel):
    heard, silent = channel(), channel("calm", wants_reports=False)
    week = timedelta(days=7)
    Stage.objects.create(campaign=sale, kind=StageKind.WARM_UP, starts_at=sale.starts_at - week, ends_at=sale.starts_at)
    Stage.objects.create(campaign=sale, kind=StageKind.LIVE, starts_at=sale.starts_at, ends_at=sale.ends_at)
    eve = sale.starts_at + timedelta(minutes=1)
    assert services.report_stages(at=eve) == 0, "it is asked for first"
    [asked] = services.waiting_reviews(at=eve)
    services.prepare_review(review_id=asked, at=eve)
    assert services.report_stages(at=eve) == 1
    assert services.report_stages(at=eve) == 0
    assert Report.objects.get().stage == StageKind.WARM_UP
    night = sale.ends_at + timedelta(minutes=1)
    services.report_stages(at=night)
    services.prepare_review(review_id=asked, at=night)
    assert services.report_stages(at=night) == 1
    assert set(Report.objects.values_list("stage", flat=True)) == {StageKind.WARM_UP, StageKind.LIVE}
    assert heard.deliveries.count() == 2
    assert silent.deliveries.count() == 0
    assert services.report_stages(at=night + timedelta(days=40)) == 0


def test_a_stage_left_early_is_reported_then_and_quiet_hours_hold_the_message(sale, channel):
    made = channel(quiet_from=22 * 60, quiet_to=8 * 60)
    ahead = sale.starts_at - timedelta(days=3)
    begins, ends = ahead - timedelta(days=40), ahead + timedelta(days=2)
    Stage.objects.create(campaign=sale, kind=StageKind.PREPARATION, starts_at=begins, ends_at=ends)
    GatePassage.objects.create(campaign=sale, stage=StageKind.PREPARATION, at=ahead)
    at = ahead + timedelta(minutes=1)  # 0:01 in Shanghai
    services.report_stages(at=at)
    services.prepare_review(review_id=services.waiting_reviews(at=at)[0], at=at)
    assert services.report_stages(at=at) == 1
    [row] = made.deliveries.all()
    assert row.due_at == ahead + timedelta(hours=8)
    assert "Planned: ¥1,000 of revenue; nobody planned a profit" in row.text
    assert "tasks are done" in row.text


def test_the_page_makes_lists_and_sends(boss, sale, channel):
    address = f"/review/{sale.pk}/reports/"
    assert "not prepared yet" in boss.get(address).text
    assert boss.post(address).status_code == 302
    assert not Report.objects.exists()
    review(sale)
    boss.post(address)
    made = Report.objects.get()
    assert made.made_by == boss.user
    shown = boss.get(address).text
    assert "1 report of this sale" in shown
    assert "No channel hears reports yet" in shown
    heard = channel()
    boss.post(f"{address}{made.pk}/send/", {"channel": []})
    assert not AlertDelivery.objects.exists()
    boss.post(f"{address}{made.pk}/send/", {"channel": [heard.pk]})
    assert AlertDelivery.objects.get().key == made.key
    assert "waiting" in boss.get(address).text


def test_the_rest_interface_makes_lists_sends_and_gives_files(boss, sale, channel):
    address = f"/api/v1/reviews/{sale.pk}/reports/"
    assert boss.post(address).status_code == 409
    review(sale)
    made = boss.post(address).json()
    assert boss.get(address).json() == [made]
    heard = channel()
    assert boss.post(f"{address}{made['id']}/send/", {"channels": [heard.pk]}, "application/json").json() == {"count": 1}
    assert boss.post(f"{address}{made['id']}/send/").json() == {"count": 0}
    assert boss.get(f"{address}{made['id']}/page.pdf").content.startswith(b"%PDF")
    assert boss.get(f"{address}{made['id'] + 1}/page.pdf").status_code == 404


@pytest.mark.parametrize("path", ["", "1/page.pdf"])
def test_strangers_to_costs_get_no_report(client_as, sale, path):
    assert client_as(Role.WAREHOUSE).get(f"/review/{sale.pk}/reports/{path}").status_code == 403
