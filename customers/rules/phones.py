"""What is a phone among the texts people search by."""

import re

_SEPARATORS = re.compile(r"[\s\-().]+")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_ABROAD = re.compile(r"\+\d{8,15}")
_LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}")


def bare(text: str) -> str:
    """Return a text without blanks, brackets, dots and hyphens.

    >>> bare("(0571) 8888-6666")
    '057188886666'
    """
    return _SEPARATORS.sub("", text)


def phone_of(text: str) -> str:
    """Return the phone a text is, without blanks, brackets and hyphens; "" when it is none.

    A Chinese mobile number (with or without 86), a number with its plus sign, a landline with its area code and a hyphen.

    >>> phone_of("138-0013 8000"), phone_of("+86 138 0013 8000"), phone_of("0571-88886666"), phone_of("330441234500001")
    ('13800138000', '13800138000', '057188886666', '')
    """
    packed = bare(text)
    if mobile := _MOBILE.fullmatch(packed):
        return mobile[1]
    if _ABROAD.fullmatch(packed):
        return packed
    return packed if _LANDLINE.fullmatch(text.strip()) else ""
