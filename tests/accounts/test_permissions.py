"""Permissions: closed words, held by roles, refused by default."""

import pytest
from sqlalchemy import select

from helpdesk.accounts.models import Role
from helpdesk.accounts.permissions import ROLES, WORDS, require
from helpdesk.accounts.roles import builtin_roles
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.problems import NotAllowed


def test_an_agent_sees_only_part_and_a_lead_everything(alma, ada, ben):
    assert not ben.may("tickets.see_all")
    assert ada.may("tickets.see_all")
    assert all(alma.may(word) for word in WORDS)


def test_what_is_not_held_is_refused(ben):
    require(ben, "tickets.work")
    with pytest.raises(NotAllowed):
        require(ben, "settings.agents")


def test_a_word_nobody_knows_is_an_error_and_not_a_permission(alma):
    with pytest.raises(ValueError, match="no permission"):
        require(alma, "tickets.delete_all")
    assert not alma.may("tickets.delete_all")


def test_the_start_brings_built_in_roles_up_to_date(db):
    builtin_roles()
    role = rows.session.scalar(select(Role).where(Role.name == "agent"))
    role.permissions = ["tickets.see_all"]
    rows.session.flush()
    builtin_roles()
    rows.session.refresh(role)
    assert set(role.permissions) == ROLES["agent"]
    assert len(rows.session.scalars(select(Role)).all()) == len(ROLES)
