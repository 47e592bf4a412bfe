"""What was found in the whole file: groups for the person, and the lines that go back to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from imports.checks.laws import StateWords
from imports.checks.problems import MEANINGS, Code, Finding
from imports.formats.headers import fold
from imports.prepare.answers import HeldWord, ProblemGroup
from imports.prepare.cleaning import PLACE

_VALUE_LETTERS = 80
WORD_LETTERS = 100  # a longer text is no word
_WORDS_KEPT = 1_000
_WORDS_TOLD = 50


@dataclass
class _Group:
    """All findings of one code in one column so far."""

    number: int
    rows: int = 0
    line: int = 0
    value: str = ""
    amount: int | None = None


@dataclass
class Ledger:
    """Collects findings in small numbers per row: the line and the number of its group."""

    groups: dict[tuple[Code, str], _Group] = field(default_factory=dict)
    held: dict[tuple[str, str], HeldWord] = field(default_factory=dict)
    taught: dict[str, set[str]] = field(default_factory=dict)
    rejected_rows: int = 0
    _lines: list["np.ndarray[Any, np.dtype[np.int64]]"] = field(default_factory=list)
    _numbers: list["np.ndarray[Any, np.dtype[np.int16]]"] = field(default_factory=list)

    def add(self, findings: Iterable[Finding], lines: "np.ndarray[Any, np.dtype[np.int64]]", money: pa.Array | None) -> None:
        """Take in the findings of a batch; `lines` are those of its rows, `money` the amount on each row where known."""
        for finding in findings:
            group = self.groups.setdefault((finding.code, finding.column), _Group(len(self.groups)))
            at = lines[finding.rows]
            first = int(at.argmin())
            if not group.rows or int(at[first]) < group.line:
                group.line = int(at[first])
                group.value = _short(finding.values[first]) if first < len(finding.values) else ""
            group.rows += len(at)
            if money is not None:
                amount = np.asarray(
                    money.take(pa.array(finding.rows)).fill_null(0).to_numpy(zero_copy_only=False), dtype=np.int64
                )
                group.amount = (group.amount or 0) + int(amount.sum())
            if finding.severity == "rejected":
                self._lines.append(at)
                self._numbers.append(np.full(len(at), group.number, dtype=np.int16))

    def add_words(self, words: StateWords, lines: "np.ndarray[Any, np.dtype[np.int64]]") -> None:
        """Count the unknown words for states, and note the taught ones that were met. Of a column of nonsense some are kept."""
        for name, met in words.taught.items():
            self.taught.setdefault(name, set()).update(met)
        for one in words.unknown:
            key = (one.about, fold(one.word))
            before = self.held.get(key)
            if before is not None:
                self.held[key] = replace(before, rows=before.rows + one.rows)
            elif len(self.held) < _WORDS_KEPT and len(key[1]) <= WORD_LETTERS:
                line = int(lines[one.first]) % PLACE
                self.held[key] = HeldWord(one.about, one.column.strip(), one.word.strip(), key[1], one.rows, line)

    def held_words(self) -> list[HeldWord]:
        """Give the unknown words for states, those on the most rows first; at most fifty."""
        return sorted(self.held.values(), key=lambda held: (-held.rows, held.about, held.folded))[:_WORDS_TOLD]

    def problems(self) -> list[ProblemGroup]:
        """Give the groups, rejected ones first, each by falling number of rows."""
        rank = {"rejected": 0, "held": 1, "warned": 2}
        made = [
            ProblemGroup(
                code=str(code),
                column=column,
                example_line=group.line % PLACE,
                example_value=group.value,
                rows=group.rows,
                amount_minor=group.amount,
                severity=str(MEANINGS[code].severity),
            )
            for (code, column), group in self.groups.items()
        ]
        return sorted(made, key=lambda item: (rank[item.severity], -item.rows, item.code, item.column))

    def rejected(self) -> tuple["np.ndarray[Any, np.dtype[np.int64]]", "np.ndarray[Any, np.dtype[np.int16]]"]:
        """Give the lines that were rejected, ascending, and beside each the number of a group; a line may stand twice."""
        if not self._lines:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int16)
        lines, numbers = np.concatenate(self._lines), np.concatenate(self._numbers)
        order = np.argsort(lines, kind="stable")
        return lines[order], numbers[order]

    def names(self) -> list[tuple[Code, str]]:
        """Give code and column of each group by its number."""
        return sorted(self.groups, key=lambda key: self.groups[key].number)


def _short(value: str) -> str:
    return value if len(value) <= _VALUE_LETTERS else value[: _VALUE_LETTERS - 1] + "…"
