"""Rows read as columns come out the same on both databases: commas, quotes, line ends, empty texts and NULL."""

import pyarrow as pa
import pytest
from django.db import connection

from common import bulk

pytestmark = pytest.mark.django_db
SCHEMA = pa.schema([("name", pa.string()), ("count", pa.int64())])


def test_what_was_staged_is_read_again():
    names, counts = ['a,"b"', "line\nend", "", None, "0012"], [1, None, 3, -4, 2**40]
    bulk.stage(connection, "read_again", pa.table({"name": names, "count": pa.array(counts, pa.int64())}, schema=SCHEMA))
    statement = 'SELECT "name", "count" FROM "read_again" WHERE "count" IS NULL OR "count" <> %s'
    found = bulk.read(connection, statement, [99], SCHEMA)
    assert found.schema == SCHEMA
    assert sorted(map(str, found.to_pylist())) == sorted(map(str, pa.table({"name": names, "count": counts}).to_pylist()))
    assert bulk.read(connection, 'SELECT "name", "count" FROM "read_again" WHERE 1 = %s', [0], SCHEMA).num_rows == 0
    bulk.drop(connection, "read_again")
