"""What can be wrong with a row: codes, how grave each is, a sentence, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _


class Severity(StrEnum):
    """What happens to a row with a problem: left out, kept and waiting for a person, or kept as it is."""

    REJECTED = "rejected"
    HELD = "held"
    WARNED = "warned"


class Code(StrEnum):
    """The problems a row can have."""

    RAGGED = "ragged"
    NUL_BYTE = "nul_byte"
    MISSING = "missing"
    TOO_LONG = "too_long"
    TEXT_CUT = "text_cut"
    DAMAGED_ID = "damaged_id"
    NOT_MONEY = "not_money"
    MONEY_DECIMALS = "money_decimals"
    NOT_A_COUNT = "not_a_count"
    NOT_A_TIME = "not_a_time"
    NO_OFFSET = "no_offset"
    NOT_A_DATE = "not_a_date"
    NOT_AN_HOUR = "not_an_hour"
    NOT_YES_OR_NO = "not_yes_or_no"
    DATE_ONLY = "date_only"
    DAY_OR_MONTH = "day_or_month"
    CLOCK_GAP = "clock_gap"
    CLOCK_TWICE = "clock_twice"
    FUTURE = "future"
    LONG_AGO = "long_ago"
    PAID_BEFORE_PLACED = "paid_before_placed"
    NEGATIVE_COUNT = "negative_count"
    NEGATIVE_MONEY = "negative_money"
    REFUND_OVER_TOTAL = "refund_over_total"
    SUM_DIFFERS = "sum_differs"
    ZERO_AMOUNT = "zero_amount"
    UNKNOWN_STATE = "unknown_state"
    FIRST_LINE_REJECTED = "first_line_rejected"
    HOUR_TWICE = "hour_twice"
    OTHER_CURRENCY = "other_currency"
    UNKNOWN_WORD = "unknown_word"
    NEGATIVE_PRICE = "negative_price"
    TEXT_TOO_LONG = "text_too_long"
    COST_OVER_PRICE = "cost_over_price"
    ENDS_BEFORE = "ends_before"
    BAND_TURNED = "band_turned"
    NEGATIVE_STOCK = "negative_stock"
    AFTER_ORDERS = "after_orders"
    NO_PACK_SIZE = "no_pack_size"
    COUNT_TWICE = "count_twice"


@dataclass(frozen=True)
class Meaning:
    """A code in words: what is wrong, and how to mend it. Both lazy."""

    severity: Severity
    sentence: Any
    advice: Any


_REJECTED, _HELD, _WARNED = Severity.REJECTED, Severity.HELD, Severity.WARNED

MEANINGS: Mapping[Code, Meaning] = {
    Code.RAGGED: Meaning(
        _REJECTED,
        _("The row has another number of cells than the header."),
        _("Look for a separator or a quotation mark inside a cell, or a line cut off."),
    ),
    Code.NUL_BYTE: Meaning(_REJECTED, _("The cell holds a zero byte."), _("Type the cell again, or export the file again.")),
    Code.MISSING: Meaning(_REJECTED, _("The cell is empty but must not be."), _("Fill it in.")),
    Code.TOO_LONG: Meaning(_REJECTED, _("The number is too long to be one."), _("Check that the columns are not shifted.")),
    Code.TEXT_CUT: Meaning(_WARNED, _("The text is very long and was cut."), _("Nothing has to be done.")),
    Code.DAMAGED_ID: Meaning(
        _WARNED,
        _("The number was shortened by a spreadsheet program and is left empty."),
        _("Export the file again without opening it in Excel."),
    ),
    Code.NOT_MONEY: Meaning(
        _REJECTED,
        _("This is not an amount."),
        _("Write digits with a point, such as 1209.50; look for the letter O in place of a zero."),
    ),
    Code.MONEY_DECIMALS: Meaning(
        _REJECTED, _("The amount has more decimals than the currency."), _("Round it to the decimals of the currency.")
    ),
    Code.NOT_A_COUNT: Meaning(_REJECTED, _("This is not a whole number."), _("Write digits only, such as 12.")),
    Code.NOT_A_TIME: Meaning(
        _REJECTED, _("This is not a date with a time, or not in the way of its column."), _("Write it as 2026-11-11 00:00:03.")
    ),
    Code.NO_OFFSET: Meaning(
        _REJECTED,
        _("The time does not say its offset from UTC, as its column must."),
        _("Write it as 2026-11-11 00:00:03 +0800."),
    ),
    Code.NOT_A_DATE: Meaning(_REJECTED, _("This is not a date."), _("Write it as 2026-11-11.")),
    Code.NOT_AN_HOUR: Meaning(_REJECTED, _("This is not an hour of the day."), _("Write a number from 0 to 23.")),
    Code.NOT_YES_OR_NO: Meaning(_REJECTED, _("This is neither yes nor no."), _("Write yes or no.")),
    Code.DATE_ONLY: Meaning(
        _WARNED,
        _("The cell has a date without a time of day: no hourly board can come from it."),
        _("Choose an export with the time of day if there is one; until then these orders count at midnight."),
    ),
    Code.DAY_OR_MONTH: Meaning(
        _WARNED,
        _("Day and month cannot be told apart in this column; the month was taken to stand first."),
        _("Check a date in the preview; if it is wrong, write dates as 2026-11-11."),
    ),
    Code.CLOCK_GAP: Meaning(
        _WARNED,
        _("The clock skipped this time when summer time began; the next moment was taken."),
        _("Check the shop's time zone."),
    ),
    Code.CLOCK_TWICE: Meaning(
        _WARNED,
        _("The clock showed this time twice when summer time ended; the first was taken."),
        _("Check the shop's time zone."),
    ),
    Code.FUTURE: Meaning(
        _REJECTED, _("The time lies more than two days after the export."), _("Check the year, and day and month.")
    ),
    Code.LONG_AGO: Meaning(_REJECTED, _("The time lies before the year 2000."), _("Check the year, or leave the cell empty.")),
    Code.PAID_BEFORE_PLACED: Meaning(
        _REJECTED, _("The order was paid before it was placed."), _("Check both times; perhaps two columns are swapped.")
    ),
    Code.NEGATIVE_COUNT: Meaning(
        _REJECTED, _("The quantity is negative."), _("Send returns as refunds of their order; stock corrections are no orders.")
    ),
    Code.NEGATIVE_MONEY: Meaning(
        _REJECTED, _("The amount is negative."), _("Send money given back as a refund; other corrections are no orders.")
    ),
    Code.REFUND_OVER_TOTAL: Meaning(
        _WARNED, _("More was refunded than the order cost."), _("Compare with the platform; it is kept.")
    ),
    Code.SUM_DIFFERS: Meaning(
        _WARNED,
        _("Goods and freight do not add up to the total; the total is kept."),
        _("Compare with the platform; it is kept."),
    ),
    Code.ZERO_AMOUNT: Meaning(
        _WARNED, _("The line was sold for nothing and is no gift."), _("Nothing has to be done if this is meant; it is kept.")
    ),
    Code.UNKNOWN_STATE: Meaning(
        _HELD,
        _("The platform used a word for the state that we do not know; the order is held and counted as it was paid or not."),
        _("Tell us what the word means; until then nothing is guessed."),
    ),
    Code.FIRST_LINE_REJECTED: Meaning(
        _REJECTED,
        _("The first row of this order was rejected, and the order's own columns stand only there."),
        _("Mend the first row."),
    ),
    Code.HOUR_TWICE: Meaning(
        _REJECTED,
        _("This hour and channel stands in the file twice with different numbers."),
        _("Leave one row for each hour and channel."),
    ),
    Code.OTHER_CURRENCY: Meaning(
        _REJECTED, _("The amount is in another currency than the shop's."), _("Send it to the shop of that currency.")
    ),
    Code.UNKNOWN_WORD: Meaning(
        _REJECTED, _("The word is none that this column can have."), _("Write one that the template names, or leave it empty.")
    ),
    Code.NEGATIVE_PRICE: Meaning(_REJECTED, _("The amount is below zero."), _("Write what one piece costs, or leave it empty.")),
    Code.TEXT_TOO_LONG: Meaning(_REJECTED, _("The text is too long for this column."), _("Shorten it.")),
    Code.COST_OVER_PRICE: Meaning(
        _WARNED, _("The product costs more than its list price."), _("Check that the columns are not swapped; it is kept.")
    ),
    Code.BAND_TURNED: Meaning(
        _REJECTED, _("The price band ends below its beginning."), _("Swap the two prices, or leave them empty.")
    ),
    Code.ENDS_BEFORE: Meaning(
        _REJECTED, _("The last day lies before the first."), _("Check both days; perhaps two columns are swapped.")
    ),
    Code.NEGATIVE_STOCK: Meaning(
        _WARNED,
        _("There is less than nothing of it; it is kept as told and counts as none."),
        _("Count it; something was booked out that was never booked in."),
    ),
    Code.AFTER_ORDERS: Meaning(
        _WARNED,
        _("The column tells what is left after orders; it is taken for the shelf, so orders may be taken off twice."),
        _("Export the column of the real stock as well, if the warehouse system has it."),
    ),
    Code.NO_PACK_SIZE: Meaning(
        _REJECTED,
        _("The row counts cartons, and nobody has said how many pieces a carton of this product holds."),
        _("Write the pieces in a carton into the row or on the product, and send the row again."),
    ),
    Code.COUNT_TWICE: Meaning(
        _REJECTED,
        _("This SKU stands in the file twice for the same place and moment, with different numbers."),
        _("Leave one row, or tell the places apart."),
    ),
}


def describe(code: str) -> Meaning:
    """Give the meaning of a code; KeyError for one that is none."""
    return MEANINGS[Code(code)]


@dataclass(frozen=True)
class Finding:
    """A problem in one column of a batch: at which rows (places in the batch) and what stood there."""

    code: Code
    column: str
    rows: "np.ndarray[Any, np.dtype[np.int64]]"
    values: list[str]

    @property
    def severity(self) -> Severity:
        """Tell what happens to these rows."""
        return MEANINGS[self.code].severity
