"""What the children of test_children.py are told to do: the payload says it."""

import os
import signal
import subprocess
import sys
import time


def obey(payload: bytes) -> bytes:
    order, _, rest = payload.partition(b" ")
    return {
        b"echo": lambda: rest,
        b"pid": lambda: str(os.getpid()).encode(),
        b"spin": _spin,
        b"sleep": _sleep,
        b"fill": lambda: bytes(10**10),
        b"raise": _raise,
        b"die": lambda: os.kill(os.getpid(), signal.SIGKILL),
        b"print": _print,
        b"modules": lambda: b" ".join(name.encode() for name in sys.modules),
        b"secret": lambda: os.environ.get("SECRET_KEY", "none").encode(),
        b"long": lambda: b"x" * int(rest),
        b"burn": lambda: _burn(float(rest)),
    }[order]()


def _spin():
    while True:
        pass


def _sleep():
    # A child that neither answers nor uses time: only the parent's clock can end it.
    subprocess.run(["sleep", "30"], check=False)


def _print():
    sys.stdout.write("noise")
    return b"answer"


def _raise():
    raise LookupError("a text with the customer's words in it")


def _burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return b"burnt"
