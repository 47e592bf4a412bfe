"""Children that end are started again, ever more rarely; at the end none is left."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from promo_planner.supervisor import LONGEST_PAUSE, Child, Supervisor, clear_leftovers

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(subprocess.Popen(["sleep", "60"]).pid, file=open(sys.argv[1], "w"), flush=True)
time.sleep(60)
"""


def wait_for(what) -> None:
    for _try in range(200):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2] if Path("/proc").exists() else True


def test_a_child_that_ends_is_started_again_ever_more_rarely():
    said: list[str] = []
    ended: list[int] = []
    child = Child("program", [sys.executable, "-c", "raise SystemExit(3)"], after=lambda: ended.append(1))
    supervisor = Supervisor([child], said.append)
    now, pauses = 0.0, []
    for _start in range(9):
        supervisor.tend(now)
        assert child.process is not None
        child.process.wait()
        pauses.append(child.pause)
        supervisor.tend(now)
        assert child.process is None
        supervisor.tend(now)
        assert child.process is None, "not before its pause is over"
        now = child.next_start
    assert child.starts == len(ended) == 9
    assert pauses == [0.5, 1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert said[0] == "The program ended (code 3); it is started again in 0.5 s."


def test_a_child_that_ran_long_is_started_again_at_once():
    child = Child("program", SLEEPS, pause=16.0)
    supervisor = Supervisor([child], lambda _line: None)
    supervisor.tend(0.0)
    child.process.kill()
    child.process.wait()
    supervisor.tend(100.0)
    assert child.next_start == 100.5


def test_what_does_not_end_by_itself_is_killed_with_its_children(tmp_path):
    note = tmp_path / "grandchild"
    children = [Child("sleeper", SLEEPS), Child("stubborn", [sys.executable, "-c", STUBBORN, str(note)])]
    supervisor = Supervisor(children, lambda _line: None)
    supervisor.tend(0.0)
    pids = [child.process.pid for child in children]
    wait_for(lambda: note.exists() and note.read_text().strip())
    grandchild = int(note.read_text())
    started = time.monotonic()
    supervisor.stop(patience=0.5)
    assert time.monotonic() - started < 5
    wait_for(lambda: not any(is_alive(pid) for pid in [*pids, grandchild]))


def test_leftovers_are_known_by_their_words():
    child = Child("sleeper", SLEEPS)
    child.start(0.0)
    pid = child.process.pid
    assert clear_leftovers([(pid, "another program")]) == 0
    assert clear_leftovers([(pid, "time.sleep(60)")]) == 1
    assert child.process.wait() == -signal.SIGKILL
    assert clear_leftovers([(pid, "time.sleep(60)")]) == 0


@pytest.mark.parametrize("hurry", [True, False])
def test_a_second_ctrl_c_does_not_wait(hurry):
    child = Child("stubborn", [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"])
    supervisor = Supervisor([child], lambda _line: None)
    supervisor.tend(0.0)
    time.sleep(0.5)
    started = time.monotonic()
    supervisor.stop(patience=1.5, hurry=lambda: hurry)
    assert (time.monotonic() - started < 1.4) is hurry
