"""Statements about what an agent may see, built once for all who have the same permissions, and run for one of them.

SQLAlchemy takes longer to build and to recognise a big statement than to run it.
"""

from typing import Any, cast

from sqlalchemy import BigInteger, bindparam

from helpdesk.accounts.models import Agent

ME = "me"  # The parameter under which such a statement wants the agent's id.


class _Whoever:
    """Somebody of whom only the permissions are known; the id comes when the statement is run."""

    id: Any = bindparam(ME, type_=BigInteger)

    def __init__(self, permissions: frozenset[str]) -> None:
        self._permissions = permissions

    def may(self, permission: str) -> bool:
        """Tell whether they hold this permission word."""
        return permission in self._permissions


def whoever(permissions: frozenset[str]) -> Agent:
    """Return what stands for an agent where conditions are built: it has an id and permissions, and nothing else."""
    return cast("Agent", _Whoever(permissions))
