"""What a person types into the form of a plan."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from orders.models import Shop


@pytest.fixture
def travel(clock: time_machine.Traveller) -> Callable[..., None]:
    """Let the clock stand at a moment: `travel(START)`."""
    return clock.move_to


@pytest.fixture
def typed(shop: Shop) -> dict[str, Any]:
    return {
        "name": "Double 11 2026",
        "shops": [shop.pk],
        "starts_on": "2026-11-11",
        "starts_time": "0:00",
        "ends_on": "2026-11-11",
        "ends_time": "24:00",
        "revenue": "62,000,000",
        "visitors": "",
        "conversion": "5.4",
        "order_value": "213",
        "inquiries": "84,000",
        "template": "double_11",
        "curve_kind": "flat",
        "compare_with": "",
        "preparation_on": "",
        "warm_up_on": "",
        "closing_on": "",
        "phases-TOTAL_FORMS": "0",
        "phases-INITIAL_FORMS": "0",
    }


@pytest.fixture
def own() -> Any:
    """Phases of one's own: `own(("Night", "0:00", "9:00", "40"), ...)`, all on 11 November."""

    def make(*phases: tuple[str, str, str, str]) -> dict[str, Any]:
        said: dict[str, Any] = {"template": "custom", "phases-TOTAL_FORMS": str(len(phases)), "phases-INITIAL_FORMS": "0"}
        for number, (name, start, end, share) in enumerate(phases):
            prefix = f"phases-{number}-"
            said |= {
                prefix + "name": name,
                prefix + "tells": "",
                prefix + "from_on": "2026-11-11",
                prefix + "from_time": start,
                prefix + "to_on": "2026-11-11",
                prefix + "to_time": end,
                prefix + "share": share,
            }
        return said

    return make
