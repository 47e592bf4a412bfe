"""A sale with the tasks of the templates, 26 days before it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from campaigns.models import Campaign, Task
from campaigns.services import task_sets
from tests.campaigns.conftest import START

NOW = START - timedelta(days=26) + timedelta(hours=9)


@pytest.fixture
def laid(sale: Campaign) -> Campaign:
    task_sets.lay_templates(campaign=sale, actor=None, at=NOW)
    return sale


@pytest.fixture
def task_of(laid: Campaign) -> Callable[[str], Task]:
    """Find a task of the templates: `task_of("op_prices")`, always as the database has it."""

    def find(code: str) -> Task:
        return laid.tasks.select_related("campaign", "owner").get(code=code)

    return find


@pytest.fixture
def chen(person: Callable[..., User]) -> User:
    return person(Role.SERVICE, username="chen", first_name="Chen", last_name="Jie")


@pytest.fixture
def now() -> datetime:
    return NOW
