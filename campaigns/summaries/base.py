"""One short card of a topic on the page of a sale."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Summary:
    """A template that is a whole card, and the names it is given beside those of the page.

    `is_narrow` puts the card into the narrow column beside the checks (a figure and a few lines), `is_full` below both columns
    (a table of many columns); otherwise it stands in the wide one below the target's curve.
    """

    template: str
    context: Mapping[str, Any]
    is_narrow: bool = False
    is_full: bool = False
