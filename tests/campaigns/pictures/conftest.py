"""A sale with pictures of one place and product."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from campaigns.models import Campaign, Picture
from campaigns.services import pictures as services
from campaigns.services.pictures import PictureCounts
from tests.campaigns.conftest import START

NOW = START - timedelta(days=14)


@pytest.fixture
def add(sale: Campaign) -> Callable[..., Picture]:
    """Add a picture: `add("Sea", 20_000, 1_400, 90)`."""

    def make(name, impressions=0, clicks=0, orders=0, place="Main picture", product="Wool coat", data=None):
        return services.add_picture(
            campaign=sale,
            actor=None,
            name=name,
            place=place,
            product=product,
            data=data,
            counts=PictureCounts(impressions, clicks, orders),
            at=NOW,
        )

    return make
