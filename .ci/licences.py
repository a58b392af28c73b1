"""Nothing under GPL or AGPL may be in the locks: it would decide the licence of everybody who builds on Helpdesk.

A package that does not say its licence is refused too, until somebody has looked and argued for it here.
"""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

COPYLEFT = re.compile(r"\bA?GPL|GNU (Affero )?General Public", re.IGNORECASE)
# Each exception with its argument.
ARGUED = {
    "djlint": "GPL; a linter that runs on our files and is never shipped or imported",
    "axe-playwright-python": "MIT, and MPL for the axe-core inside; its metadata says nothing",
    "imapclient": "BSD-3-Clause by the COPYING file inside; its metadata says nothing",
    "xmlhttprequest-ssl": "MIT by the LICENSE file inside; its metadata says nothing",
}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def python_licences() -> dict[str, str]:
    """Return what each locked package says about its licence; LGPL (psycopg) may be linked and is welcome."""
    said = {}
    for lock in ("requirements.txt", "requirements-dev.txt"):
        for name in PINNED.findall(Path(lock).read_text("utf-8")):
            try:
                known = metadata(name)
            except PackageNotFoundError:  # For another platform or another Python.
                continue
            short = known.get("License-Expression") or (known.get("License") or "").partition("\n")[0]
            classified = [line for line in known.get_all("Classifier") or [] if line.startswith("License")]
            said[name] = short or " ".join(classified)
    return said


def npm_licences() -> dict[str, str]:
    """Return the licence of each locked npm package."""
    packages = json.loads(Path("package-lock.json").read_text("utf-8"))["packages"]
    return {name.rpartition("node_modules/")[2]: known.get("license", "") for name, known in packages.items() if name}


def main() -> int:
    """Print each package that may not be here; return how many there are."""
    said = python_licences() | npm_licences()
    refused = {
        name: said[name] for name in said if name not in ARGUED and (not said[name] or COPYLEFT.search(said[name]))
    }
    for name, words in sorted(refused.items()):
        print(f"{name}: {words or 'no licence is named'}")
    return len(refused)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
