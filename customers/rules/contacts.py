"""Names, phones and streets as files tell them: brought to one form, shown masked, the newest of several taken."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from customers.rules.masked import MASK, may_be

LONGEST = 300
TAIL = 4
_CIPHER = re.compile(r"^(##|\$\$|~|#).*|.*(##|\$\$|~)$", re.DOTALL)  # what Douyin and Pinduoduo write in place of a value
_NOTHING = frozenset({"", "-", "--", "null", "none", "nan", "无"})
_PHONE = re.compile(r"\+?[\d*]{5,20}(?:-[\d*]{1,6})?")
_BEFORE = re.compile(r"^(?:\+86|0086|86(?=1[3-9*][\d*]{9}(?:-|$)))")
_PROVINCE = r"(?:[^\s\d]{2,7}?(?:省|自治区|特别行政区)|北京市?|上海市?|天津市?|重庆市?)"
_PLACE = re.compile(rf"^\s*(?:中国\s*)?(?P<province>{_PROVINCE})?\s*(?P<city>[^\s\d]{{1,9}}?(?:市|自治州|地区|盟))?")


@dataclass(frozen=True, slots=True)
class Values:
    """A name, a phone and a street; "" for what is not known. Each may be one the platform masked."""

    name: str = ""
    phone: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.address)


@dataclass(frozen=True, slots=True)
class Received:
    """Who received one order, and when that was placed; None where the file does not tell."""

    values: Values
    order_no: str = ""
    placed_at: datetime | None = None


def clean(text: str | None) -> str:
    r"""Return a cell without what spreadsheets and platforms put around it; "" for nothing and for a platform's cipher.

    >>> clean("\t'王 小明 "), clean("##ab12cd=="), clean("null"), clean(None)
    ('王 小明', '', '', '')
    """
    plain = " ".join(unicodedata.normalize("NFKC", text or "").split()).strip("'\" ")[:LONGEST]
    if plain.startswith("=") and len(plain) > 1:
        plain = plain[1:].strip('"')
    return "" if plain.casefold() in _NOTHING or _CIPHER.match(plain) else plain


def clean_phone(text: str | None) -> str:
    """Return a phone as digits, an extension after a hyphen, masked digits as stars; "" for what is none.

    China's prefix goes. An extension stays: the platforms' shared numbers are told apart by it.

    >>> clean_phone("'+86 138-0013-8000"), clean_phone("138****8000"), clean_phone("15012345678转0042"), clean_phone("王小明")
    ('13800138000', '138****8000', '15012345678-0042', '')
    """
    plain = clean(text).replace("转", "-").replace("ext", "-").replace("x", MASK).replace("X", MASK)
    main, hyphen, more = plain.rpartition("-")
    packed = re.sub(r"[\s().-]", "", plain)
    if hyphen and re.fullmatch(r"\s*[\d*]{1,6}\s*", more) and re.fullmatch(r"\s*\+?[\d\s]*1[3-9*][\d*]{9}\s*", main):
        packed = re.sub(r"[\s().-]", "", main) + "-" + more.strip()
    packed = _BEFORE.sub("", packed)
    return packed if _PHONE.fullmatch(packed) and len(re.sub(r"[^\d]", "", packed)) >= TAIL else ""


def is_whole(phone: str) -> bool:
    """Tell whether nothing of a phone is masked and it is long enough to mean one line.

    >>> is_whole("13800138000"), is_whole("138****8000"), is_whole("8000")
    (True, False, False)
    """
    return bool(phone) and MASK not in phone and len(phone.lstrip("+").partition("-")[0]) >= 7


def tail_of(phone: str) -> str:
    """Return the last four digits of the number, without its extension; "" where the platform masked them.

    >>> tail_of("13800138000"), tail_of("138****8000"), tail_of("15012345678-0042"), tail_of("1380013****")
    ('8000', '8000', '5678', '')
    """
    last = phone.partition("-")[0][-TAIL:]
    return last if len(last) == TAIL and last.isdigit() else ""


def name_key(name: str) -> str:
    """Return a name as names are compared: case, width and blanks do not count; "" for a masked one.

    >>> name_key("Ann  LEE"), name_key("王**")
    ('annlee', '')
    """
    return "" if MASK in name else "".join(unicodedata.normalize("NFKC", name).casefold().split())


def mask_name(name: str) -> str:
    """Return the first letter and two stars.

    >>> mask_name("王小明"), mask_name("Ann Lee"), mask_name("")
    ('王**', 'A**', '')
    """
    return f"{name[0]}{MASK * 2}" if name and name[0] != MASK else MASK * 2 if name else ""


def mask_phone(phone: str) -> str:
    """Return the first three and the last four digits, of a short number the last two; an extension is hidden.

    >>> mask_phone("13800138000"), mask_phone("15012345678-0042"), mask_phone("88001234"), mask_phone("138****8000")
    ('138****8000', '150****5678', '****34', '138****8000')
    """
    main = phone.partition("-")[0]
    if not main:
        return ""
    return f"{main[:3]}{MASK * 4}{main[-TAIL:]}" if len(main) >= 10 else f"{MASK * 4}{main[-2:]}"


def mask_address(address: str, place: str = "") -> str:
    """Return province and city as the address begins with them, else `place`, and three stars.

    >>> mask_address("浙江省 杭州市 西湖区 文三路 1 号"), mask_address("上海市徐汇区漕溪路 8 号")
    ('浙江省杭州市***', '上海市***')
    >>> mask_address("12 Baker Street", "London"), mask_address("")
    ('London***', '')
    """
    if not address:
        return ""
    found = _PLACE.match(address)
    told = "".join(part for part in (found.groups() if found else ()) if part)
    return f"{told or place}{MASK * 3}"


def newest(told: Sequence[Values]) -> Values:
    """Return the newest value of each kind, `told` being the newest first: what is silent on one blanks nothing.

    A masked value gives way to the next whole one it may stand for.

    >>> newest([Values(phone="138****8000"), Values("王小明", "13800138000"), Values("李雷", "13900139000", "文三路")])
    Values(name='王小明', phone='13800138000', address='文三路')
    >>> newest([Values(phone="138****8000"), Values(phone="13900139000")])
    Values(name='', phone='138****8000', address='')
    """
    return Values(*(_newest([getattr(one, field) for one in told]) for field in ("name", "phone", "address")))


def completed(own: Values, others: Sequence[Values]) -> Values:
    """Return what one order tells of its receiver, a masked value made whole where one of `others`, newest first, may be it.

    What the order is silent on stays silent: its parcel may go to somebody else than the others did.

    >>> completed(Values("李**", "139****9000"), [Values("王小明", "13800138000"), Values("李雷", "13900139000", "文三路")])
    Values(name='李雷', phone='13900139000', address='')
    """
    fields = ("name", "phone", "address")
    told = {name: _newest([getattr(own, name), *(getattr(one, name) for one in others)]) for name in fields}
    return Values(**{name: value if getattr(own, name) else "" for name, value in told.items()})


def _newest(values: Sequence[str]) -> str:
    given = [value for value in values if value]
    if not given or MASK not in given[0]:
        return given[0] if given else ""
    whole = next((value for value in given if MASK not in value), "")
    return whole if whole and may_be(given[0], whole) else given[0]
