"""What can happen to agents and teams. Data are ids and names of roles; who, when and from where is in every event."""

from dataclasses import dataclass

from helpdesk.accounts.models import Agent, Role, Team
from helpdesk.kernel.events import Event


@dataclass(frozen=True)
class AgentEvent(Event):
    """Something happened to an agent's account."""

    subject_kind = "agent"
    subject: Agent


@dataclass(frozen=True)
class AgentCreated(AgentEvent):
    """An account was made."""

    name = "agent.created"
    role: str


@dataclass(frozen=True)
class AgentInvited(AgentEvent):
    """A link was made with which the agent chooses a password; older links died."""

    name = "agent.invited"


@dataclass(frozen=True)
class InvitationAccepted(AgentEvent):
    """The invited agent chose a password."""

    name = "agent.invitation_accepted"


@dataclass(frozen=True)
class LoggedIn(AgentEvent):
    """An agent logged in."""

    name = "agent.logged_in"


@dataclass(frozen=True)
class LoginFailed(AgentEvent):
    """Somebody named this account with a wrong password."""

    name = "agent.login_failed"


@dataclass(frozen=True)
class LoggedOut(AgentEvent):
    """An agent logged out."""

    name = "agent.logged_out"


@dataclass(frozen=True)
class PasswordChanged(AgentEvent):
    """The password is another one, and every session from before has ended."""

    name = "agent.password_changed"


@dataclass(frozen=True)
class ProfileChanged(AgentEvent):
    """Name, signature, language, time zone or single keys changed; `fields` says which."""

    name = "agent.profile_changed"
    fields: tuple[str, ...]


@dataclass(frozen=True)
class RoleChanged(AgentEvent):
    """The agent has another role, and every session from before has ended."""

    name = "agent.role_changed"
    old: str
    new: str


@dataclass(frozen=True)
class AgentDeactivated(AgentEvent):
    """The agent may not come in any more, and every session has ended."""

    name = "agent.deactivated"


@dataclass(frozen=True)
class AgentReactivated(AgentEvent):
    """The agent may come in again."""

    name = "agent.reactivated"


@dataclass(frozen=True)
class AgentArrived(AgentEvent):
    """A page of the agent's is open again, after none was for a while."""

    name = "agent.arrived"


@dataclass(frozen=True)
class AvailabilityChanged(AgentEvent):
    """The agent went away or came back, as they say themselves."""

    name = "agent.availability_changed"
    was: str
    now: str


@dataclass(frozen=True)
class CapacityChanged(AgentEvent):
    """Another number of open tickets is the most that routing gives the agent; None is no limit."""

    name = "agent.capacity_changed"
    was: int | None
    now: int | None


@dataclass(frozen=True)
class TeamEvent(Event):
    """Something happened to a team."""

    subject_kind = "team"
    subject: Team


@dataclass(frozen=True)
class TeamCreated(TeamEvent):
    """There is a new team."""

    name = "team.created"


@dataclass(frozen=True)
class TeamRenamed(TeamEvent):
    """The team has another name."""

    name = "team.renamed"


@dataclass(frozen=True)
class TeamModeChanged(TeamEvent):
    """The team's tickets find their agents another way."""

    name = "team.mode_changed"
    was: str
    now: str


@dataclass(frozen=True)
class TeamDeleted(TeamEvent):
    """The team is gone; its tickets and inboxes have no team now."""

    name = "team.deleted"


@dataclass(frozen=True)
class TeamJoined(TeamEvent):
    """An agent belongs to the team."""

    name = "team.joined"
    agent_id: int


@dataclass(frozen=True)
class TeamLeft(TeamEvent):
    """An agent no longer belongs to the team."""

    name = "team.left"
    agent_id: int


@dataclass(frozen=True)
class RoleEvent(Event):
    """Something happened to a role."""

    subject_kind = "role"
    subject: Role


@dataclass(frozen=True)
class RoleCreated(RoleEvent):
    """There is a new role that may do this."""

    name = "role.created"
    permissions: tuple[str, ...]


@dataclass(frozen=True)
class RolePermissionsChanged(RoleEvent):
    """The role may do other things, from the next request of everybody who has it."""

    name = "role.permissions_changed"
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class RoleRenamed(RoleEvent):
    """The role has another name."""

    name = "role.renamed"


@dataclass(frozen=True)
class RoleDeleted(RoleEvent):
    """The role is gone; nobody had it."""

    name = "role.deleted"
