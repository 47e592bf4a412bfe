"""Where the real files lie that are not part of the project: beside it, or where SHARED_DATA says."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def real(name: str) -> Path:
    """Give a real file; without it the test is skipped on a newcomer's machine and fails in CI."""
    path = DATA / name
    if not path.exists():
        reason = f"the real file {name} is not there; it is not part of the project"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return path
