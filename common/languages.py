"""Sentences the program says today and other people read later: kept in every language of the house, shown in the reader's."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import get_language, override

Texts = dict[str, str]
"""One sentence in each language, by the language's code."""
_T = TypeVar("_T")


def in_every_language(say: Callable[[], _T]) -> dict[str, _T]:
    """Return what is said in each language of the house, by its code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = say()
    return found


def are_texts(kept: Any) -> bool:
    """Tell whether something kept is one sentence in several languages."""
    return isinstance(kept, Mapping) and bool(kept) and set(kept) <= {code for code, _name in settings.LANGUAGES}


def in_readers_language(kept: Any) -> str:
    """Return the sentence in the reader's language, in another one where that is not kept; a plain text stays as it is.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"):
    ...     in_readers_language({"en": "red", "zh-hans": "红"}), in_readers_language({"en": "red"}), in_readers_language("old")
    ('红', 'red', 'old')
    """
    if not are_texts(kept):
        return str(kept)
    texts: Mapping[str, str] = kept
    return texts.get(get_language() or "", "") or next(iter(texts.values()))
