import csv
import io

import pytest
import python_calamine

from imports.formats.base import Kind
from imports.formats.registry import by_key, matched_columns, recognise
from imports.formats.template import rows, write_csv, write_xlsx
from orders.states import OrderState, RefundState
from tests.imports.formats.tables import LATER, NOON, derived

EXPECTED = {Kind.LINES: "template", Kind.TRAFFIC: "traffic_hours"}


@pytest.mark.parametrize("kind", EXPECTED)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_files_we_hand_out_are_recognised_and_explain_themselves(kind, language):
    read = list(csv.reader(io.StringIO(write_csv(kind, language).decode("utf-8-sig"))))
    assert read == rows(kind, language)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(kind, language)))
    assert book.get_sheet_by_index(0).to_python() == read
    found = recognise(read[0])
    assert found is by_key(EXPECTED[kind])
    assert len(matched_columns(found, read[0])) == len(read[0]), "every column of the template is understood"
    assert read[1][0].startswith(found.explanation_mark)


def test_a_line_of_the_template():
    done = derived(
        by_key("template"),
        order_no=["1", "2"],
        line_no=["1", "1"],
        placed_at=[NOON] * 2,
        paid_at=[LATER, None],
        state_words=["closed", "已关闭"],
        line_paid_minor=[9900, 9900],
        line_refund_minor=[9900, None],
        refund_words=["退款成功", None],
        province=["浙江省", "****"],
    )
    assert done["state"] == [OrderState.CLOSED_REFUNDED, OrderState.CLOSED_UNPAID]
    assert done["line_refund_minor"] == [9900, 0]
    assert done["refund_state"] == [RefundState.FULL, RefundState.NONE]
    assert done["province"] == ["浙江", None]
