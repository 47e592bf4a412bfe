"""Account names the platform masks, like `t**8`: which full names they may stand for. A possibility, never a proof."""

import re

MASK = "*"


def is_masked(name: str) -> bool:
    """Tell whether a platform hid part of an account name.

    >>> is_masked("t**8"), is_masked("tom8")
    (True, False)
    """
    return MASK in name


def may_be(masked: str, full: str) -> bool:
    """Tell whether a full name fits a masked one: the stars stand for any letters, at least one.

    >>> may_be("t**8", "tom_1998"), may_be("t**8", "t8"), may_be("t**8", "sam8"), may_be("tom", "tom")
    (True, False, False, False)
    """
    if not is_masked(masked) or is_masked(full):
        return False
    pattern = "".join(".+" if part.startswith(MASK) else re.escape(part) for part in re.split(r"(\*+)", masked) if part)
    return re.fullmatch(pattern, full, flags=re.DOTALL) is not None


def prefix_of(masked: str) -> str:
    """Return what stands before the first star.

    >>> prefix_of("小**a"), prefix_of("**8")
    ('小', '')
    """
    return masked.split(MASK, 1)[0]


def suffix_of(masked: str) -> str:
    """Return what stands after the last star.

    >>> suffix_of("t**8"), suffix_of("小**")
    ('8', '')
    """
    return masked.rsplit(MASK, 1)[-1]
