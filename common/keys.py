"""The keys by which contacts and secrets of channels are sealed: from the environment, else from a file beside the data."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from common.sealing import Keyring

FILE = "contact-keys"


def keyring() -> Keyring:
    """Return the keys that seal (and find contacts): CONTACT_KEYS, else the lines of the file; the first one seals."""
    if settings.CONTACT_KEYS:
        return Keyring(settings.CONTACT_KEYS)
    path = key_file()
    if not path.exists():
        _write(path, [secrets.token_urlsafe(48)], once=True)
    told = path.stat()
    return _read(path, told.st_mtime_ns, told.st_size)


def key_file() -> Path:
    """Return where the secrets lie when the environment names none."""
    return Path(settings.DATA_DIR) / FILE


def add_secret() -> None:
    """Put a new secret before those of the file: from now on it seals, the others read."""
    keyring()
    _write(key_file(), [secrets.token_urlsafe(48), *key_file().read_text().split()])


def drop_old_secrets() -> None:
    """Leave the first secret of the file alone."""
    _write(key_file(), key_file().read_text().split()[:1])


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Keyring:
    """Read the file once for each time it was written."""
    return Keyring(path.read_text().split())


def _write(path: Path, texts: list[str], *, once: bool = False) -> None:
    """Write the file whole, for its owner alone; with `once` the first process wins and the others read its secret."""
    fresh = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write("\n".join(texts) + "\n")
        out.flush()
        os.fsync(out.fileno())
    if not once:
        fresh.replace(path)
        return
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
