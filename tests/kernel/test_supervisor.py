"""The supervisor, with real processes: what dies comes back, what ends ends with everything."""

import os
import signal
import subprocess
import sys
from itertools import pairwise

import psutil
import pytest

from helpdesk.kernel.supervisor import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, STEADY_SECONDS, Child
from tests.live_server import until
from tests.servers import PROJECT


class Family:
    """The supervisor and the children it started."""

    def __init__(self, folder):
        self.folder = folder
        command = [sys.executable, "-m", "tests.kernel.supervised", str(folder)]
        environ = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "ignore"}
        self.parent = subprocess.Popen(command, cwd=PROJECT, env=environ, start_new_session=True)

    def child(self, role, *, but=None):
        """Wait for this child to be up and return it; `but` is one that died."""

        def alive():
            pids = [int(path.suffix[1:]) for path in self.folder.glob(f"{role}.*")]
            return [pid for pid in pids if pid != but and psutil.pid_exists(pid)]

        return psutil.Process(until(alive, seconds=20, what=f"the start of {role}")[0])


@pytest.fixture
def family(tmp_path):
    started = []

    def start():
        made = Family(tmp_path)
        started.append(made)
        return made, made.child("web"), made.child("worker")

    yield start
    for made in started:
        children = psutil.Process(made.parent.pid).children() if made.parent.poll() is None else []
        for process in [*children, made.parent]:
            process.kill()
        made.parent.wait(10)


def test_a_killed_child_comes_back_and_both_end_when_it_is_asked_to(family):
    parent, web, worker = family()
    web.kill()
    again = parent.child("web", but=web.pid)
    assert worker.is_running()
    parent.parent.send_signal(signal.SIGTERM)
    assert parent.parent.wait(10) == 0
    assert not again.is_running()
    assert not worker.is_running()


def test_a_child_that_does_not_listen_ends_too():
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); signal.pause()"
    child = Child("worker", [sys.executable, "-S", "-c", deaf])
    child.process = subprocess.Popen(child.command, stdout=subprocess.PIPE)
    with child.process as process:
        assert process.stdout.readline() == b"up\n"
        child.ask_to_stop()
        child.farewell(until=0.0)
        assert process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_no_child_outlives_a_supervisor_that_was_killed(family):
    parent, web, worker = family()
    parent.parent.kill()
    parent.parent.wait(10)
    until(lambda: not web.is_running() and not worker.is_running(), what="the end of both children")


def test_what_dies_at_once_is_started_more_and_more_slowly():
    child, moment, starts = Child("web", [sys.executable, "-S", "-c", ""]), 0.0, []
    for _ in range(2000):
        started = child.started
        child.tend(moment)
        if child.started != started or not starts:
            starts.append(moment)
        if child.process:
            child.process.wait(10)
        moment += 0.1
        if len(starts) == 9:
            break
    waits = [after - before for before, after in pairwise(starts)]
    assert waits[0] < 1
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(LONGEST_WAIT_SECONDS, abs=0.3)


def test_what_ran_well_for_a_while_is_started_again_at_once():
    child = Child("web", [sys.executable, "-S", "-c", ""], wait=LONGEST_WAIT_SECONDS)
    child.tend(100.0)
    child.process.wait(10)
    later = 100.0 + STEADY_SECONDS + 1
    child.tend(later)
    assert child.next_start == pytest.approx(later + FIRST_WAIT_SECONDS)
