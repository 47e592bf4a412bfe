"""Random exports: overlapping keys, any columns, any age, equal ages too."""

import pyarrow as pa
from hypothesis import strategies as st

from orders.claims import LINE_FIELDS, MOMENT, ORDER_FIELDS, TRAFFIC_FIELDS, Source
from orders.states import OrderState, RefundState
from tests.orders.claims import Export, Row, moment

START = 1_762_700_400  # 2025-11-09 15:00 UTC, an hour before the 10th in Shanghai
ORDER_NOS = [f"T{number}" for number in range(6)]
LINE_NOS = ["1", "2", "3"]
SOURCES = st.builds(Source, st.integers(1, 4), st.sampled_from(["a" * 64, "b" * 64, "c" * 64]))


def _value(name: str, kind: pa.DataType) -> st.SearchStrategy:
    if kind == MOMENT:
        value = st.integers(START, START + 3 * 3600).map(moment)
    elif name == "state":
        value = st.sampled_from([int(each) for each in OrderState])
    elif name == "refund_state":
        value = st.sampled_from([int(each) for each in RefundState])
    elif kind == pa.string():
        value = st.sampled_from(["", "x", 'quo"te, 中', "line\nbreak", "A1", "B2"])
    elif kind == pa.bool_():
        value = st.booleans()
    else:
        value = st.integers(-3, 1000)
    return st.none() | value | value


def _rows(keys: list, fields: dict) -> st.SearchStrategy[dict]:
    """Every row speaks on the same fields, drawn once."""
    said = st.sets(st.sampled_from(list(fields)))
    return said.flatmap(
        lambda names: st.dictionaries(
            st.sampled_from(keys), st.fixed_dictionaries({name: _value(name, fields[name]) for name in names}), max_size=8
        )
    )


@st.composite
def exports(draw: st.DrawFn) -> Export:
    """One export of orders, of lines or of traffic."""
    source = draw(SOURCES)
    kind = draw(st.sampled_from(["orders", "orders", "lines", "lines", "traffic"]))
    if kind == "traffic":
        keys = [(START // 600 + 6 * hour, channel) for hour in range(3) for channel in ("all", "live")]
        return Export(source, traffic=draw(_rows(keys, dict(TRAFFIC_FIELDS))))
    if kind == "orders":
        return Export(source, draw(_rows(ORDER_NOS, dict(ORDER_FIELDS))))
    lines = draw(_rows([(order, line) for order in ORDER_NOS for line in LINE_NOS], dict(LINE_FIELDS)))
    names = draw(st.sets(st.sampled_from(list(ORDER_FIELDS))))
    orders: dict[str, Row] = {
        order: draw(st.fixed_dictionaries({name: _value(name, ORDER_FIELDS[name]) for name in sorted(names)}))
        for order in sorted({order for order, _ in lines})
    }
    return Export(source, orders, lines)


# A digest is that of a file: two different exports never share one. So each carries its place in the list.
def _distinct(listed: list[Export]) -> list[Export]:
    return [
        Export(Source(each.source.as_of, f"{each.source.digest[:60]}{place:04d}"), each.orders, each.lines, each.traffic)
        for place, each in enumerate(listed)
    ]


MANY_EXPORTS = st.lists(exports(), min_size=1, max_size=5).map(_distinct)
