"""`manage.py import`."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from imports.answering import find_shop, read_mapping, read_moment
from imports.models import ImportJob, State
from orders.models import Order, Shop
from orders.services import create_shop
from tests.imports.files import report, report_row, reports, written

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import", *words, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


def test_json_is_exactly_the_counts(tmp_path, shop):
    file = tmp_path / "orders.csv"
    file.write_bytes(reports(12))
    out, _err, code = run(str(file), "--shop", shop.name, "--json")
    told = json.loads(out)
    assert code == 0
    assert list(told) == ["inserted", "changed", "unchanged", "older", "rejected", "seconds"]
    assert told | {"seconds": 0} == {"inserted": 12, "changed": 0, "unchanged": 0, "older": 0, "rejected": 0, "seconds": 0}
    again = json.loads(run(str(file), "--shop", shop.name, "--json")[0])
    assert (again["inserted"], again["unchanged"]) == (0, 12)
    assert Order.objects.count() == 12


def test_several_files_are_summed(tmp_path, shop):
    for number in range(3):
        (tmp_path / f"{number}.csv").write_bytes(reports(4, first=number * 4))
    out, _err, code = run(*(str(tmp_path / f"{number}.csv") for number in range(3)), "--json")
    assert (code, json.loads(out)["inserted"]) == (0, 12)


def test_the_first_shop_is_made(tmp_path, db):
    file = tmp_path / "orders.csv"
    file.write_bytes(reports(2))
    _out, err, code = run(str(file), "--shop", "New House", "--currency", "cny")
    assert code == 0
    assert "Made the shop New House" in err
    assert Shop.objects.get().currency == "CNY"


def test_a_shop_that_is_not_there_is_not_guessed(tmp_path, shop):
    file = tmp_path / "orders.csv"
    file.write_bytes(reports(2))
    _out, err, code = run(str(file), "--shop", "Lamp Huose")
    assert code == 2
    assert "Lamp House" in err
    assert "--create-shop" in err
    assert run(str(file), "--shop", "Lamp Huose", "--create-shop")[2] == 0


def test_a_refused_file_does_not_stop_the_others(tmp_path, shop):
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.csv").write_bytes(reports(2))
    out, err, code = run(str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), str(tmp_path / "c.csv"), "--json")
    assert code == 1
    assert json.loads(out)["inserted"] == 2
    assert "a.csv: The file is empty" in err
    assert "there is no such file" in err


def test_problems_go_to_the_error_output(tmp_path, shop):
    file = tmp_path / "orders.csv"
    file.write_bytes(report([report_row(1), ["", "1", "1", "", "2025-11-11 10:00:00", "", "0"]]))
    out, err, _code = run(str(file), "--json")
    assert json.loads(out)["rejected"] == 1
    assert "rejected.csv" in err


def test_an_unknown_table_is_told_on_the_command_line(tmp_path, shop):
    file = tmp_path / "sheet.csv"
    file.write_bytes(written(["Ref No", "When", "Grand Sum"], [["A1", "2025-11-11 10:00:00", "12.50"]]))
    _out, err, code = run(str(file))
    assert code == 1
    assert "Ref No, When, Grand Sum" in err
    out, _err, code = run(
        str(file), "--kind", "orders", "--json", "--mapping", "order_no=Ref No", "placed_at=When", "total_minor=Grand Sum"
    )
    assert (code, json.loads(out)["inserted"]) == (0, 1)
    assert Order.objects.get().total_minor == 1250


def test_as_of_is_told_on_the_shops_clock(tmp_path, shop):
    file = tmp_path / "orders.csv"
    file.write_bytes(reports(2))
    run(str(file), "--as-of", "2025-11-12T08:00")
    assert ImportJob.objects.get(state=State.DONE).as_of.isoformat() == "2025-11-12T00:00:00+00:00"
    assert run(str(file), "--as-of", "yesterday")[2] == 2


def test_answers_that_make_no_sense_are_said(tmp_path, db):
    create_shop(actor=None, name="A")
    create_shop(actor=None, name="B")
    with pytest.raises(ValueError, match="Shops: A, B"):
        find_shop("")
    with pytest.raises(ValueError, match="OURS=THEIRS"):
        read_mapping(["order_no"])
    with pytest.raises(ValueError, match="no JSON file"):
        read_mapping([str(tmp_path / "none.json")])
    (tmp_path / "list.json").write_text("[]")
    with pytest.raises(ValueError, match="one object"):
        read_mapping([str(tmp_path / "list.json")])
    (tmp_path / "map.json").write_text('{"order_no": "Ref"}')
    assert read_mapping([str(tmp_path / "map.json")]) == {"order_no": "Ref"}
    assert read_moment("", zone="UTC") is None
    assert read_moment("2025-11-11T10:00+08:00", zone="UTC").hour == 2
