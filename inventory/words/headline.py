"""The first line of a page, and the line below it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Headline:
    """The answer in a sentence, and why or what to do next."""

    title: str
    why: str = ""
