"""The target as the rows of a table: the whole sale, its days, phases, hours and, where asked for, its slots."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.drafts import NodeRef
from campaigns.models import Campaign
from campaigns.queries.target import TargetArrays, target_arrays
from campaigns.rules.phases import sale_days
from campaigns.rules.shape import Shape, shape_of
from campaigns.rules.target_tree import Node
from campaigns.words.phases import phase_name
from campaigns.words.problems import clock, day_label, span_label
from common.windows import Window, local_time

FEW_SLOTS = 3 * 144  # up to three days the hours are shown at once
FEW_DAYS = 14  # up to two weeks the phases of every day are shown at once
MANY_DAYS = 62  # above two months the days stand in months that open


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
    is_node: bool = True
    """False for a month, which only gathers days: it can be opened, not edited."""


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


def target_rows(*, campaign: Campaign, opened: Collection[str] = (), arrays: TargetArrays | None = None) -> list[TargetRow]:
    """Return the rows from the top: total, days (when there are several), phases, hours, and what `opened` names below that.

    `opened` holds node words. Hours stand under every phase of a sale of up to three days and under opened phases of a longer
    one; slots under opened hours; above two weeks the phases under opened days, above two months the days under opened months
    (rows that are no nodes). An hour in which a phase ends is two rows.
    """
    phases = list(campaign.phases.order_by("number").values_list("name", "start_slot", "end_slot"))
    window = Window(campaign.start_slot, campaign.end_slot)
    shape = shape_of(window, campaign.time_zone, [(start, end) for _name, start, end in phases])
    table = _Table(campaign, shape, arrays or target_arrays(campaign=campaign), frozenset(opened))
    table.phase_keys = {position: name for (position, _end), (name, _from, _to) in zip(shape.spans, phases, strict=True)}
    table.phase_spans = {
        position: (start, end) for (position, _end), (_name, start, end) in zip(shape.spans, phases, strict=True)
    }
    return table.rows()


class _Table:
    """Builds the rows; sums are differences of running totals, so a long sale costs no more than its slots."""

    def __init__(self, campaign: Campaign, shape: Shape, arrays: TargetArrays, opened: frozenset[str]) -> None:
        self.zone, self.shape, self.opened = campaign.time_zone, shape, opened
        self.days = len(shape.tree.nodes(1))
        self.several_days = self.days > FEW_DAYS or len(sale_days(shape.window, campaign.time_zone)) > 1
        self.running = arrays.running().T
        self.total = int(self.running[-1][0])
        self.locks = {(lock.level, lock.start_slot, lock.end_slot) for lock in campaign.locks.all()}
        self.phase_keys: dict[int, str] = {}
        self.phase_spans: dict[int, tuple[int, int]] = {}

    def rows(self) -> list[TargetRow]:
        found: list[TargetRow] = []
        self._add(self.shape.tree.root, found)
        return found

    def _add(self, node: Node, found: list[TargetRow]) -> None:
        if not (node.level == "day" and not self.several_days):
            found.append(self._row(node))
        if node.level == "total" and self.days > MANY_DAYS:
            self._add_months(node, found)
        elif self._shows_children(node):
            for child in self.shape.tree.children(node):
                self._add(child, found)

    def _add_months(self, node: Node, found: list[TargetRow]) -> None:
        """Add a row for each month of the shop's clock, and its days where it is opened."""
        months: dict[tuple[int, int], list[Node]] = {}
        for day in self.shape.tree.children(node):
            first = local_time(self.phase_spans[day.start][0], self.zone)
            months.setdefault((first.year, first.month), []).append(day)
        for (year, month), days in months.items():
            whole = Node(days[0].start, days[-1].end, node.depth)
            ref = NodeRef("month", self.shape.window.start + whole.start, self.shape.window.start + whole.end)
            label = date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
            note = ngettext("{count} day", "{count} days", len(days)).format(count=len(days))
            row = self._row(whole, ref=ref, words=(label, note), may_open=True, is_node=False)
            found.append(row)
            if row.is_open:
                for day in days:
                    self._add(day, found)

    def _shows_children(self, node: Node) -> bool:
        if node.level == "phase":
            return self.shape.window.length <= FEW_SLOTS or self._key(node) in self.opened
        if node.level == "day":
            return self.days <= FEW_DAYS or self._key(node) in self.opened
        return node.level == "total" or self._key(node) in self.opened

    def _ref(self, node: Node) -> NodeRef:
        start = self.shape.window.start
        return NodeRef(node.level, start + node.start, start + node.end)

    def _key(self, node: Node) -> str:
        return key_of(self._ref(node))

    def _row(
        self,
        node: Node,
        *,
        ref: NodeRef | None = None,
        words: tuple[str, str] | None = None,
        may_open: bool | None = None,
        is_node: bool = True,
    ) -> TargetRow:
        ref = ref or self._ref(node)
        sums = self.running[node.end] - self.running[node.start]
        label, note = words or self._words(node, ref)
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
            may_open=self._may_open(node) if may_open is None else may_open,
            is_open=key_of(ref) in self.opened,
            is_node=is_node,
        )

    def _may_open(self, node: Node) -> bool:
        if node.level == "day":
            return self.days > FEW_DAYS
        return node.level == "hour" or (node.level == "phase" and self.shape.window.length > FEW_SLOTS)

    def _words(self, node: Node, ref: NodeRef) -> tuple[str, str]:
        if node.level == "total":
            return "", span_label(ref.start_slot, ref.end_slot, self.zone)
        if node.level == "day":
            first = self.phase_spans[node.start][0]
            return day_label(first, self.zone), span_label(ref.start_slot, ref.end_slot, self.zone)
        if node.level == "phase":
            return phase_name(self.phase_keys[node.start]), self._phase_note(node, ref)
        if node.level == "hour":
            return span_label(ref.start_slot, ref.end_slot, self.zone), ""
        return clock(ref.start_slot, self.zone), ""

    def _phase_note(self, node: Node, ref: NodeRef) -> str:
        start, end = self.phase_spans[node.start]
        words = span_label(start, end, self.zone)
        if start == ref.start_slot:
            return words
        return _("{span}, counts from {start}").format(span=words, start=clock(ref.start_slot, self.zone))
