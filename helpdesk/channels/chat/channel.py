"""Web chat as a channel: nothing is handed to a provider, so what is written is there."""

from helpdesk.channels.base import (
    Channel,
    Features,
    Inbound,
    Kept,
    Manners,
    Outbound,
    PermanentFailure,
    Place,
    Receipt,
    Sent,
)
from helpdesk.channels.chat.settings import ChatSettings
from helpdesk.kernel.i18n import lazy


class Chat(Channel[ChatSettings]):
    """Messages from and to the visitors of a site."""

    key = "chat"
    label = lazy("Chat")
    address_kind = "chat"
    features = Features(live=True, hooks=False, attachments=True, survey="card")
    Settings = ChatSettings

    def ready(self, place: Place[ChatSettings]) -> bool:  # noqa: ARG002
        """Tell that nothing is missing: there is no provider to configure."""
        return True

    def manners(self, place: Place[ChatSettings]) -> Manners:
        """Return the inbox's own time for undoing."""
        return Manners(undo_seconds=place.settings.undo_seconds)

    def fallback_inbox_id(self, place: Place[ChatSettings]) -> int | None:
        """Return the mail inbox through which unread replies leave, if an admin chose one."""
        return int(place.settings.fallback_inbox_id) if place.settings.fallback_inbox_id else None

    def parse(self, kept: Kept, place: Place[ChatSettings]) -> list[Inbound | Receipt]:  # noqa: ARG002
        """Find nothing: no provider posts here."""
        return []

    def send(self, outbound: Outbound, place: Place[ChatSettings]) -> Sent:  # noqa: ARG002
        """Refuse: nothing is handed over, for the visitor's page shows it."""
        raise PermanentFailure("A chat has no provider.")


chat = Chat()
