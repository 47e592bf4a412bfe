"""The doorbell: a page rings once for a board that is behind its plan, and the ring counts it."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from live import tasks
from live.models import BoardSnapshot

pytestmark = pytest.mark.django_db


def rings(broker) -> list[dict]:
    """Take the waiting messages out of the broker: their task and arguments."""
    found = []
    with broker.connection_for_read() as connection:
        channel = connection.default_channel
        connection.SimpleQueue("celery").close()
        while (message := channel.basic_get("celery", no_ack=True)) is not None:
            found.append({"task": message.headers["task"], "arguments": message.decode()[0]})
    return found


def test_a_page_rings_once_for_a_board_behind_its_plan(client_as, sale, broker):
    type(sale.campaign).objects.filter(pk=sale.campaign.pk).update(version=2)
    client = client_as(Role.OPERATIONS)
    for _look in range(3):
        client.get(reverse("live:board", args=[sale.campaign.pk]))
    assert rings(broker) == [{"task": "live.tasks.recompute_one", "arguments": [sale.campaign.pk]}]
    tasks.recompute_one(sale.campaign.pk)
    assert BoardSnapshot.objects.filter(campaign=sale.campaign).latest("id").version == 2


def test_a_board_of_another_shape_is_counted_again(client_as, sale, broker):
    kept = BoardSnapshot.objects.get(campaign=sale.campaign)
    BoardSnapshot.objects.filter(pk=kept.pk).update(board={**kept.board, "schema": 0})
    html = client_as(Role.BOSS).get(reverse("live:board", args=[sale.campaign.pk])).content.decode()
    assert "being counted" in html
    assert len(rings(broker)) == 1


def test_no_ring_for_a_board_that_stands(client_as, sale, broker):
    client_as(Role.OPERATIONS).get(reverse("live:board", args=[sale.campaign.pk]))
    assert rings(broker) == []


def test_a_ring_for_a_campaign_that_is_gone(db):
    tasks.recompute_one(404)


def test_beat(sale):
    assert tasks.recompute_boards() == 2  # this year's runs, last year's was never counted
