"""Names, phones and streets: kept only where the shop says so, sealed, found by hash, shown masked, in clear with a trace."""

import stat
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import AuditEntry
from accounts.roles import Role
from common.keys import key_file, keyring
from common.sealing import Keyring, UnreadableError
from customers.models import Buyer, Contact, ContactReveal, ContactSource, PrivacySetting
from customers.queries import buyers_by_phone, find_buyers, masked_contact, phones_for
from customers.queries.contacts import MaskedContact, clear_contact
from customers.rules.contacts import Received, Values, mask_address, mask_name, mask_phone, newest
from customers.services import (
    RevealError,
    erase_buyers,
    forget_contacts_of,
    keep_contacts,
    reveal_contact,
    reveal_phones,
    set_privacy,
)
from orders.models import Shop
from tests.customers.conftest import AT, order, told_once

pytestmark = pytest.mark.django_db

ANN = Values("王小明", "13800138000", "浙江省 杭州市 西湖区 文三路 1 号")
HOUR = timedelta(hours=1)
LATER = AT + HOUR


@pytest.fixture
def keeping(filled: Shop, person) -> Shop:
    set_privacy(actor=person(), shop=filled, at=AT, keep_contacts=True)
    return filled


@pytest.fixture
def kept(keeping: Shop) -> Shop:
    keep_contacts(shop=keeping, import_no=1, as_of=AT, told=told_once({"ann": ANN, "ben": Values("李雷", "139****9000")}))
    return keeping


@pytest.fixture
def ann(filled: Shop) -> Buyer:
    return Buyer.objects.get(shop=filled, buyer_key="ann")


@pytest.fixture
def agent(person):
    return person(role=Role.SERVICE, username="agent")


def stored() -> str:
    """Everything the database holds of contacts and of the trail, as text."""
    with connection.cursor() as cursor:
        found = []
        for table in ("customers_contact", "customers_contactsource", "customers_contactreveal", "accounts_auditentry"):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def test_nothing_is_kept_unless_the_shop_says_so(filled: Shop, ann: Buyer) -> None:
    assert keep_contacts(shop=filled, import_no=1, as_of=AT, told=told_once({"ann": ANN})) == 0
    assert not Contact.objects.exists()
    assert masked_contact(ann) is None
    assert buyers_by_phone(text="13800138000") == []


def test_it_is_sealed_shown_masked_and_found_by_hash(kept: Shop, ann: Buyer) -> None:
    for secret in ("王小明", "小明", "13800138000", "8000", "文三路", "杭州"):
        assert secret not in stored()
    assert masked_contact(ann) == MaskedContact("王**", "138****8000", "浙江省杭州市***", AT)
    for text in ("13800138000", "+86 138 0013 8000", "8000", "138000", "0138000"):
        assert buyers_by_phone(text=text) == [ann], text
    assert buyers_by_phone(text="13800138001") == buyers_by_phone(text="000") == buyers_by_phone(text="1238000") == []
    assert find_buyers("王小明") == find_buyers("13800138000") == []
    assert find_buyers(" 王 小明", contacts=True) == find_buyers("13800138000", contacts=True) == [ann]


def test_a_phone_the_platform_masked_is_never_hashed_whole(kept: Shop) -> None:
    ben = Contact.objects.get(buyer_key="ben")
    assert ben.phone_hash == ""
    assert ben.tail_hash
    assert [one.buyer_key for one in buyers_by_phone(text="9000")] == ["ben"]
    assert buyers_by_phone(text="13900009000") == []
    assert phones_for(Buyer.objects.all()) == {Buyer.objects.get(buyer_key="ann").pk: "13800138000"}


def test_the_newest_export_wins_whatever_came_first_and_an_undo_takes_it_back(keeping: Shop, ann: Buyer) -> None:
    moved = Values("王小明", "13900139000", "上海市徐汇区漕溪路 8 号")
    keep_contacts(shop=keeping, import_no=2, as_of=LATER, told=told_once({"ann": moved}))
    keep_contacts(shop=keeping, import_no=1, as_of=AT, told=told_once({"ann": ANN}))
    keep_contacts(shop=keeping, import_no=3, as_of=LATER + timedelta(hours=1), told=told_once({"ann": moved}))
    assert (Contact.objects.count(), ContactSource.objects.count()) == (2, 3)
    assert masked_contact(ann) == MaskedContact("王**", "139****9000", "上海市***", LATER + timedelta(hours=1))
    assert forget_contacts_of(import_no=3) == 0
    assert masked_contact(ann).as_of == LATER
    assert forget_contacts_of(import_no=2) == 1
    assert masked_contact(ann) == MaskedContact("王**", "138****8000", "浙江省杭州市***", AT)
    assert forget_contacts_of(import_no=1) == 1
    assert forget_contacts_of(import_no=1) == 0
    assert masked_contact(ann) is None


def test_each_order_has_its_receiver(keeping: Shop, ann: Buyer, agent) -> None:
    """Gifts to two friends and one parcel home, all in one file: nobody is lost, and the order in question tells whom."""
    home, lei, mei = ANN, Values("李雷", "139****9000"), Values("", "13700137000", "上海市徐汇区漕溪路 8 号")
    told = [Received(lei, "A2", AT - 2 * HOUR), Received(mei, "A3", AT - HOUR), Received(home, "A1", AT - 3 * HOUR)]
    keep_contacts(shop=keeping, import_no=1, as_of=AT, told={"ann": told})
    assert Contact.objects.count() == 3
    assert masked_contact(ann, order_no="A1") == MaskedContact("王**", "138****8000", "浙江省杭州市***", AT, "A1")
    assert masked_contact(ann, order_no="A2") == MaskedContact("李**", "139****9000", "", AT, "A2"), "nobody else's street"
    assert masked_contact(ann) == masked_contact(ann, order_no="none"), "the newest order tells where none is asked for"
    assert masked_contact(ann).phone == "137****7000"
    for phone in ("13800138000", "13700137000", "9000"):
        assert buyers_by_phone(text=phone) == [ann]
    assert reveal_contact(buyer=ann, user=agent, reason="parcel", at=AT, order_no="A3") == mei


def test_an_order_sent_elsewhere_by_a_newer_export_and_taken_back(keeping: Shop, ann: Buyer) -> None:
    moved = Values("王小明", "13900139000")
    keep_contacts(
        shop=keeping, import_no=2, as_of=LATER, told={"ann": [Received(moved, "A1", AT), Received(ANN, "A2", AT - HOUR)]}
    )
    keep_contacts(shop=keeping, import_no=1, as_of=AT, told={"ann": [Received(ANN, "A1", AT)]})
    assert clear_contact(ann, order_no="A1") == moved
    assert clear_contact(ann) == Values("王小明", "13900139000", ANN.address)
    forget_contacts_of(import_no=2)
    assert clear_contact(ann, order_no="A1") == clear_contact(ann) == ANN


PEOPLE = (ANN, Values("李雷", "13900139000"), Values("", "138****8000"))


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=4)),
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
@hypothesis_settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_law_any_order_of_exports_and_undos_ends_the_same(keeping: Shop, ann: Buyer, files, shuffled) -> None:
    """Files (made after so many hours, receiver and hour of each order) in two orders, one with a file brought and taken back."""

    def end(numbers: list[int], extra: bool) -> list:
        for number in [*range(len(files)), 99]:
            forget_contacts_of(import_no=number)
        if extra:
            keep_contacts(shop=keeping, import_no=99, as_of=AT + 9 * HOUR, told={"ann": [Received(PEOPLE[0], "O1", AT)]})
        for number in numbers:
            age, told = files[number]
            rows = [Received(PEOPLE[who], f"O{hour}", AT + hour * HOUR) for who, hour in told]
            keep_contacts(shop=keeping, import_no=number, as_of=AT + age * HOUR, told={"ann": rows})
        forget_contacts_of(import_no=99)
        return [masked_contact(ann, order_no=f"O{hour}") for hour in range(4)]

    numbers = list(range(len(files)))
    first = end(numbers, extra=False)
    shuffled.shuffle(numbers)
    assert end(numbers, extra=True) == first


def test_the_same_import_twice_changes_nothing(kept: Shop) -> None:
    before = list(Contact.objects.values_list("pk", "sealed", "as_of"))
    assert keep_contacts(shop=kept, import_no=1, as_of=AT, told=told_once({"ann": ANN})) == 0
    assert list(Contact.objects.values_list("pk", "sealed", "as_of")) == before
    assert ContactSource.objects.count() == 2


def test_turned_off_everything_is_gone_at_once(kept: Shop, person, ann: Buyer) -> None:
    set_privacy(actor=person(), shop=kept, keep_contacts=False)
    assert not Contact.objects.exists()
    assert not ContactSource.objects.exists()
    assert masked_contact(ann) is None
    assert AuditEntry.objects.filter(action="privacy.set").latest("pk").after["contacts_erased"] == 2


def test_another_shop_s_contacts_stay(kept: Shop, person, load) -> None:
    other = Shop.objects.create(name="Other", platform="taobao", currency="CNY", time_zone="Asia/Shanghai")
    load(other, {"O1": order("ann", 1)})
    set_privacy(actor=person(), shop=other, at=AT, keep_contacts=True)
    keep_contacts(shop=other, import_no=9, as_of=AT, told=told_once({"ann": ANN}))
    assert {one.shop for one in buyers_by_phone(text="13800138000")} == {kept, other}
    assert [one.shop for one in buyers_by_phone(text="13800138000", shop=other)] == [other]
    set_privacy(actor=person(username="two"), shop=kept, keep_contacts=False)
    assert [one.shop for one in buyers_by_phone(text="13800138000")] == [other]


def test_showing_one_in_clear_is_written_down(kept: Shop, ann: Buyer, agent) -> None:
    assert reveal_contact(buyer=ann, user=agent, reason="parcel came  back", at=AT) == ANN
    row = ContactReveal.objects.get()
    assert (row.by, row.at, row.buyer, row.reason, row.in_hour) == (agent, AT, ann, "parcel came back", 1)
    assert AuditEntry.objects.filter(action="contact.reveal", target=f"buyer {ann.pk}").exists()
    for secret in ("王小明", "13800138000", "文三路"):
        assert secret not in stored()


def test_no_log_no_contact(kept: Shop, ann: Buyer, agent) -> None:
    def shown_and_lost() -> None:
        with transaction.atomic():
            reveal_contact(buyer=ann, user=agent, reason="x", at=AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        shown_and_lost()
    assert not ContactReveal.objects.exists(), "the log stands with the transaction that showed it, or falls with it"


@pytest.mark.parametrize(("role", "reason", "who", "code"), [
    (Role.WAREHOUSE, "parcel", "ann", "right"),
    (Role.SERVICE, "  ", "ann", "reason"),
    (Role.SERVICE, "parcel", "cid", "nothing"),
])  # fmt: skip
def test_what_refuses(kept: Shop, person, role: Role, reason: str, who: str, code: str) -> None:
    buyer = Buyer.objects.get(shop=kept, buyer_key=who)
    with pytest.raises(RevealError, match=code):
        reveal_contact(buyer=buyer, user=person(role=role, username="who"), reason=reason, at=AT)
    assert not ContactReveal.objects.exists()


def test_phones_for_an_audience_are_logged_one_by_one(kept: Shop, ann: Buyer, agent) -> None:
    assert reveal_phones(buyers=Buyer.objects.all(), user=agent, reason="SMS", at=AT) == {ann.pk: "13800138000"}
    assert [row.buyer for row in ContactReveal.objects.all()] == [ann]


def test_the_reveals_of_an_hour_are_counted(kept: Shop, ann: Buyer, agent) -> None:
    for minutes in (0, 10, 59, 61, 200):
        reveal_contact(buyer=ann, user=agent, reason="x", at=AT + timedelta(minutes=minutes))
    assert list(ContactReveal.objects.order_by("at").values_list("in_hour", flat=True)) == [1, 2, 3, 3, 1]


def test_forgotten_with_the_buyer(kept: Shop, ann: Buyer, agent, person) -> None:
    reveal_contact(buyer=ann, user=agent, reason="王小明 asked", at=AT)
    erase_buyers(actor=person(), buyers=[ann], reason="asked for", at=AT)
    assert not Contact.objects.filter(buyer_key="ann").exists()
    assert ContactReveal.objects.get().reason == ""
    assert buyers_by_phone(text="13800138000") == []


def test_a_sealed_contact_cannot_be_read_as_somebody_else_s(kept: Shop, ann: Buyer) -> None:
    other = Contact.objects.get(buyer_key="ben")
    Contact.objects.filter(pk=other.pk).update(sealed=Contact.objects.get(buyer_key="ann").sealed)
    assert masked_contact(Buyer.objects.get(shop=kept, buyer_key="ben")) is None


class TestKeys:
    """Secrets from the environment, or from a file made when first needed."""

    def test_the_file_is_for_its_owner_alone(self, kept: Shop) -> None:
        assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
        assert "contact" in key_file().name

    def test_older_keys_read_and_find_until_the_rotation_is_done(self, kept: Shop, ann: Buyer, settings) -> None:
        settings.CONTACT_KEYS = ["n" * 32, *key_file().read_text().split()]
        assert masked_contact(ann).phone == "138****8000"
        assert find_buyers("13800138000", contacts=True) == [ann]
        keep_contacts(shop=kept, import_no=2, as_of=LATER, told=told_once({"ann": ANN}))
        call_command("rotate_contact_keys")
        settings.CONTACT_KEYS = ["n" * 32]
        assert Contact.objects.filter(buyer_key="ann").count() == 1, "told again under the new key meanwhile: one row again"
        assert masked_contact(ann) == MaskedContact("王**", "138****8000", "浙江省杭州市***", LATER)
        assert buyers_by_phone(text="13800138000") == [ann]
        forget_contacts_of(import_no=2)
        assert masked_contact(ann).as_of == AT

    def test_the_file_is_rotated_too(self, kept: Shop, ann: Buyer) -> None:
        before = key_file().read_text()
        call_command("rotate_contact_keys")
        assert key_file().read_text() != before
        assert len(key_file().read_text().split()) == 1
        assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
        assert clear_contact(ann) == ANN

    def test_a_lost_key_shows_nothing_and_stops_the_rotation(self, kept: Shop, ann: Buyer, settings) -> None:
        settings.CONTACT_KEYS = ["n" * 32]
        assert masked_contact(ann) is None
        with pytest.raises(SystemExit):
            call_command("rotate_contact_keys")

    def test_a_short_secret_is_refused(self) -> None:
        with pytest.raises(ValueError, match="32"):
            Keyring(["short"])
        with pytest.raises(UnreadableError):
            Keyring(["a" * 32]).unseal("ffffffff.AAAA", about="1:a")


def test_keys_are_not_shown() -> None:
    ring = keyring()
    assert key_file().read_text().strip() not in repr(vars(ring))
    assert "AESGCM" not in repr(vars(ring))


letters = st.text(max_size=12)


@given(st.lists(st.builds(Values, letters, letters, letters), max_size=5))
@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_law_the_newest_is_one_of_those_told_and_blank_only_when_all_are(told: list[Values]) -> None:
    found = newest(told)
    for field in ("name", "phone", "address"):
        values = [getattr(one, field) for one in told if getattr(one, field)]
        assert getattr(found, field) in values if values else getattr(found, field) == ""


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text("王小明欧阳 ", min_size=1, max_size=4).map(str.strip).filter(bool))
def test_law_masks_show_seven_digits_one_letter_and_no_street(phone: str, name: str) -> None:
    assert sum(letter.isdigit() for letter in mask_phone(phone)) == 7
    assert mask_name(name) == f"{name[0]}**"
    assert mask_phone(mask_phone(phone)) == mask_phone(phone)
    assert "文三路" not in mask_address("浙江省杭州市文三路 1 号")


def test_the_setting_is_off_by_itself(shop: Shop) -> None:
    assert PrivacySetting(shop=shop).keep_contacts is False


def test_a_secret_that_is_too_short_stops_the_start_with_a_sentence(settings) -> None:
    settings.CONTACT_KEYS = ["n" * 32, "short"]
    with pytest.raises(SystemCheckError, match=r"CONTACT_KEYS: a secret has at least 32 letters; number 2 has fewer\.") as told:
        call_command("check")
    assert "short," not in str(told.value)
    settings.CONTACT_KEYS = ["n" * 32]
    call_command("check")
