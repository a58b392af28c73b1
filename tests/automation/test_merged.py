"""A ticket that is part of another one is left alone."""

from helpdesk.tickets.merging import merge
from helpdesk.tickets.models import Ticket
from helpdesk.tickets.priority import set_priority


def test_a_rule_does_nothing_to_a_ticket_that_was_merged_before_it_ran(a_rule, opened, work, run_jobs, look, runs, ben):
    a_rule("ticket.priority_changed", ("set_status", {"status": "open"}))
    kept, merged = opened(), opened("The same again")
    with work() as session:
        set_priority(session.get_one(Ticket, merged.id), "urgent", by=ben)
        merge(session.get_one(Ticket, merged.id), into=session.get_one(Ticket, kept.id), by=ben)

    run_jobs()

    assert (look(merged.id).status, runs()) == ("closed", [])
