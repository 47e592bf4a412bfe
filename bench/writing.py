"""One process of the benchmark that writes its files: `python -m bench.writing FOLDER START LINES SMALL STORED CHANGED ROUNDS`.

A process of its own, so that its memory is nobody else's: a child begins its count of peak memory where its parent stands.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import files
from bench.files import Block


def changes(folder: Path, name: str, lines: int, start: int, rows: int, rounds: int) -> dict[str, list[str]]:
    """Write changed lines of a file of `lines`, the newest `rows` and as many scattered over it, so often; return the files."""
    every = max(1, lines // rows)
    picked: list[list[Block]] = [[] for _ in range(rounds)]
    for block in files.blocks(lines, start):
        for number, blocks in enumerate(picked):
            blocks.append(files.moved_on(files.scattered(block, every, number), number))
        last = block
    written: dict[str, list[str]] = {"newest": [], "scattered": []}
    for number, blocks in enumerate(picked):
        newest = [files.moved_on(files.newest(last, rows), number)]
        for kind, chosen in (("newest", newest), ("scattered", blocks)):
            path = folder / f"{name}-{kind}-{number}.csv"
            files.write(path, iter(chosen))
            written[kind].append(str(path))
    return written


def counted(folder: Path, name: str, source: Iterator[Block]) -> dict[str, object]:
    """Write a file; return its path, lines and bytes."""
    path = folder / f"{name}.csv"
    lines = files.write(path, source)
    return {"path": str(path), "lines": lines, "bytes": path.stat().st_size}


def main() -> None:
    """Write all files and print what they are as JSON."""
    folder = Path(sys.argv[1])
    start, lines, small, stored, changed, rounds = map(int, sys.argv[2:])
    found: dict[str, object] = {"first": counted(folder, "first", files.blocks(lines, start))}
    newer = folder / "newer.csv"
    shutil.copyfile(folder / "first.csv", newer)
    with newer.open("ab") as file:
        file.write(b"\n")  # an empty line: the same rows, other bytes
    found["newer"] = str(newer)
    every = max(1, lines // changed)
    found["hourly"] = counted(
        folder, "hourly", (files.partly_moved_on(each, every, rounds) for each in files.blocks(lines, start))
    )
    found["small"] = counted(folder, "small", files.blocks(small, start))
    if stored != lines:
        found["large"] = counted(folder, "large", files.blocks(stored, start))
    found["changes"] = {
        "small": changes(folder, "small", small, start, changed, rounds),
        "large": changes(folder, "large", stored, start, changed, rounds),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
