"""What a person asked for and cannot have just now, each with the sentence to show."""

from typing import Any


class NotPossible(Exception):  # noqa: N818 - it is an answer to a person, no fault
    """The import does not stand where this could be done. `sentence` tells why, and what to do instead."""

    def __init__(self, sentence: Any, code: str = "not_possible") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.code = code


class TooLarge(NotPossible):
    """The file is larger than this installation takes; nothing of it was kept."""


class LostHold(Exception):  # noqa: N818 - a signal to stop
    """Another worker, or a person, took the import away from this one: stop, and change nothing more."""


class RefusedJob(Exception):  # noqa: N818 - an answer to a person
    """The file as a whole cannot be used; `sentence` tells why and how to mend it."""

    def __init__(self, sentence: Any, code: str) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.code = code
