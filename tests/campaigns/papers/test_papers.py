"""The papers of a sale: numbers equal the page's, in both languages, one page; what is missing is said; words are kept."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns import services
from campaigns.models import Phase, Pitch
from campaigns.papers import PAPERS, one_page, pitch_sheet
from campaigns.services import offers as offer_services
from campaigns.services.pictures import PictureCounts, add_picture
from campaigns.services.pitch import PitchWords, StalePitchError, write_pitch
from campaigns.services.task_sets import lay_templates
from common.pdf import paper_pdf
from inventory.models import Buffer, Product, StockCount
from metrics.models import SalesSlot
from orders.models import Provenance, TrafficHour
from tests.campaigns.conftest import MIDNIGHT, START
from tests.campaigns.odds.conftest import costs
from tests.campaigns.pictures.images import png
from tests.campaigns.traffic.conftest import DRAWN

pytestmark = pytest.mark.django_db

KINDS = ("pitch", "plan")


def address(sale, name="papers", **more):
    return reverse(f"campaigns:{name}", kwargs={"pk": sale.pk, **more})


def squeezed(text):
    return re.sub(r"\s", "", text)


def read(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return len(pages), squeezed("".join(page.extract_text() for page in pages))


def told(paper, title):
    return next(block for block in paper.blocks if title in block.title)


@pytest.fixture
def planned(sale):
    return services.save_traffic(campaign=sale, actor=None, version=sale.version, lines=DRAWN)


@pytest.fixture
def full(planned, make_sale, shop):
    """A sale with an earlier one, products, stock, offers, tasks and words."""
    past = make_sale(name="618 2026", starts_at=START - timedelta(days=140), ends_at=START - timedelta(days=139))
    planned.compare_with = past
    planned.save()
    SalesSlot.objects.create(shop=shop, slot=MIDNIGHT - 140 * 144, revenue_minor=4_000_000_000, paid_orders=200_000)
    provenance = Provenance.objects.create(layers="[]", spoken=0, facts=0)
    TrafficHour.objects.create(
        shop=shop, hour=MIDNIGHT - 140 * 144, channel="all", visitors=4_000_000, provenance_id=provenance.pk
    )
    for number, (tier, price) in enumerate([("A", 990), ("A", 1_990), ("B", 19_900), ("C", 89_900)]):
        Product.objects.create(shop=shop, sku=f"S{number}", title=f"Coat {number}", tier=tier, list_price_minor=price)
    for units, day in ((500, 3), (320, 1)):
        StockCount.objects.create(shop=shop, sku="S0", counted_at=START - timedelta(days=day), as_of=START, units=units)
    StockCount.objects.create(shop=shop, sku="S1", counted_at=START - timedelta(days=2), as_of=START, units=80)
    Buffer.objects.create(shop=shop, sku="S0", campaign_no=planned.pk, expected=400, units=464, made_at=START)
    offer_services.add_playbook_steps(campaign=planned, actor=None, version=planned.version, name="Three steps")
    lay_templates(campaign=planned, actor=None, at=START - timedelta(days=26))
    words = PitchWords(
        asked="首页焦点图 0:00 to 2:00\n50,000 coupons", outside="Three evenings with 李佳", strength="喆堃", contact="Lin Yue"
    )
    write_pitch(campaign=planned, actor=None, version=0, words=words)
    planned.refresh_from_db()
    return planned


def test_the_one_page_plan_tells_every_topic(full):
    paper = one_page(full, START - timedelta(days=26), with_costs=True)
    assert paper.headline.startswith("Double 11 2026 should sell ¥62.0\u00a0M")
    assert [figure.value.replace("\u00a0", " ") for figure in paper.figures] == ["5.28 M", "5.40%", "¥213", "¥60.9 M"]
    assert [figure.note for figure in paper.figures] == [
        "+32% on the last sale",
        "+8% on the last sale",
        "+7% on the last sale",
        "+52% on the last sale",
    ]
    assert [row[3] for row in told(paper, "5 phases").table.rows] == [
        "¥15.5\u00a0M", "¥12.4\u00a0M", "¥12.4\u00a0M", "¥12.4\u00a0M", "¥9.30\u00a0M",
    ]  # fmt: skip
    channels = told(paper, "Traffic").table
    assert channels.foot == ("All", "5.28\u00a0M", "¥60.9\u00a0M", "¥4.51\u00a0M")
    assert channels.rows[0][0] == "Search"
    assert told(paper, "Range: 4 products").table.rows == (
        ("A draws visitors", "2", "¥9.90 to ¥20"),
        ("B in the middle", "1", "¥199"),
        ("C earns", "1", "¥899"),
    )
    assert told(paper, "Stock").lines == (
        "400 pieces of 2 SKUs, last counted 10 Nov.",
        "64 of them are kept in reserve.",
    )
    assert told(paper, "1 offer").lines[0].startswith("Three steps: ")
    assert {row[0] for row in told(paper, "Who does what").table.rows} >= {"Operations", "Design", "Warehouse"}
    bars = paper.blocks[0].bars
    assert len(bars) == 24
    assert max(bar.height for bar in bars) == 1
    assert told(paper, "Odds").lines == ("The odds of a profit are not worked out yet.",)


def test_the_pitch_sheet_tells_the_platform_what_it_gains_and_no_secret(full):
    paper = pitch_sheet(full, START - timedelta(days=26), with_costs=True)
    assert "Linen House expects to sell ¥60.9\u00a0M in Double 11 2026." in paper.headline
    assert told(paper, "What we ask").lines == ("首页焦点图 0:00 to 2:00", "50,000 coupons")
    beside = told(paper, "Beside 618 2026").table
    assert beside.rows[0] == ("Visitors", "5,280,000", "4,000,000", "+32%")
    assert beside.rows[1] == ("Conversion", "5.40%", "5.00%", "+8%")
    outside = told(paper, "visitors from outside")
    assert outside.title == "2.32\u00a0M visitors from outside, 44% of all"
    assert outside.lines[1] == "Three evenings with 李佳"
    assert "Lin Yue" in paper.foot
    text = " ".join(paper.texts)
    assert "Cost" not in text
    assert "odds" not in text
    assert "¥4.51" not in text


def test_a_paper_calls_no_profit_certain_that_the_page_does_not(sale, client_as):
    safe = costs(cost_of_goods=("0.3", "0.32", "0.34"), conversion=("0.045", "0.054", "0.065"))
    sale = services.save_costs(campaign=sale, actor=None, version=sale.version, costs=safe)
    paper = one_page(sale, START, with_costs=True)
    assert "with over 99% odds of a profit" in paper.headline
    assert told(paper, "odds of a profit").title == "Over 99% odds of a profit"
    for name in ("odds", "detail"):
        page = client_as(Role.OPERATIONS).get(address(sale, name)).content.decode()
        assert "Over 99% odds of a profit" in page
        assert "100% odds" not in page


def test_what_nobody_has_planned_is_said_in_a_line(sale):
    paper = one_page(sale, START, with_costs=True)
    for title, words in (
        ("Traffic", "No channel is planned yet."),
        ("Odds", "The odds of a profit are not worked out yet."),
        ("Offers", "No offer is planned yet."),
        ("Range", "No products are known yet: import the shop's product list."),
        ("Stock", "No stock was counted yet."),
        ("Customer service", "No shifts are laid yet."),
        ("Who does what when", "No tasks are laid yet."),
    ):
        assert told(paper, title).lines == (words,)
    pitch = pitch_sheet(sale, START, with_costs=True)
    assert told(pitch, "What we ask").lines == ("Nothing is asked yet.",)
    assert told(pitch, "The last sale").lines == ("No earlier sale is chosen, or nothing of it was imported.",)
    assert pitch.figures[3].value == "¥62.0\u00a0M"
    assert all(figure.note == "" for figure in pitch.figures)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_page_and_pdf_tell_the_same_and_the_pdf_is_one_page(client_as, full, clock, kind, language):
    client = client_as(Role.BOSS, language=language)
    client.cookies["django_language"] = language
    page = client.get(address(full, "paper", kind=kind))
    file = client.get(address(full, "paper-file", kind=kind))
    assert file["Content-Type"] == "application/pdf"
    assert f'filename="{kind}-{full.pk}-v{full.version}.pdf"' in file["Content-Disposition"]
    pages, text = read(file.content)
    assert pages == 1
    paper = page.context["paper"]
    shown = squeezed(re.sub(r"<[^>]+>", "", page.content.decode()).replace("&#x27;", "'"))
    assert len(paper.texts) > 60
    for words in paper.texts:
        assert squeezed(words) in text, words
        assert squeezed(words) in shown, words
    if language == "zh-hans":
        assert "访客" in text
    with translation.override(language):
        assert squeezed(PAPERS[kind](full, clock_now(), with_costs=True).headline) in text


def clock_now():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_as_much_as_a_sale_can_tell_still_fits_one_page(full, shop, settings, tmp_path, language):
    every = [
        *DRAWN,
        *(services.LineDraft(key, 100, Decimal("0.1"), 10_000) for key in ("old_mail", "old_wechat", "content", "offline")),
    ]
    services.save_traffic(campaign=full, actor=None, version=full.version, lines=every)
    full.refresh_from_db()
    settings.DATA_DIR = tmp_path
    for number in range(8):
        offer_services.add_playbook_steps(
            campaign=full, actor=None, version=full.version, name=f"An offer with a long name 每满多减 {number} " * 2
        )
        full.refresh_from_db()
    Product.objects.bulk_create(
        Product(shop=shop, sku=f"L{place}", title="A long coat " * 8, tier="ABC"[place % 3], list_price_minor=100 + place)
        for place in range(400)
    )
    full.phases.all().delete()
    Phase.objects.bulk_create(
        Phase(campaign=full, number=place, name=f"第{place}段 a phase with a long name " * 2, start_slot=MIDNIGHT + 9 * place,
              end_slot=MIDNIGHT + 9 * place + 9, share_bp=625)
        for place in range(16)
    )  # fmt: skip
    full.name = "双11 of all our shops together " * 4
    full.save()
    shop.name = "喆堃亚麻生活家居旗舰店 Linen House " * 3
    shop.save()
    for place in range(5):
        counts = PictureCounts(30_000, 1_000 + place, 3)
        name = f"The sea at night with a long name {place}"
        add_picture(campaign=full, actor=None, name=name, place="Main", product="Coat", data=png(), counts=counts, at=START)
    long = ("要一块首页的位置和搜索的位置 and the list of coats, please. " * 20)[:600]
    write_pitch(campaign=full, actor=None, version=1, words=PitchWords(asked=long, outside=long, strength=long, contact="Lin"))
    with translation.override(language):
        for kind, make in PAPERS.items():
            pages, text = read(paper_pdf(make(full, START, with_costs=True), language=language))
            assert pages == 1, kind
            assert squeezed(translation.gettext("and {count} more").format(count=3)) in text


def test_the_words_of_the_pitch_sheet_are_kept_with_a_trail(sale, person):
    actor = person()
    row = write_pitch(campaign=sale, actor=actor, version=0, words=PitchWords(asked=" a place "))
    assert (row.version, row.asked) == (1, "a place")
    assert write_pitch(campaign=sale, actor=actor, version=1, words=PitchWords(asked="a place")).version == 1
    entry = AuditEntry.objects.get(action="pitch.write")
    assert (entry.before, entry.after) == ({"asked": ""}, {"asked": "a place"})
    with pytest.raises(StalePitchError) as stale:
        write_pitch(campaign=sale, actor=actor, version=0, words=PitchWords(asked="another"))
    assert stale.value.standing.asked == "a place"
    assert Pitch.objects.get().asked == "a place"


def test_writing_on_the_page_and_a_second_editor(client_as, sale):
    client = client_as(Role.OPERATIONS)
    assert 'name="version" value="0"' in client.get(address(sale)).content.decode()
    said = {"version": "0", "asked": "home page\ncoupons", "outside": "", "strength": "", "contact": "Lin"}
    answer = client.post(address(sale, "pitch-write"), said)
    assert answer.url == address(sale, "paper", kind="pitch")
    shown = client.get(answer.url).content.decode()
    assert "home page" in shown
    late = client.post(address(sale, "pitch-write"), said | {"asked": "my own words"})
    text = late.content.decode()
    assert late.status_code == 409
    assert "Somebody wrote on the pitch sheet meanwhile." in text
    assert "my own words" in text
    assert "<ins>home page" in text
    assert 'name="version" value="1"' in text
    assert client.post(address(sale, "pitch-write"), said | {"version": "1", "asked": "mine"}).status_code == 302
    assert Pitch.objects.get().asked == "mine"
    wrong = client.post(address(sale, "pitch-write"), said | {"version": "2", "asked": "x" * 601})
    assert wrong.status_code == 422
    assert "at most 600 characters" in wrong.content.decode()
    assert client.post(address(sale, "pitch-write"), said | {"version": "nonsense"}).status_code == 409


def test_strangers_and_who_may_only_look(client, client_as, sale):
    for name, more in (("papers", {}), ("pitch-write", {}), ("paper", {"kind": "plan"}), ("paper-file", {"kind": "plan"})):
        url = address(sale, name, **more)
        assert client.get(url).url == f"/login/?{urlencode({'next': url})}"
    boss = client_as(Role.BOSS)
    assert "<textarea" not in boss.get(address(sale)).content.decode()
    assert boss.post(address(sale, "pitch-write"), {"version": 0}).status_code == 403
    for name in ("paper", "paper-file"):
        assert boss.get(address(sale, name, kind="novel")).status_code == 404


def test_markup_stays_text(client_as, make_sale):
    sale = make_sale(name="<script>alert(1)</script>")
    client = client_as(Role.OPERATIONS)
    for kind in KINDS:
        assert "<script>alert(1)" not in client.get(address(sale, "paper", kind=kind)).content.decode()
        assert client.get(address(sale, "paper-file", kind=kind)).content.startswith(b"%PDF-")


def test_the_rest_interface_gives_the_file(client_as, client, full):
    boss = client_as(Role.BOSS)
    url = f"/api/v1/campaigns/{full.pk}/papers/plan/"
    answer = boss.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert squeezed("should sell ¥62.0 M") in read(answer.content)[1]
    chinese = boss.get(url, headers={"Accept-Language": "zh-hans"})
    assert "访客" in read(chinese.content)[1]
    assert boss.get(f"/api/v1/campaigns/{full.pk}/papers/novel/").status_code == 404
    assert client.get(url).status_code in {401, 403}


def test_the_figures_are_those_of_the_traffic_plan(full):
    paper = pitch_sheet(full, START, with_costs=True)
    conversion = sum(Fraction(line.conversion) * line.visitors for line in DRAWN) / sum(line.visitors for line in DRAWN)
    assert paper.figures[1].value == f"{round(Decimal(float(conversion)) * 100, 2)}%"


def test_both_papers_say_the_same_of_what_is_expected_and_where_it_comes_from(full, sale):
    plan, pitch = (make(full, START, with_costs=True) for make in (one_page, pitch_sheet))
    assert plan.figures == pitch.figures
    beside = told(pitch, "Beside 618 2026").table
    assert [f"{row[3]} on the last sale" for row in beside.rows] == [figure.note for figure in plan.figures]
    assert pitch.why.endswith("as the traffic plan expects.")
    assert plan.why.startswith(f"{pitch.why} That brings ¥60.9\u00a0M: ¥1.08\u00a0M short of the target.")
    services.save_traffic(campaign=full, actor=None, version=full.version, lines=[])
    full.refresh_from_db()
    plan, pitch = (make(full, START, with_costs=True) for make in (one_page, pitch_sheet))
    assert plan.figures == pitch.figures
    assert pitch.figures[3].value == "¥62.0\u00a0M"
    for paper in (plan, pitch):
        assert "as the targets say: no traffic is planned yet." in paper.why
