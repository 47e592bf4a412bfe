"""What a text in the search box is: a phone, the end of one, an e-mail, a masked nickname, or a plain word."""

import re
import unicodedata
from enum import StrEnum

from customers.rules.phones import bare, phone_of

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
    digits = bare(text).lstrip("+")
    return not (digits.isdigit() and 7 <= len(digits) <= 13)
