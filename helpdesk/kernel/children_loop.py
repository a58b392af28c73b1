"""What a child process of children.py runs: read a payload, call the target, write the answer.

Uses the standard library only and imports no package's __init__, so that a child is ready in
milliseconds and holds no web framework. It ends when its parent's end of the pipe closes.
"""

import importlib.util
import math
import resource
import struct
import sys
import types
from collections.abc import Callable
from pathlib import Path

_HEAD = struct.Struct(">cQ")
_MEGABYTE = 1024 * 1024
DONE, FAILED = b"+", b"-"


def load(target: str, root: str) -> Callable[[bytes], bytes]:
    """The function of `package.module:function`, without running the packages around it."""
    module, _, function = target.partition(":")
    parts = module.split(".")
    for length in range(1, len(parts)):
        name = ".".join(parts[:length])
        package = types.ModuleType(name)
        package.__path__ = [str(Path(root, *parts[:length]))]
        sys.modules[name] = package
    found: Callable[[bytes], bytes] = getattr(importlib.import_module(module), function)
    return found


def allow_seconds(seconds: int) -> None:
    """Arm the CPU limit for the next call: RLIMIT_CPU counts from the start of the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = math.ceil(usage.ru_utime + usage.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def answer(function: Callable[[bytes], bytes], payload: bytes) -> tuple[bytes, bytes]:
    """Whether it went well, and the answer or the name of the error (never its text)."""
    try:
        return DONE, function(payload)
    except Exception as error:  # noqa: BLE001 - The parent must hear of every failure.
        return FAILED, type(error).__name__.encode("ascii", "replace")


def serve(target: str, root: str, cpu_seconds: int, memory_mb: int) -> None:
    """Answer calls until the pipe closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    function = load(target, root)
    # Set after the imports: a limit that the libraries alone break helps nobody.
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE, memory_mb * _MEGABYTE))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not get between the answers.
    sys.stdout = sys.stderr
    while len(head := source.read(_HEAD.size)) == _HEAD.size:
        payload = source.read(_HEAD.unpack(head)[1])
        allow_seconds(cpu_seconds)
        verdict, body = answer(function, payload)
        sink.write(_HEAD.pack(verdict, len(body)))
        sink.write(body)
        sink.flush()
        del payload, body


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
