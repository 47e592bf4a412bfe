"""What a file claims about settled money, as Arrow tables. Pure: no Django, no clock.

A row is one entry of a platform's statement. Keyed by `order_no` and `entry_no`: the platform's own number of the entry, else
made of its words, moment and amount. Money is in minor units. `received_minor` and `subsidy_minor` came in, `paid_out_minor` is
what the platform says was left, all others went out (below zero: came back). An empty cell is a null and says nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

INCOME = ("received_minor", "subsidy_minor")
COSTS = (
    "refunded_minor", "commission_minor", "payment_fee_minor", "influencer_minor", "carriage_minor", "packing_minor",
    "price_protection_minor", "other_minor",
)  # fmt: skip
AMOUNTS = (*INCOME, *COSTS, "paid_out_minor")
SETTLEMENT_KEY: Mapping[str, pa.DataType] = MappingProxyType({"order_no": pa.string(), "entry_no": pa.string()})
SETTLEMENT_FIELDS: Mapping[str, pa.DataType] = MappingProxyType({"settled_at": pa.int64(), **dict.fromkeys(AMOUNTS, pa.int64())})
