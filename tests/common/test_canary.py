from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import Canary
from common.tasks import beat_canary


@pytest.mark.django_db
def test_each_ring_moves_the_one_canary(clock):
    beat_canary()
    clock.shift(timedelta(seconds=30))
    beat_canary()
    assert Canary.objects.get().beat_at == timezone.now()
