"""What a text in the search box is: a phone, the end of one, an e-mail, a masked nickname, or a plain word."""

import re
import unicodedata
from enum import StrEnum

_SEPARATORS = re.compile(r"[\s\-().]+")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_ABROAD = re.compile(r"\+\d{8,15}")
_LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}")
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
TAIL = 4
LONGEST = 100


class Sought(StrEnum):
    """What somebody looks for. The first two need the right to search by phone, and are never kept in clear."""

    PHONE = "phone"
    TAIL = "tail"
    E_MAIL = "e_mail"
    MASKED = "masked"
    WORD = "word"


def plain(text: str) -> str:
    """Return a pasted text without blanks around it, full-width letters as ordinary ones, at most 100 letters.

    >>> plain(" １３８００１３８０００ ")
    '13800138000'
    """
    return unicodedata.normalize("NFKC", text).replace("\0", "").strip()[:LONGEST]


def phone_of(text: str) -> str:
    """Return the phone a text is, without blanks, brackets and hyphens; "" when it is none.

    A Chinese mobile number (with or without 86), a number with its plus sign, a landline with its area code and a hyphen.

    >>> phone_of("138-0013 8000"), phone_of("+86 138 0013 8000"), phone_of("0571-88886666"), phone_of("330441234500001")
    ('13800138000', '13800138000', '057188886666', '')
    """
    bare = _SEPARATORS.sub("", text)
    if mobile := _MOBILE.fullmatch(bare):
        return mobile[1]
    if _ABROAD.fullmatch(bare):
        return bare
    return bare if _LANDLINE.fullmatch(text.strip()) else ""


def kind_of(text: str) -> Sought:
    """Tell what a text is. Four digits may be the end of a phone and are taken for one; any other number for an order.

    >>> [str(kind_of(text)) for text in ("13800138000", "2291", "ann@example.com", "t**8", "536365", "tom_1998")]
    ['phone', 'tail', 'e_mail', 'masked', 'word', 'word']
    """
    if phone_of(text):
        return Sought.PHONE
    if len(text) == TAIL and text.isascii() and text.isdigit():
        return Sought.TAIL
    if _E_MAIL.fullmatch(text):
        return Sought.E_MAIL
    return Sought.MASKED if "*" in text else Sought.WORD


def may_be_kept(text: str) -> bool:
    """Tell whether a text may stand in the log of look-ups: no phone, no end of one, no e-mail.

    A number of seven to thirteen digits may be a phone of a country we do not know, and is not kept either.

    >>> [may_be_kept(text) for text in ("tom_1998", "13800138000", "2291", "ann@example.com", "88886666", "330441234500001")]
    [True, False, False, False, False, True]
    """
    if kind_of(text) in {Sought.PHONE, Sought.TAIL, Sought.E_MAIL}:
        return False
    bare = _SEPARATORS.sub("", text).lstrip("+")
    return not (bare.isdigit() and 7 <= len(bare) <= 13)
