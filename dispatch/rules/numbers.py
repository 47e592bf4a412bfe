"""What a scanner read, brought to the form in which numbers are kept. Pure."""

import re
import unicodedata

LONGEST = 100
MOST_VARIANTS = 4
_QUOTED = re.compile(r'^=?"(.*)"$')
_PIECE = re.compile(r"^(.{6,}?)-\d{1,3}-\d{1,3}-?$")  # JD: number-piece-of-
_PLAIN = re.compile(r"[\w\-#./:+]+", re.ASCII)


def cleaned(read: str) -> str:
    r"""Return a scan without what scanners and spreadsheets put around it, cut to 100 letters.

    >>> cleaned('="4012 3456"\r'), cleaned("ＳＦ100\t"), len(cleaned("9" * 5000))
    ('40123456', 'SF100', 100)
    """
    text = unicodedata.normalize("NFKC", read[: 4 * LONGEST])
    text = "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
    found = _QUOTED.match(text)
    return (found[1] if found else text).lstrip("'")[:LONGEST]


def variants(number: str) -> list[str]:
    """Return what a cleaned number may be kept as, the likeliest first; none for rubbish.

    >>> variants("jdv001234567-1-2-")
    ['jdv001234567-1-2-', 'JDV001234567-1-2-', 'jdv001234567', 'JDV001234567']
    >>> variants("http://x y?z=<script>"), variants("")
    ([], [])
    """
    if not number or not _PLAIN.fullmatch(number):
        return []
    found = [number, number.upper()]
    if piece := _PIECE.match(number):
        found += [piece[1], piece[1].upper()]
    return list(dict.fromkeys(found))[:MOST_VARIANTS]
