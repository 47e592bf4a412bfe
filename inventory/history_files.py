"""A year of a shop's sales out of a file of order lines, for back-tests: columns as the UCI's Online Retail II has them."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

GOODS = r"^\d{5}"
"""Stock codes of goods; postage, discounts, samples and bank charges have words."""


@dataclass(frozen=True)
class History:
    """Pieces by SKU and day, the average price of a piece (minor units), the first day, and what was left out."""

    skus: list[str]
    units: NDArray[np.float64]
    prices: NDArray[np.float64]
    first: date
    lines: int
    dropped: int


def read_history(path: Path, *, days: int) -> History:
    """Return the first `days` days of a Parquet file with Invoice, StockCode, Quantity, InvoiceDate and Price.

    Demand is what was ordered: cancelled invoices ("C..."), corrections of stock (no pieces or no price) and codes that are no
    goods are left out; an order that was cancelled later was ordered all the same. Prices are revenue by pieces.
    """
    table = pd.read_parquet(path, columns=["Invoice", "StockCode", "Quantity", "InvoiceDate", "Price"])
    code, invoice = table["StockCode"].astype(str), table["Invoice"].astype(str)
    kept = code.str.match(GOODS) & ~invoice.str.startswith("C") & (table["Quantity"] > 0) & (table["Price"] > 0)
    day = pd.to_datetime(table["InvoiceDate"]).dt.normalize()
    first = day.min()
    place = (day - first).dt.days
    kept &= place < days
    names, row = np.unique(code[kept].to_numpy(dtype=str), return_inverse=True)
    pieces = table.loc[kept, "Quantity"].to_numpy(dtype=np.float64)
    revenue = pieces * table.loc[kept, "Price"].to_numpy(dtype=np.float64) * 100
    units = np.zeros((len(names), days))
    np.add.at(units, (row, place[kept].to_numpy(dtype=np.int64)), pieces)
    prices = np.bincount(row, weights=revenue, minlength=len(names)) / units.sum(axis=1)
    dropped = int(len(table) - kept.sum() - (place >= days).sum())
    return History(names.tolist(), units, prices, first.date(), int(kept.sum()), dropped)


def days_until(first: date, year: int, month: int) -> int:
    """Return how many days lie from the first day to the first of a month.

    >>> days_until(date(2009, 12, 1), 2010, 9)
    274
    """
    return (date(year, month, 1) - first) // timedelta(days=1)
