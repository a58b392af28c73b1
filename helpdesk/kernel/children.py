"""Runs dangerous pure work (parsing mail from strangers) in bounded child processes.

A child that takes too long, too much memory or dies costs one ChildFailed; the next call
gets a fresh one. Children end when their parent does. Safe to call from many threads.
"""

import contextlib
import os
import select
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

_HEAD = struct.Struct(">cQ")
_CHUNK = 1 << 20
_ROOT = Path(__file__).resolve().parent.parent.parent
_LOOP = Path(__file__).resolve().with_name("children_loop.py")
_PAYLOAD_LIMIT = 100 * 1024 * 1024
_ANSWER_LIMIT = 400 * 1024 * 1024
_ENVIRONMENT = ("PATH", "LANG", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME")
_SIGNALS = {9: "killed", 11: "crashed", 24: "cpu time"}


class ChildFailed(Exception):
    """A call that gave no answer; `reason` is a few fixed words such as "cpu time" or an error's class."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the child process failed: {reason}")
        self.reason = reason


class Children:
    """A pool of children that all run one function, bytes to bytes.

    `target` is "package.module:function"; `cpu_seconds` and `wall_seconds` bound one call,
    `memory_mb` the address space of a child; a child is replaced after `recycle_after` calls.
    As many children live as calls ran at the same time.
    """

    def __init__(
        self,
        target: str,
        *,
        cpu_seconds: int = 30,
        memory_mb: int = 512,
        recycle_after: int = 500,
        wall_seconds: float = 120.0,
    ) -> None:
        self._arguments = (target, str(_ROOT), str(cpu_seconds), str(memory_mb))
        self._recycle_after = recycle_after
        self._wall_seconds = wall_seconds
        self._idle: list[_Child] = []
        self._lock = threading.Lock()
        self._process_id = os.getpid()

    def call(self, payload: bytes) -> bytes:
        """The target's answer. Raises ChildFailed."""
        if len(payload) > _PAYLOAD_LIMIT:
            raise ChildFailed("payload too large")
        with self._borrowed() as child:
            return child.call(payload, monotonic() + self._wall_seconds)

    def close(self) -> None:
        """End the idle children; calls that run now end theirs."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    @contextlib.contextmanager
    def _borrowed(self) -> "Iterator[_Child]":
        child = self._take() or _Child(self._arguments)
        try:
            yield child
        except BaseException:
            child.end()
            raise
        if child.calls >= self._recycle_after:
            child.end()
            return
        with self._lock:
            self._idle.append(child)

    def _take(self) -> "_Child | None":
        with self._lock:
            if self._process_id != os.getpid():
                # After a fork the children belong to the other process: two would read one pipe.
                self._idle, self._process_id = [], os.getpid()
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    return child
                child.end()
        return None


class _Child:
    """One process with a pipe in and a pipe out."""

    def __init__(self, arguments: tuple[str, ...]) -> None:
        command = [sys.executable, "-P", str(_LOOP), *arguments]
        # None of our secrets: whoever takes over a child finds nothing.
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment |= {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
        # The command is ours; no shell and nothing from outside is in it.
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )
        assert self._process.stdin is not None  # noqa: S101 - Popen was asked for both pipes.
        assert self._process.stdout is not None  # noqa: S101
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self.calls = 0

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def call(self, payload: bytes, deadline: float) -> bytes:
        self.calls += 1
        self._write(_HEAD.pack(b"?", len(payload)) + payload, deadline)
        verdict, size = _HEAD.unpack(self._read(_HEAD.size, deadline))
        if size > _ANSWER_LIMIT:
            raise ChildFailed("answer too large")
        body = self._read(size, deadline)
        if verdict != b"+":
            raise ChildFailed(body.decode("ascii", "replace")[:100])
        return body

    def end(self) -> None:
        """Kill at once: the child holds nothing that is worth a farewell."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _write(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(select.POLLOUT, self._in, deadline)
            try:
                view = view[os.write(self._in, view[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError:
                raise ChildFailed(self._cause()) from None

    def _read(self, size: int, deadline: float) -> bytes:
        pieces: list[bytes] = []
        while size:
            self._wait(select.POLLIN, self._out, deadline)
            try:
                piece = os.read(self._out, min(size, _CHUNK))
            except BlockingIOError:
                continue
            if not piece:
                raise ChildFailed(self._cause())
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _wait(self, event: int, descriptor: int, deadline: float) -> None:
        poll = select.poll()
        poll.register(descriptor, event)
        if not poll.poll(max(0.0, deadline - monotonic()) * 1000):
            raise ChildFailed("wall time")

    def _cause(self) -> str:
        code = self._process.wait()
        return _SIGNALS.get(-code, f"signal {-code}") if code < 0 else f"exit {code}"
