"""The copy that every database of the tests begins as: made by the migrations, and known by what they are."""

import sqlite3
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from customers.models import Label
from desk.models import Script
from tests import migrated


@pytest.fixture
def house(tmp_path):
    """Two migrations, one of which reads a rule, which reads another; and a module that none of them reads."""
    (tmp_path / "shop/migrations").mkdir(parents=True)
    (tmp_path / "shop/migrations/0001_initial.py").write_text("import json\n")
    (tmp_path / "shop/migrations/0002_first.py").write_text("from shop.rules import first\n")
    (tmp_path / "shop/rules.py").write_text("from shop import units\n")
    (tmp_path / "shop/units.py").write_text("PIECES = 1\n")
    (tmp_path / "shop/views.py").write_text("")
    return tmp_path


@pytest.mark.parametrize("name", ["migrations/0001_initial.py", "migrations/0003_new.py", "rules.py", "units.py"])
def test_what_the_migrations_are_or_read_makes_another_copy(house, name):
    before = migrated.digest_of(house)
    assert migrated.digest_of(house) == before
    with (house / "shop" / name).open("a") as file:
        file.write("# changed\n")
    assert migrated.digest_of(house) != before


def test_what_they_do_not_read_leaves_it(house):
    before = migrated.digest_of(house)
    (house / "shop/views.py").write_text("# changed\n")
    assert migrated.digest_of(house) == before


def test_the_copy_is_one_whole_file_with_every_migration_in_it():
    file = migrated.sqlite_file()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        done = set(database.execute("SELECT app, name FROM django_migrations"))
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert done == set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)
    assert not file.with_name(file.name + "-wal").exists()


@pytest.mark.django_db
def test_the_database_of_this_process_is_a_copy_with_the_migrations_on_its_list():
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        assert set(cursor.fetchall()) == set(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


@pytest.mark.parametrize("mark", ["django_db", "worker", "browser"])
def test_a_test_that_may_ask_the_database_is_known(request, mark):
    from tests.conftest import asks_the_database

    assert not asks_the_database(request.node)
    request.node.add_marker(mark)
    assert asks_the_database(request.node)


@pytest.mark.django_db(transaction=True)
def test_rows_that_migrations_made_come_back_after_a_flush():
    call_command("flush", interactive=False, verbosity=0)
    assert set(Label.objects.values_list("code", flat=True)) == {
        "reseller", "sends_back", "sleeping", "picky", "core", "one_phone",
    }  # fmt: skip
    assert Script.objects.count() > 20
