"""Bounded child processes: one bad payload costs one failure, never the worker."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from helpdesk.kernel.children import ChildFailed, Children

ROOT = Path(__file__).resolve().parents[2]
TARGET = "tests.kernel.child_work:obey"


@pytest.fixture
def start():
    pools = []

    def begin(target=TARGET, **bounds):
        pools.append(Children(target, **bounds))
        return pools[-1]

    yield begin
    for pool in pools:
        pool.close()


@pytest.fixture
def children(start):
    return start(cpu_seconds=1, memory_mb=512, wall_seconds=60.0)


def reason_of(children, payload):
    with pytest.raises(ChildFailed) as failure:
        children.call(payload)
    return failure.value.reason


def test_it_answers_with_what_the_target_returns(children):
    assert children.call(b"echo \x00\xff bytes") == b"\x00\xff bytes"


def test_one_child_answers_many_calls(children):
    assert len({children.call(b"pid") for _ in range(20)}) == 1


def test_large_payloads_and_answers_pass(children):
    payload = b"echo " + os.urandom(3_000_000)
    assert children.call(payload) == payload[5:]
    assert len(children.call(b"long 30000000")) == 30_000_000


def test_an_endless_loop_costs_its_cpu_time_and_the_next_call_works(children):
    assert reason_of(children, b"spin") == "cpu time"
    assert children.call(b"echo next") == b"next"


def test_the_cpu_time_is_counted_for_each_call_anew(start):
    pool = start(cpu_seconds=1)
    assert [pool.call(b"burn 0.4") for _ in range(5)] == [b"burnt"] * 5


def test_a_child_that_only_waits_is_ended_by_the_wall_clock(start):
    pool = start(wall_seconds=3.0)
    assert reason_of(pool, b"sleep") == "wall time"
    assert pool.call(b"pid")


def test_too_much_memory_is_an_error_of_the_call(children):
    assert reason_of(children, b"fill") == "MemoryError"
    assert children.call(b"echo still here") == b"still here"


def test_a_killed_child_is_replaced(children):
    assert reason_of(children, b"die") == "killed"
    assert children.call(b"echo next") == b"next"


def test_an_error_tells_its_class_and_none_of_its_words(children):
    assert reason_of(children, b"raise") == "LookupError"


def test_what_a_library_prints_does_not_get_between_the_answers(children):
    assert children.call(b"print") == b"answer"
    assert children.call(b"echo next") == b"next"


def test_a_child_is_replaced_after_its_share_of_calls(start):
    pool = start(recycle_after=3)
    pids = [pool.call(b"pid") for _ in range(6)]
    assert len(set(pids)) == 2


def test_threads_do_not_mix_up_their_answers(children):
    wrong = []

    def ask(word):
        for number in range(30):
            payload = b"%s-%d" % (word, number)
            if children.call(b"echo " + payload) != payload:
                wrong.append(payload)

    threads = [threading.Thread(target=ask, args=(word,)) for word in (b"a", b"b", b"c", b"d")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_child_loads_no_web_framework_and_sees_no_secret(children, start, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hidden")
    pool = start("helpdesk.channels.email.parse:parse_packed")
    assert pool.call(b"From: dora@customer.test\n\nHello")
    assert children.call(b"secret") == b"none"
    modules = set(children.call(b"modules").split())
    assert not modules & {b"flask", b"sqlalchemy", b"gevent"}


def test_children_end_when_their_parent_is_killed():
    script = (
        "import os, signal\n"
        "from helpdesk.kernel.children import Children\n"
        f"print(Children({TARGET!r}).call(b'pid').decode(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, check=False)
    pid = int(done.stdout)
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists() or "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        threading.Event().wait(0.02)
    pytest.fail("the child lives on")
