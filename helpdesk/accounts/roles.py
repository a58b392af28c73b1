"""The built-in roles as rows: admin, lead and agent, always with the words that permissions.py gives them."""

from sqlalchemy import select

from helpdesk.accounts.models import Role
from helpdesk.accounts.permissions import ROLES
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.db import db, insert_into
from helpdesk.kernel.i18n import gettext as _


def builtin_roles() -> None:
    """Write the built-in roles, or bring them up to date; a second call changes nothing. Holds their rows."""
    for name, words in ROLES.items():
        values = {"permissions": sorted(words), "builtin": True}
        insert = insert_into(Role).values(name=name, **values)
        db.session.execute(insert.on_conflict_do_update(index_elements=["name"], set_=values))


def role_named(name: str) -> Role:
    """Return a role, making the built-in ones when they are missing. Raises `BadInput` for an unknown name."""
    found = db.session.scalar(select(Role).where(Role.name == name))
    if found is None and name in ROLES:
        builtin_roles()
        found = db.session.scalar(select(Role).where(Role.name == name))
    if found is None:
        raise BadInput(_("There is no such role."), "role")
    return found


def all_roles() -> list[Role]:
    """Return every role: the built-in ones from the most to the least powerful, then others by name."""
    order = {name: place for place, name in enumerate(ROLES)}
    roles = db.session.scalars(select(Role)).all()
    return sorted(roles, key=lambda role: (order.get(role.name, len(order)), role.name))
