"""What a report tells beyond the page: the same words and numbers as the pages of their own, in PDF, workbook and pictures."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from accounts.roles import Role
from campaigns.models import Campaign
from live.channels.secrets import Secrets
from live.models import DeliveryFile
from live.services.alerts import deliver, save_channel
from live.services.alerts.channels import ChannelDraft
from review import services
from review.pages.beyond import parts_of
from review.pictures import pictures_of
from review.queries.calibration import foresight, foresight_of
from review.queries.compare import compared
from review.queries.compare_kept import packed, unpacked
from review.services.after import count_after
from review.words import calibration
from tests.live.alerts.mailbox import Mailbox
from tests.review.histories import START, campaign, effect, shop_with_days
from tests.review.looked_back import review
from tests.review.test_reports import squeezed

pytestmark = pytest.mark.django_db
AT = START + timedelta(days=40)


@pytest.fixture
def report(db):
    shop = shop_with_days(lift=9.0)
    campaign([shop], name="Spring sale", start=START - timedelta(days=60))
    sale = campaign([shop])
    review(sale, AT)
    effect(sale)
    score = services.ask_score(campaign=sale, at=AT)
    assert services.prepare_score(score_id=score.pk, at=AT)
    count_after(campaign=sale, at=AT)
    return services.make_report(actor=None, campaign=sale, at=AT)


def both(report):
    """The sale of the report and the one before it."""
    return [report.campaign, Campaign.objects.get(name="Spring sale")]


def asked(report):
    return "&".join(f"sale={one.pk}" for one in both(report))


def test_the_whole_report_says_what_the_pages_of_their_own_say(client_as, report):
    boss, sale = client_as(Role.BOSS), report.campaign
    files = f"/review/{sale.pk}/reports/{report.pk}/"
    pages = PdfReader(io.BytesIO(boss.get(f"{files}report.pdf").content)).pages
    whole = squeezed("".join(page.extract_text() for page in pages))
    book = CalamineWorkbook.from_filelike(io.BytesIO(boss.get(f"{files}tables.xlsx").content))
    addresses = {
        "effect": f"/review/{sale.pk}/effect/",
        "against": f"/review/compare/?{asked(report)}",
        "cohorts": f"/review/{sale.pk}/after/",
    }
    parts = {part.name: part for part in parts_of(report.body, sale)}
    assert set(addresses) <= set(parts)
    for name, address in addresses.items():
        page, part = squeezed(boss.get(address).content.decode()), parts[name]
        cells = [cell["words"] for row in part.table.shown for cell in row]
        for text in (part.table.title, *cells):
            assert squeezed(text) in page, (name, text)
            assert squeezed(text) in whole, (name, text)
        assert len(book.get_sheet_by_name(part.label).to_python()) == len(part.table.rows) + 1
    assert squeezed(calibration.verdict(foresight())) in whole
    [one] = PdfReader(io.BytesIO(boss.get(f"{files}page.pdf").content)).pages
    assert squeezed(parts["effect"].table.title) in squeezed(one.extract_text())
    names = {name for name, _label in pictures_of(report)}
    assert names >= {"effect", "against"}
    for name in names:
        assert Image.open(io.BytesIO(boss.get(f"{files}{name}.png").content)).width == 1_800


def test_a_page_with_a_chart_gives_it_as_a_picture_and_one_without_gives_none(client_as, report):
    boss, sale = client_as(Role.BOSS), report.campaign
    for path in (f"{sale.pk}/effect/days.png", f"compare/export.png?{asked(report)}"):
        assert Image.open(io.BytesIO(boss.get(f"/review/{path}").content)).width == 1_800, path
    assert boss.get(f"/review/{sale.pk}/tiers/export.png").status_code == 404
    assert boss.get(f"/review/{sale.pk}/after/curve.png").status_code == 404, "nobody was won: there is no curve"


def test_what_a_report_keeps_is_what_it_was_told(report):
    for metric in ("revenue", "conversion"):
        comparison = compared(both(report), metric=metric, axis="hours", is_running=True, at=AT)
        again = unpacked(packed(comparison))
        for one, other in zip(again.sales, comparison.sales, strict=True):
            assert (one.places, one.values, one.planned, one.so_far) == (other.places, other.values, other.planned, other.so_far)
    now, kept = foresight(), foresight_of(report.body["foresight"])
    assert (now.sales, now.projections, now.buffers, now.alerts) == (kept.sales, kept.projections, kept.buffers, kept.alerts)


def test_a_mail_carries_the_page_as_pdf(report):
    with Mailbox() as box:
        draft = ChannelDraft(name="boss", kind="mail", language="en", wants_reports=True)
        channel = save_channel(actor=None, draft=draft, secrets=Secrets(box.place))
        assert services.send_report(actor=None, report=report, channels=[channel], at=AT) == 1
        assert services.send_report(actor=None, report=report, channels=[channel], at=AT) == 0
        assert DeliveryFile.objects.count() == 1
        assert deliver(channel_id=channel.pk, at=AT) == 1
        [mail] = box.mails
    [paper] = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    assert paper.get_filename() == f"review-{report.campaign_id}-{report.pk}.pdf"
    assert len(PdfReader(io.BytesIO(paper.get_payload(decode=True))).pages) == 1
