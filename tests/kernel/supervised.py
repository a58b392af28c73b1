"""`python -m tests.kernel.supervised FOLDER`: two small processes under the supervisor, each leaves its pid there."""

import sys

from helpdesk.kernel.supervisor import Child, keep_running

CHILD = """
import os, pathlib, signal, sys
(pathlib.Path(sys.argv[1]) / f"{os.environ['HELPDESK_ROLE']}.{os.getpid()}").touch()
while True:
    signal.pause()
"""

if __name__ == "__main__":
    keep_running([Child(role, [sys.executable, "-S", "-c", CHILD, sys.argv[1]]) for role in ("web", "worker")])
