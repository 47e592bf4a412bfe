"""The prices page: what it shows, what it saves, what it refuses and how it offers the repair; its files and papers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from accounts.roles import Role
from campaigns.models import PlannedPrice, PriceCheck
from campaigns.queries.price_terms import price_terms
from campaigns.queries.prices import planned_prices
from inventory.models import Product
from inventory.services import edit_products

pytestmark = pytest.mark.django_db


def url(name, sale):
    return reverse(f"campaigns:{name}", args=[sale.pk])


def shop_of(sale):
    return sale.shops.get().pk


def save(client, sale, texts, **more):
    sale.refresh_from_db()
    fields = {f"price.{shop_of(sale)}.{sku}": text for sku, text in texts.items()}
    return client.post(url("prices-save", sale), {"version": sale.version, "stage": "live", **fields, **more})


def live(sale):
    return dict(PlannedPrice.objects.filter(campaign=sale, stage="live").values_list("sku", "price_minor"))


@pytest.fixture
def ops(client_as):
    return client_as(Role.OPERATIONS)


def text_of(answer):
    return " ".join(answer.content.decode().split())


class TestThePage:
    def test_without_products_it_says_what_to_do_first(self, ops, sale):
        page = text_of(ops.get(url("prices", sale)))
        assert "No product is known in these shops yet." in page
        assert "Go to the imports" in page

    def test_the_sentence_and_the_verdict_with_its_reason(self, ops, priced, paid):
        assert "No price is planned yet for 3 products." in text_of(ops.get(url("prices", priced)))
        paid("COAT", 9, 89_900)
        paid("SOCK", 9, 1_990)
        answer = save(ops, priced, {"COAT": "929", "SOCK": "15.00", "HAT": ""})
        assert answer.status_code == 302
        page = text_of(ops.get(url("prices", priced)))
        assert "1 of 2 prices</span> may not be announced as a reduction." in page
        assert "The lowest price paid in the 7 days before 11 Nov 2026 was ¥899.00, paid on 9 Nov 2026." in page
        assert "¥899.00 paid on 9 Nov 2026; at most ¥898.99; not by waiting" in page
        assert "24% off ¥19.90" in page
        assert page.index("Wool coat") < page.index("Sock"), "the refused one stands first"

    def test_filters(self, ops, priced, paid):
        paid("COAT", 9, 89_900)
        save(ops, priced, {"COAT": "929", "SOCK": "15.00"})
        for query, shown in (
            ({"q": "wool"}, {"Wool coat"}),
            ({"q": "SOCK"}, {"Sock"}),
            ({"tier": "B"}, {"Hat"}),
            ({"category": "socks"}, {"Sock"}),
            ({"verdict": "refused"}, {"Wool coat"}),
            ({"verdict": "none"}, {"Hat"}),
            ({"stage": "warm_up", "verdict": "none"}, {"Wool coat", "Sock", "Hat"}),
            ({"verdict": "nonsense", "page": "99"}, {"Wool coat", "Sock", "Hat"}),
        ):
            rows = ops.get(url("prices", priced), query).context["rows"]
            assert {row.product.title for row in rows} == shown, query

    def test_a_stranger_and_a_reader(self, client, client_as, priced):
        assert client.get(url("prices", priced)).status_code == 302
        boss = client_as(Role.BOSS)
        page = boss.get(url("prices", priced))
        assert page.status_code == 200
        assert 'name="price.' not in page.content.decode()
        for name in ("prices-save", "prices-fill", "prices-terms", "prices-check", "prices-import"):
            assert boss.post(url(name, priced)).status_code == 403
            assert ops_get_is_not_allowed(boss, url(name, priced))


def ops_get_is_not_allowed(client, address):
    return client.get(address).status_code in {403, 405}


class TestSaving:
    def test_an_audit_row_tells_what_was_what(self, ops, priced):
        save(ops, priced, {"COAT": "929.00"})
        entry = AuditEntry.objects.filter(action="campaign.set_prices").get()
        assert entry.actor == ops.user
        assert [shop_of(priced), "COAT", "live", 92_900] in entry.after["prices"]

    @pytest.mark.parametrize(
        ("text", "why", "repair"),
        [
            ("-5", "A price lies above zero;", "800.00"),
            ("0", "A price lies above zero;", "800.00"),
            ("1300", "This is above the list price of ¥1,299.00", "1299.00"),
            ("9O0", "This is no amount.", "800.00"),
        ],
    )
    def test_bad_input_is_kept_explained_and_repaired_by_one_click(self, ops, priced, text, why, repair):
        save(ops, priced, {"COAT": "800"})
        answer = save(ops, priced, {"COAT": text, "SOCK": "15.00"})
        page = text_of(answer)
        assert answer.status_code == 422
        assert why in page
        assert f'value="{text}"' in page
        assert 'value="15.00"' in page
        assert live(priced) == {"COAT": 80_000}
        field = f"price.{shop_of(priced)}.COAT"
        assert f'name="repair" value="{field}={repair}"' in page
        assert save(ops, priced, {"COAT": text, "SOCK": "15.00"}, repair=f"{field}={repair}").status_code == 302
        assert live(priced) == {"COAT": int(float(repair) * 100), "SOCK": 1_500}

    def test_a_stale_second_editor_sees_the_firsts_change_and_keeps_what_was_typed(self, ops, priced):
        seen = priced.version
        save(ops, priced, {"COAT": "900"})
        answer = ops.post(
            url("prices-save", priced), {"version": seen, "stage": "live", f"price.{shop_of(priced)}.COAT": "850.00"}
        )
        page = text_of(answer)
        assert answer.status_code == 409
        assert "changed this plan meanwhile" in page
        assert "Price of COAT, Live" in page
        assert 'value="850.00"' in page
        assert live(priced) == {"COAT": 90_000}
        assert save(ops, priced, {"COAT": "850.00"}).status_code == 302

    def test_an_emptied_field_takes_the_price_away(self, ops, priced):
        save(ops, priced, {"COAT": "900"})
        save(ops, priced, {"COAT": ""})
        assert live(priced) == {}

    def test_odd_skus_survive_the_form(self, ops, priced, shop):
        odd = 'A.b "x" <&>=1'
        edit_products(actor=None, shop=shop, changes={odd: {"title": "Odd", "list_price_minor": 1_000}})
        page = ops.get(url("prices", priced), {"q": odd})
        assert page.context["rows"][0].product.sku == odd
        save(ops, priced, {odd: "9"})
        assert live(priced) == {odd: 900}
        assert ops.get(url("prices-evidence", priced), {"sku": odd}).status_code == 200


class TestFillTermsAndCheck:
    def test_fill_by_a_rule(self, ops, priced):
        told = {"version": priced.version, "stage": "live", "cut": "20", "ending": "9", "tier": "", "category": ""}
        answer = ops.post(url("prices-fill", priced), told, follow=True)
        assert "3 prices filled." in text_of(answer)
        assert live(priced) == {"COAT": 103_900, "SOCK": 900, "HAT": 5_900}

    @pytest.mark.parametrize("cut", ["-1", "100", "ten"])
    def test_a_cut_that_is_none_is_refused_and_kept(self, ops, priced, cut):
        answer = ops.post(url("prices-fill", priced), {"version": priced.version, "stage": "live", "cut": cut})
        assert answer.status_code == 422
        assert f'value="{cut}"' in answer.content.decode()
        assert not live(priced)

    def test_terms(self, ops, priced):
        told = {"version": priced.version, "rules": ["eu", "platform"], "window_days": "30", "least_cut": "12.5",
                "back_days": "5", "ending": ".90"}  # fmt: skip
        assert ops.post(url("prices-terms", priced), told).status_code == 302
        terms = price_terms(priced)
        assert [(rule.key, rule.window_days, rule.least_cut_bp) for rule in terms.rules] == [
            ("eu", 30, 0), ("platform", 30, 1_250)
        ]  # fmt: skip
        assert (terms.back_days, terms.ending) == (5, ".90")
        bad = ops.post(url("prices-terms", priced), told | {"rules": [], "version": priced.version + 1})
        assert bad.status_code == 422
        assert "Choose at least one rule." in bad.content.decode()

    def test_check_now(self, ops, priced):
        save(ops, priced, {"COAT": "929"})
        PriceCheck.objects.all().delete()
        assert "not checked as they stand" in text_of(ops.get(url("prices", priced)))
        ops.post(url("prices-check", priced))
        assert PriceCheck.objects.get().counts["unknown"] == 1
        assert "cannot be proven" in text_of(ops.get(url("prices", priced)))


class TestFiles:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_list_out_and_in_again_changes_nothing(self, ops, priced, ending):
        save(ops, priced, {"COAT": "929", "SOCK": "15.5"})
        priced.refresh_from_db()
        file = ops.get(url("prices-export", priced), {"format": ending})
        assert f"prices-{priced.pk}-v{priced.version}.{ending}" in file["Content-Disposition"]
        before = priced.version
        sent = SimpleUploadedFile(f"list.{ending}", file.content)
        answer = ops.post(url("prices-import", priced), {"version": before, "file": sent}, follow=True)
        assert "The file says what is planned already." in text_of(answer)
        priced.refresh_from_db()
        assert priced.version == before

    def test_pasted_rows(self, ops, priced):
        rows = "SKU\tLive price\tWarm-up price\nCOAT\t999.00\t\nSOCK\t15\t18\n"
        assert ops.post(url("prices-import", priced), {"version": priced.version, "rows": rows}).status_code == 302
        assert live(priced) == {"COAT": 99_900, "SOCK": 1_500}
        assert [one.warm_up_minor for one in planned_prices(priced) if one.sku == "SOCK"] == [1_800]

    def test_a_chinese_header_in_gb18030(self, ops, priced):
        data = "商品编码,活动价\nCOAT,999\n".encode("gb18030")
        ops.post(url("prices-import", priced), {"version": priced.version, "file": SimpleUploadedFile("价格.csv", data)})
        assert live(priced) == {"COAT": 99_900}

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ("SKU,Live price\nCOAT,9O0\n", "Line 2, live price, “9O0”: This is no amount."),
            ("SKU,Live price\nSOCK,15\nCOAT,1300\n", "Line 3, price, “COAT”: This is above the list price"),
            ("SKU,Live price\nCOAT,-1\n", "A price lies above zero;"),
            ("name,amount\nCOAT,1\n", "No column SKU with a live price"),
            ("", "Choose a file, or paste rows"),
            ("Shop,SKU,Live price\nNowhere,COAT,1\n", "The plan has no shop of this name"),
        ],
    )
    def test_a_bad_file_says_line_column_and_reason_and_changes_nothing(self, ops, priced, rows, why):
        answer = ops.post(url("prices-import", priced), {"version": priced.version, "rows": rows})
        assert answer.status_code == 422
        assert why in text_of(answer)
        assert not live(priced)

    def test_a_broken_workbook_is_refused_in_words(self, ops, priced):
        sent = SimpleUploadedFile("list.xlsx", b"PK\x03\x04 no workbook")
        answer = ops.post(url("prices-import", priced), {"version": priced.version, "file": sent})
        assert "This workbook cannot be opened" in text_of(answer)

    def test_a_formula_in_a_title_stays_a_text(self, ops, priced, shop):
        Product.objects.filter(sku="COAT").update(title="=1+1")
        assert "'=1+1" in ops.get(url("prices-export", priced)).content.decode("utf-8-sig")

    def test_the_evidence_file_names_every_price_a_verdict_rests_on(self, ops, priced, paid):
        paid("COAT", 8, 99_900)
        paid("COAT", 9, 89_900)
        save(ops, priced, {"COAT": "929"})
        lines = ops.get(url("prices-evidence-export", priced)).content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert "第二十一条" in lines[1]
        book = ops.get(url("prices-evidence-export", priced), {"format": "xlsx"}).content
        rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
        assert [row[18] for row in rows[1:]] == [999.0, 899.0]
        assert ops.get(url("prices-evidence-export", priced), {"format": "pdf"}).status_code == 404


class TestPapers:
    def test_the_evidence_page_of_one_product(self, ops, priced, paid):
        paid("COAT", 9, 89_900)
        paid("COAT", 10, 99_900)
        save(ops, priced, {"COAT": "929"})
        page = text_of(ops.get(url("prices-evidence", priced), {"sku": "COAT", "shop": shop_of(priced)}))
        assert "the prior price" in page
        assert "2026-11-09 00:00" in page
        assert "Legal from 17 Nov 2026" in page
        assert ops.get(url("prices-evidence", priced), {"sku": "HAT"}).status_code == 404
        assert "Evidence for 1 product" in text_of(ops.get(url("prices-evidence", priced), {"verdict": "refused"}))
        assert "Nothing to show" in text_of(ops.get(url("prices-evidence", priced), {"verdict": "allowed"}))

    def test_the_way_back(self, ops, priced):
        assert "There is no way back yet" in text_of(ops.get(url("prices-back", priced)))
        save(ops, priced, {"COAT": "899"})
        page = text_of(ops.get(url("prices-back", priced)))
        assert "1 prices rise in 3 steps and are ordinary again on 15 Nov." in page
        assert "¥999.00" in page
        rows = ops.get(url("prices-export", priced), {"list": "back"}).content.decode("utf-8-sig").splitlines()
        assert rows[1].endswith("899.00,999.00,1099.00,1199.00,1299.00")
        assert ops.get(url("prices-export", priced), {"list": "moon"}).status_code == 404


class TestRest:
    def test_read_set_and_judge(self, ops, priced, paid):
        paid("COAT", 9, 89_900)
        paid("COAT", 10, 99_900)
        address = f"/api/v1/campaigns/{priced.pk}/prices/"
        told = ops.get(address).json()
        assert {row["sku"]: row["live"] for row in told["products"]} == {"COAT": None, "HAT": None, "SOCK": None}
        body = {"version": told["version"], "prices": [{"shop": shop_of(priced), "sku": "COAT", "stage": "live", "price": "929"}]}
        answer = ops.patch(address, body, content_type="application/json")
        assert answer.status_code == 200
        assert answer.json()["products"][0]["live"] == "929.00"
        verdicts = ops.post(f"{address}verdicts/").json()
        assert verdicts["counts"] == {"allowed": 0, "refused": 1, "unknown": 0}
        (one,) = verdicts["prices"][0]["verdicts"]
        assert (one["prior_price"], one["highest_legal"], one["earliest_start"]) == ("899.00", "898.99", "2026-11-17")
        assert PriceCheck.objects.exists()
        stale = body | {"prices": [body["prices"][0] | {"price": "1"}]}
        assert ops.patch(address, stale, content_type="application/json").status_code == 409
        above = {"version": answer.json()["version"], "prices": [body["prices"][0] | {"price": "1299.01"}]}
        refused = ops.patch(address, above, content_type="application/json")
        assert refused.status_code == 400
        assert "above the list price" in refused.json()["detail"]

    def test_a_reader_may_not_set(self, client_as, priced):
        boss = client_as(Role.BOSS)
        address = f"/api/v1/campaigns/{priced.pk}/prices/"
        assert boss.get(address).status_code == 200
        body = {"version": 1, "prices": []}
        assert boss.patch(address, body, content_type="application/json").status_code == 403
        assert boss.post(f"{address}verdicts/").status_code == 403
