"""A drawn day as one file between two processes: arrays and texts, nothing that could run."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from imports.demo.catalogue import DemoShop, Wares
from imports.demo.story import ShopStory
from imports.demo.visits import Visits

FILE = "day.npz"
_PLAIN = tuple(field.name for field in fields(ShopStory) if field.name not in {"shop", "visits", "wares"})
_VISITS = tuple(field.name for field in fields(Visits))


def keep_day(stories: Sequence[ShopStory], folder: Path) -> None:
    """Write the day of every shop into `folder`."""
    packed: dict[str, Any] = {}
    for place, story in enumerate(stories):
        packed |= {f"{place}.{name}": getattr(story, name) for name in _PLAIN}
        packed |= {f"{place}.visits.{name}": getattr(story.visits, name) for name in _VISITS}
        packed[f"{place}.shop"] = np.array([story.shop.key, story.shop.name, story.shop.platform, repr(story.shop.share)])
        wares = story.wares
        packed |= {f"{place}.wares.{name}": np.array(getattr(wares, name), np.str_) for name in ("codes", "titles", "channels")}
        packed[f"{place}.wares.list_minor"] = np.array(wares.list_minor, np.int64)
    np.savez(folder / FILE, **packed)


def read_day(folder: Path) -> list[ShopStory]:
    """Read the day of every shop from `folder`, in the order in which it was kept."""
    with np.load(folder / FILE, allow_pickle=False) as packed:
        found: list[ShopStory] = []
        while f"{len(found)}.shop" in packed:
            place = len(found)
            key, name, platform, share = (str(text) for text in packed[f"{place}.shop"])
            codes, titles, channels = (
                tuple(str(text) for text in packed[f"{place}.wares.{told}"]) for told in ("codes", "titles", "channels")
            )
            prices = tuple(int(price) for price in packed[f"{place}.wares.list_minor"])
            found.append(
                ShopStory(
                    shop=DemoShop(key, name, platform, float(share)),
                    visits=Visits(**{told: packed[f"{place}.visits.{told}"] for told in _VISITS}),
                    wares=Wares(codes, titles, prices, channels),
                    **{told: packed[f"{place}.{told}"] for told in _PLAIN},
                )
            )
    return found
