"""Verbs on roles beside the built-in ones: create, change, delete. Nobody hands out what they do not hold."""

from collections.abc import Collection

from sqlalchemy import func, select

from helpdesk.accounts.events import RoleCreated, RoleDeleted, RolePermissionsChanged, RoleRenamed
from helpdesk.accounts.models import Agent, Role
from helpdesk.accounts.permissions import WORDS, require_all
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db, lock
from helpdesk.kernel.events import record
from helpdesk.kernel.i18n import gettext as _
from helpdesk.kernel.problems import NotFound, Problem

MAX_NAME = 40
MOST = 50


class BuiltIn(Problem):
    """Admin, lead and agent are the same everywhere."""

    code, words = "builtin_role", "The built-in roles cannot be changed. Make a role of your own."


class RoleInUse(Problem):
    """Somebody would be left without a role."""

    code, words = "role_in_use", "Somebody has this role. Give them another one first."


def create_role(name: str, permissions: Collection[str], *, by: Agent) -> Role:
    """Make a role. Raises `BadInput` (name, permissions[]), and `NotAllowed` for words that `by` does not hold."""
    words = _fitting(permissions)
    require_all(by, words)
    if (db.session.scalar(select(func.count(Role.id))) or 0) >= MOST:
        raise BadInput(_("There can be %(most)s roles at most.", most=MOST), "name")
    role = Role(name=_free_name(name), permissions=words, builtin=False)
    db.session.add(role)
    db.session.flush()
    record(RoleCreated(role, tuple(words)), by=by)
    return role


def change_role_words(role: Role, name: str, permissions: Collection[str], *, by: Agent) -> None:
    """Rename a role and say what it may do, from the next request on. Raises as `create_role`, and `BuiltIn`."""
    words = _fitting(permissions)
    lock(role)
    if role.builtin:
        raise BuiltIn
    require_all(by, {*words, *role.permissions})
    new = _free_name(name, but=role)
    if new != role.name:
        role.name = new
        record(RoleRenamed(role), by=by)
    was = set(role.permissions)
    if was != set(words):
        role.permissions = words
        added, removed = sorted(set(words) - was), sorted(was - set(words))
        record(RolePermissionsChanged(role, tuple(added), tuple(removed)), by=by)


def delete_role(role: Role, *, by: Agent) -> None:
    """Do away with a role nobody has, deactivated agents included. Raises `BuiltIn` or `RoleInUse`."""
    lock(role)
    if role.builtin:
        raise BuiltIn
    require_all(by, role.permissions)
    if db.session.scalar(select(Agent.id).where(Agent.role_id == role.id).limit(1)) is not None:
        raise RoleInUse
    record(RoleDeleted(role), by=by)
    db.session.delete(role)


def role_with_id(identity: int) -> Role:
    """Return a role. Raises `NotFound`."""
    found = db.session.get(Role, identity)
    if found is None:
        raise NotFound
    return found


def holders() -> dict[int, int]:
    """Return how many agents have each role, by its id."""
    counted = select(Agent.role_id, func.count().label("held")).group_by(Agent.role_id)
    return {row.role_id: row.held for row in db.session.execute(counted)}


def _fitting(permissions: Collection[str]) -> list[str]:
    unknown = set(permissions) - WORDS.keys()
    if unknown:
        raise BadInput(_("This is not one of the choices."), "permissions[]")
    return sorted(set(permissions))


def _free_name(name: str, *, but: Role | None = None) -> str:
    new = " ".join(name.split())
    if not new or not new.isprintable() or len(new) > MAX_NAME:
        raise BadInput(_("A role needs a name of at most %(most)s characters.", most=MAX_NAME), "name")
    taken = {role.name.casefold() for role in db.session.scalars(select(Role)) if role is not but}
    if new.casefold() in taken:
        raise BadInput(_("There is a role with this name already."), "name")
    return new
