"""The target as the rows of a table: the whole sale, its days, phases, hours and, where asked for, its slots."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from campaigns.drafts import NodeRef
from campaigns.models import Campaign
from campaigns.queries.board import SlotTarget, target_slots
from campaigns.rules.phases import sale_days
from campaigns.rules.shape import Shape, shape_of
from campaigns.rules.target_tree import Node
from campaigns.sentences import clock, day_label, span_label
from campaigns.words import phase_name
from common.windows import Window

FEW_SLOTS = 3 * 144  # up to three days the hours are shown at once


@dataclass(frozen=True)
class TargetRow:
    """One node as the table shows it. `share` is of the whole sale; `running` the share up to its end; money in minor units."""

    ref: NodeRef
    key: str
    depth: int
    label: str
    note: str
    revenue_minor: int
    share: Fraction
    running: Fraction
    visitors: int
    paid_orders: int
    inquiries: int
    is_locked: bool
    may_open: bool
    is_open: bool


def key_of(ref: NodeRef) -> str:
    """Write a node as one word for addresses and forms."""
    return f"{ref.level}.{ref.start_slot}.{ref.end_slot}"


def parse_key(key: str) -> NodeRef | None:
    """Read a node's word; None when it is none."""
    level, _dot, rest = key.partition(".")
    start, _dot, end = rest.partition(".")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit() and len(start) < 12 and len(end) < 12):
        return None
    return NodeRef(level, int(start), int(end))


def target_rows(*, campaign: Campaign, opened: Collection[str] = ()) -> list[TargetRow]:
    """Return the rows from the top: total, days (when there are several), phases, hours, and what `opened` names below that.

    `opened` holds node words. Hours stand under every phase of a sale of up to three days and under opened phases of a longer
    one; slots under opened hours. An hour in which a phase ends is two rows.
    """
    slots = target_slots(campaign=campaign)
    phases = list(campaign.phases.order_by("number"))
    window = Window(campaign.start_slot, campaign.end_slot)
    shape = shape_of(window, campaign.time_zone, [(phase.start_slot, phase.end_slot) for phase in phases])
    table = _Table(campaign, shape, slots, frozenset(opened))
    table.phase_names = {start: phase_name(phase.name) for (start, _end), phase in zip(shape.spans, phases, strict=True)}
    table.phase_spans = {
        start: (phase.start_slot, phase.end_slot) for (start, _end), phase in zip(shape.spans, phases, strict=True)
    }
    return table.rows()


class _Table:
    """Builds the rows; sums are differences of running totals, so a long sale costs no more than its slots."""

    def __init__(self, campaign: Campaign, shape: Shape, slots: list[SlotTarget], opened: frozenset[str]) -> None:
        self.zone, self.shape, self.opened = campaign.time_zone, shape, opened
        self.several_days = len(sale_days(shape.window, campaign.time_zone)) > 1
        columns = [(s.revenue_minor, s.visitors, s.paid_orders, s.inquiries) for s in slots]
        self.running: NDArray[np.int64] = np.concatenate(
            [np.zeros((1, 4), dtype=np.int64), np.cumsum(np.array(columns, dtype=np.int64).reshape(-1, 4), axis=0)]
        )
        self.total = int(self.running[-1][0])
        self.locks = {(lock.level, lock.start_slot, lock.end_slot) for lock in campaign.locks.all()}
        self.phase_names: dict[int, str] = {}
        self.phase_spans: dict[int, tuple[int, int]] = {}

    def rows(self) -> list[TargetRow]:
        found: list[TargetRow] = []
        self._add(self.shape.tree.root, found)
        return found

    def _add(self, node: Node, found: list[TargetRow]) -> None:
        if not (node.level == "day" and not self.several_days):
            found.append(self._row(node))
        if self._shows_children(node):
            for child in self.shape.tree.children(node):
                self._add(child, found)

    def _shows_children(self, node: Node) -> bool:
        if node.level == "phase":
            return self.shape.window.length <= FEW_SLOTS or self._key(node) in self.opened
        return node.level in {"total", "day"} or self._key(node) in self.opened

    def _ref(self, node: Node) -> NodeRef:
        start = self.shape.window.start
        return NodeRef(node.level, start + node.start, start + node.end)

    def _key(self, node: Node) -> str:
        return key_of(self._ref(node))

    def _row(self, node: Node) -> TargetRow:
        ref = self._ref(node)
        sums = self.running[node.end] - self.running[node.start]
        label, note = self._words(node, ref)
        whole = self.total or 1
        return TargetRow(
            ref=ref,
            key=key_of(ref),
            depth=node.depth,
            label=label,
            note=note,
            revenue_minor=int(sums[0]),
            share=Fraction(int(sums[0]), whole),
            running=Fraction(int(self.running[node.end][0]), whole),
            visitors=int(sums[1]),
            paid_orders=int(sums[2]),
            inquiries=int(sums[3]),
            is_locked=(ref.level, ref.start_slot, ref.end_slot) in self.locks,
            may_open=node.level == "hour" or (node.level == "phase" and self.shape.window.length > FEW_SLOTS),
            is_open=key_of(ref) in self.opened,
        )

    def _words(self, node: Node, ref: NodeRef) -> tuple[str, str]:
        if node.level == "total":
            return "", span_label(ref.start_slot, ref.end_slot, self.zone)
        if node.level == "day":
            first = self.phase_spans[node.start][0]
            return day_label(first, self.zone), span_label(ref.start_slot, ref.end_slot, self.zone)
        if node.level == "phase":
            return self.phase_names[node.start], self._phase_note(node, ref)
        if node.level == "hour":
            return span_label(ref.start_slot, ref.end_slot, self.zone), ""
        return clock(ref.start_slot, self.zone), ""

    def _phase_note(self, node: Node, ref: NodeRef) -> str:
        start, end = self.phase_spans[node.start]
        words = span_label(start, end, self.zone)
        if start == ref.start_slot:
            return words
        return _("{span}, counts from {start}").format(span=words, start=clock(ref.start_slot, self.zone))
