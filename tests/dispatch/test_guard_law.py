"""The law: files, messages and undo in any order end alike; and nothing whose money is asked back last is ever free."""

import itertools
from datetime import timedelta

import pyarrow as pa
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dispatch.queries.check import check
from dispatch.rules.holds import Act, Fact, Signal, Want, decide, wanted_by
from dispatch.services import guard_chunk, refresh_holds, tell_refund
from orders.claims import Source
from orders.services import create_shop, load_chunk, refold
from orders.states import RefundState
from tests.dispatch.conftest import NOON, T, paid
from tests.orders.claims import Export, keys_of

STATES = [RefundState.NONE, RefundState.REJECTED, RefundState.REQUESTED, RefundState.RETURNING, RefundState.FULL]
WANTING = {RefundState.REQUESTED, RefundState.RETURNING, RefundState.FULL}
minutes = st.integers(0, 30)
signals = st.lists(st.builds(Signal, at=minutes.map(float), refund=st.sampled_from(STATES)), max_size=5)
facts = st.builds(Fact, refund=st.sampled_from(STATES), as_of=minutes.map(float))


@given(facts, signals, st.lists(st.tuples(minutes, st.sampled_from(["hold", "release"])), max_size=3), st.randoms())
def test_the_order_of_telling_does_not_matter(fact, told, acts, chance):
    done = [Act(float(at), kind, Want(3, None, None)) for at, kind in acts]
    expected = decide(fact, told, done)
    shuffled, redone = list(told), list(done)
    chance.shuffle(shuffled)
    chance.shuffle(redone)
    again = decide(fact, shuffled, redone)
    assert (again.is_held, again.want) == (expected.is_held, expected.want)


@given(facts, signals)
def test_the_newest_message_that_asks_holds_and_older_ones_never_lift(fact, told):
    newest = max((signal.at for signal in told), default=-1.0)
    asks = [signal for signal in told if signal.at == newest and signal.wants]
    refused_since = fact.refund == RefundState.REJECTED and fact.as_of > newest
    if asks and not refused_since:
        assert decide(fact, told).is_held
    if wanted_by(fact) and fact.as_of > newest:
        assert decide(fact, told).is_held


@given(facts, signals, minutes, st.sampled_from(STATES[2:]))
def test_who_asks_after_a_release_is_held(fact, told, at, state):
    let_go = Act(float(at), "release", Want(5, None, None))
    assert decide(fact, [*told, Signal(31.0 + at, state)], [let_go]).is_held


files = st.lists(st.tuples(minutes, st.sampled_from(STATES)), min_size=1, max_size=3, unique_by=lambda told: told[0])
messages = st.lists(st.tuples(minutes, st.sampled_from(STATES)), max_size=2, unique_by=lambda told: told[0])


class TestEveryWay(TestCase):
    """On the database: every order of arrival of files and messages, one of the files taken back in between."""

    @settings(max_examples=12, deadline=None)
    @given(files, messages, st.data())
    def test_any_order_of_arrival_ends_alike(self, told_files, told_messages, data):
        gone = data.draw(st.sampled_from([None, *told_files]))
        steps = [("file", *told) for told in told_files] + [("message", *told) for told in told_messages]
        if gone:
            steps.append(("undo", *gone))
        ways = [way for way in itertools.permutations(steps) if _may(way)]
        ends = set()
        for way in data.draw(st.permutations(ways))[:4]:
            with transaction.atomic():
                ends.add(self._walk(way))
                transaction.set_rollback(True)
        assert len(ends) == 1
        standing = [told for told in told_files if told != gone]
        newest = max([*standing, *told_messages], default=None)
        if newest and newest[1] in WANTING and (newest in told_messages or not told_messages):
            assert ends == {"stop"}

    def _walk(self, way):
        self.shop = create_shop(actor=None, name="Way")
        standing = {}
        for kind, minute, state in way:
            if kind == "message":
                at = NOON + timedelta(minutes=minute)
                tell_refund(actor=None, shop=self.shop, order_no="A", state=state, at=at, now=NOON + timedelta(hours=9))
                continue
            export = Export(Source(T + minute * 60, f"{minute:064d}"), {"A": paid(state)})
            with transaction.atomic():
                if kind == "file":
                    standing[minute] = export
                    touched = load_chunk(shop=self.shop, source=export.source, chunk=export.chunk())
                    guard_chunk(shop=self.shop, touched=touched, claims=export.chunk(), at=timezone.now())
                else:
                    del standing[minute]
                    others = [(one.source, one.chunk()) for one in standing.values()]
                    refold(shop=self.shop, keys=keys_of([export]), standing=others)
                    refresh_holds(shop=self.shop, order_nos=pa.array(["A"]), at=timezone.now())
        return check("A").word.value


def _may(way):
    """A file is taken back after it came."""
    return all(kind != "undo" or ("file", *told) in way[:place] for place, (kind, *told) in enumerate(way))
