"""Two rules that work at Ternfold from its first day, so that the history shows what rules did."""

from collections.abc import Mapping

from helpdesk.accounts.models import Team
from helpdesk.automation.checking import Draft
from helpdesk.automation.writing import create_rule
from helpdesk.kernel.events import SYSTEM

HURRIED = ("urgent", "as soon as possible", "before Friday", "on Saturday")


def write_rules(teams: Mapping[str, Team]) -> None:
    """Write the rules, in the caller's unit; `teams` by name."""
    refund = [{"field": field, "op": "contains", "value": "refund"} for field in ("subject", "message")]
    create_rule(
        Draft(
            name="Refunds go to Billing",
            trigger="ticket.opened",
            filter={"any": refund},
            actions=[
                {"do": "add_tag", "params": {"tag": "refund"}},
                {"do": "assign_team", "params": {"team": str(teams["Billing"].id)}},
            ],
        ),
        by=SYSTEM,
    )
    create_rule(
        Draft(
            name="Who is in a hurry goes first",
            trigger="ticket.opened",
            filter={"any": [{"field": "message", "op": "contains", "value": words} for words in HURRIED]},
            actions=[{"do": "set_priority", "params": {"priority": "high"}}],
        ),
        by=SYSTEM,
    )
