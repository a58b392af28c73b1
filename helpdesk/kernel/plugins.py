"""Finds plug-ins (channels, actions, reports): a module that holds an instance of the base class is one.

The start fails, with one sentence, when two share a key or a package holds none: a plug-in is never silently missing.
"""

import pkgutil
import re
from importlib import import_module
from types import ModuleType
from typing import Protocol, TypeVar

KEY = re.compile(r"[a-z][a-z0-9_]*")


class PluginError(RuntimeError):
    """The plug-ins cannot be used together."""


class Keyed(Protocol):
    """Whatever is found by a key."""

    @property
    def key(self) -> str:
        """The word it is stored under, unique among its kind."""


P = TypeVar("P", bound=Keyed)


def discover(package: ModuleType, base: type[P]) -> dict[str, P]:
    """Import what lies directly in `package`; return its instances of `base` by key, sorted.

    Modules may hold none (base classes and models lie there too); a subpackage without one is an error.
    """
    found: dict[str, P] = {}
    homes: dict[str, str] = {}
    for entry in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        plugins = [value for value in vars(import_module(entry.name)).values() if isinstance(value, base)]
        if entry.ispkg and not plugins:
            raise PluginError(f"{entry.name} holds no {base.__name__}: make an instance of it there.")
        for plugin in plugins:
            key = plugin.key
            if not KEY.fullmatch(key):
                raise PluginError(f"{entry.name} has the key {key!r}, which must be lower-case letters and digits.")
            if key in found and found[key] is not plugin:
                raise PluginError(f"{homes[key]} and {entry.name} both have the key {key!r}.")
            found[key] = plugin
            homes.setdefault(key, entry.name)
    return dict(sorted(found.items()))
