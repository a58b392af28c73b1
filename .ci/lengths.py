"""A file of ours has at most 300 lines: what is longer holds more than one idea."""

import subprocess
import sys
from pathlib import Path

MOST = 300
KINDS = {".py", ".ts", ".tsx", ".mjs", ".css", ".html", ".sh"}


def main() -> int:
    """Print each file that is too long; return how many there are."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.splitlines()
    too_long = 0
    for path in map(Path, names):
        lines = len(path.read_text("utf-8").splitlines()) if path.suffix in KINDS and path.exists() else 0
        if lines > MOST:
            print(f"{path}: {lines} lines, {lines - MOST} too many")
            too_long += 1
    return too_long


if __name__ == "__main__":
    sys.exit(min(main(), 1))
