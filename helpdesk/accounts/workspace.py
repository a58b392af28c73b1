"""What the workspace is called, on pages and in mails."""

from helpdesk.kernel import settings
from helpdesk.kernel.i18n import gettext as _

MAX_CHARACTERS = 60


def _fits(name: str) -> None:
    if not 0 < len(name.strip()) <= MAX_CHARACTERS or "\n" in name:
        raise ValueError(_("This must be one line of at most %(most)s characters.", most=MAX_CHARACTERS))


NAME = settings.declare(
    settings.Setting(key="workspace.name", label="Name of the workspace", kind="text", default="Helpdesk", check=_fits)
)


def workspace_name() -> str:
    """Return the name an admin gave the workspace."""
    return str(settings.get(NAME.key))
