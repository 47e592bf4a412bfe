"""What every test shares: a data folder and a broker of its own, strict templates, people of each role, a clock that stands."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest
import time_machine
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client, SimpleTestCase
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from promo_planner.celery import app
from tests import flushed, migrated, packed
from tests.accounts.factories import PersonFactory
from tests.databases import Databases

hypothesis.settings.register_profile(
    "promo", deadline=None, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
# CI tries the same examples each time, so that a change is judged and not the dice; elsewhere each run tries others.
hypothesis.settings.register_profile("ci", parent=hypothesis.settings.get_profile("promo"), derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "promo")

STATIC_ROOT = tempfile.TemporaryDirectory(prefix="promo-static-")


class UnknownVariable(str):
    """What Django puts where a template asks for a name the view did not give: here it fails the test."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"A template asks for {name}, which nobody gave it.")


def pytest_configure(config: pytest.Config) -> None:
    """Plain static files, quick password hashes and strict templates, before the first application is made."""
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django_settings.STATIC_ROOT = STATIC_ROOT.name
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable("%s")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what cannot tell two databases apart."""
    if connection.vendor == "postgresql":
        left_out = [item for item in items if not _tells_databases_apart(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _tells_databases_apart(item)]


def _tells_databases_apart(item: pytest.Item) -> bool:
    """Tell whether a test may ask the database (else pytest-django refuses it) and asks what no other test asks of both."""
    return asks_the_database(item) and not item.get_closest_marker("either_database")


def pytest_collection_finish() -> None:
    """Leave what was loaded out of the collector's rounds, and let it come round less often: a seventh of the time of a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def asks_the_database(item: pytest.Item) -> bool:
    """Tell whether a test may ask the database, or starts processes that do."""
    fixtures = set(getattr(item, "fixturenames", ()))
    of_django = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return of_django or bool(fixtures & {"db", "transactional_db"}) or _is_marked(item)


def _is_marked(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("django_db", "worker", "browser"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Begin with a copy of the migrated database instead of migrating in each process."""
    with migrated.test_database(connection):
        yield


@pytest.fixture(scope="session", autouse=True)
def _rows_of_migrations() -> Iterator[None]:
    """Emptying the tables is followed by this signal, as a migration is."""
    sender = apps.get_app_config("desk")
    post_migrate.connect(flushed.put_back, sender=sender)
    yield
    post_migrate.disconnect(flushed.put_back, sender=sender)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Databases beside that of the tests: `databases.fresh(tmp_path)` is migrated, `databases.empty(tmp_path)` is not."""
    made = Databases()
    yield made
    made.drop()


@pytest.fixture(scope="session")
def packed_static() -> Path:
    """The static files as `manage.py up` gathers and packs them: it finds them done."""
    return packed.static_root()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin each test in English, whatever language a page of the one before was in."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, settings: Any) -> Path:
    """Keep uploads, claims and logins of each test apart, outside of the real data."""
    folder = tmp_path / "data"
    for name in ("incoming", "watched"):
        (folder / name).mkdir(parents=True)
    settings.DATA_DIR = folder
    settings.FILE_UPLOAD_TEMP_DIR = folder / "incoming"
    settings.WATCHED_DIR = folder / "watched"
    settings.MEDIA_ROOT = folder / "media"
    return folder


@pytest.fixture(autouse=True, scope="session")
def memory_broker() -> Iterator[None]:
    """Ring in memory: no test leaves messages in the real data folder. (The worker tests choose brokers of their own.)"""
    before = app.conf.broker_url, app.conf.broker_transport_options
    app.conf.update(broker_url="memory://", broker_transport_options={})
    yield
    app.conf.update(broker_url=before[0], broker_transport_options=before[1])


class SignedIn(Client):
    """A client that knows whose it is."""

    user: User


class ClientAs(Protocol):
    def __call__(self, role: Role | str, **kwargs: Any) -> SignedIn: ...


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Make a person: `person(Role.BOSS, username="zhao")`."""

    def make(role: Role | str = Role.OPERATIONS, **kwargs: Any) -> User:
        made: User = PersonFactory(role=role, **kwargs)
        return made

    return make


@pytest.fixture
def client_as(person: Callable[..., User]) -> ClientAs:
    """Make a signed-in client: `client_as(Role.OPERATIONS)`; the person is `client.user`."""

    def sign_in(role: Role | str, **kwargs: Any) -> SignedIn:
        client = SignedIn()
        client.user = person(role, **kwargs)
        client.force_login(client.user, backend="accounts.sessions.PasswordBackend")
        return client

    return sign_in


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at 10:45 in Shanghai on Double 11; `clock.shift(60)` and `clock.move_to(...)` move it."""
    with time_machine.travel(datetime(2026, 11, 11, 2, 45, tzinfo=UTC), tick=False) as traveller:
        yield traveller
