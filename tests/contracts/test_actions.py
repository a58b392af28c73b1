"""What every action of a rule promises, asked of each that is found: a newcomer's is tested before he writes a test."""

import pytest

from helpdesk.automation.actions.base import Action
from helpdesk.automation.actions.registry import all_actions
from helpdesk.automation.words import FAILURES, RESULTS
from helpdesk.kernel import forms
from helpdesk.kernel.db import attempt
from helpdesk.kernel.db import db as rows
from helpdesk.kernel.events import SYSTEM, Actor, Event, EventRow, known_events
from helpdesk.tickets.fields import TICKETS
from helpdesk.tickets.status import change_status
from tests.factories import a_ticket

SOMETHING = {"text": "Hello", "area": "Hello", "number": "1", "switch": "on"}
RULE = Actor("rule", 1)


ACTIONS: list[Action] = list(all_actions().values())


@pytest.fixture(params=ACTIONS, ids=lambda action: action.key)
def action(request, db):
    return request.param


@pytest.fixture
def ticket(db, clock, dora, inbox, ben, billing):
    ticket = a_ticket(by=dora, inbox=inbox)
    change_status(ticket, "pending", by=SYSTEM)
    return ticket


def answers(action):
    """Answer every question of the form with the first thing that fits."""
    fields = forms.draw(action.Params)
    chosen = {field.name: field.choices[0][0] if field.choices else SOMETHING[field.kind] for field in fields}
    params = forms.read(action.Params, chosen)
    assert not isinstance(params, forms.Errors), params
    return params


def events(ticket):
    rows.session.flush()
    return rows.session.query(EventRow).filter_by(ticket_id=ticket.id).order_by(EventRow.id).all()


def test_it_says_in_words_what_it_does(action):
    assert str(action.label)
    assert str(action.done)
    assert str(action.label)[0].isupper()
    assert str(action.done)[0].islower()


def test_what_a_macro_may_do_has_one_parameter_and_is_told_beforehand(action, ticket):
    if action.will is not None:
        assert len(forms.names(action.Params)) == 1
        assert "x" in str(action.will) % {"what": "x"}


def test_its_form_can_be_drawn_answered_and_stored(action, ticket):
    params = answers(action)
    plain, secrets = forms.split(params)

    assert all(field.label for field in forms.draw(action.Params))
    assert forms.join(action.Params, plain, {}) == params
    assert secrets == {}


def test_it_acts_by_a_verb_in_the_rules_name(action, ticket):
    before = events(ticket)
    word = action.run(ticket, answers(action), RULE, before[0])

    assert word in RESULTS.keys() | {"done"} - FAILURES
    caused = [row for row in events(ticket) if row not in before]
    assert {(row.actor_kind, row.actor_id) for row in caused} <= {("rule", 1)}
    if action.causes:
        assert [row.name for row in caused if row.name == action.causes.name] == [action.causes.name]


def test_the_second_time_it_changes_nothing(action, ticket):
    params, event = answers(action), events(ticket)[0]
    action.run(ticket, params, RULE, event)
    before = len(events(ticket))
    action.run(ticket, params, RULE, event)

    assert len(events(ticket)) == before


def test_it_says_truly_what_holds_afterwards(action, ticket):
    assert action.causes is None or (issubclass(action.causes, Event) and action.causes in known_events())
    left = action.after(answers(action))
    assert left.keys() <= TICKETS.fields.keys()
    assert bool(left) == (action.causes is not None)


def test_what_it_does_can_be_undone_as_a_whole(action, ticket):
    params, before = answers(action), events(ticket)

    def half():
        with attempt():
            action.run(ticket, params, RULE, before[0])
            rows.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert events(ticket) == before
