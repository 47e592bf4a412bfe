"""Questions that several topics ask of the same rows: within `asked_once` each is answered once.

A page that only reads opens it; whoever writes never does, so no answer outlives a change. Answers are shared: nobody may change
one. Outside of it every question goes to the database, as it is written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_ANSWERS: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Answer every question marked by `once` a single time until the end of the block."""
    token = _ANSWERS.set({})
    try:
        yield
    finally:
        _ANSWERS.reset(token)


def once(query: Callable[P, T]) -> Callable[P, T]:
    """Mark a query; what it is asked with must be hashable, as rows, numbers and moments are."""

    @wraps(query)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _ANSWERS.get()
        if answers is None:
            return query(*args, **kwargs)
        key = (query, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = query(*args, **kwargs)
        answer: T = answers[key]
        return answer

    return ask
