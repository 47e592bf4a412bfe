"""A basket as an agent types it: "coat x2, SKU-7, scarf @49"."""

import re
from dataclasses import dataclass

_PARTS = re.compile(r"[,;\n，；、]+")
_UNITS = re.compile(r"\s*[x×*＊]\s*(\d{1,4})\s*$|\s+(\d{1,4})\s*(?:件|pcs)$", re.IGNORECASE)
_PRICE = re.compile(r"\s*@\s*[¥￥]?\s*(\d{1,9}(?:\.\d{1,4})?)\s*$")
MOST_LINES = 20


@dataclass(frozen=True)
class Typed:
    """One line as typed: what names the product, how many pieces, and a price as text where somebody gave one."""

    name: str
    units: int = 1
    price: str = ""


def read_basket(text: str) -> tuple[Typed, ...]:
    """Return the lines of a typed basket, twenty at most; a part without a name is left out.

    Parts stand between commas, semicolons or lines; pieces after "x", "×" or "*"; a price of a piece after "@".

    >>> read_basket("coat x2, SKU-7；围巾 3件 @49.50")
    (Typed(name='coat', units=2, price=''), Typed(name='SKU-7', units=1, price=''), Typed(name='围巾', units=3, price='49.50'))
    """
    found = []
    for part in _PARTS.split(text):
        price, rest = "", part.strip()
        if given := _PRICE.search(rest):
            price, rest = given[1], rest[: given.start()]
        units = 1
        if counted := _UNITS.search(rest):
            units, rest = int(counted[1] or counted[2]), rest[: counted.start()]
        if rest.strip() and units:
            found.append(Typed(rest.strip()[:100], units, price))
    return tuple(found[:MOST_LINES])


def write_basket(lines: tuple[Typed, ...]) -> str:
    """Return the text that is read as these lines.

    >>> write_basket((Typed("coat", 2), Typed("scarf", 1, "49.50")))
    'coat x2, scarf x1 @49.50'
    """
    return ", ".join(f"{line.name} x{line.units}" + (f" @{line.price}" if line.price else "") for line in lines)
