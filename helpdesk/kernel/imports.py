"""When the code of libraries is read: late where few processes need it, and never where it is no use to us.

Reading code is most of a start's time and of a process's memory (docs/performance.md).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any


class Lazy:
    """A module that is read when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        """Name the module, in full."""
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """Return what the module calls so."""
        return getattr(import_module(self._name), name)


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Import what stands inside as if these optional libraries were not installed, though others brought them."""
    hidden: dict[str, Any] = {name: None for name in names if name not in sys.modules}
    sys.modules.update(hidden)
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
