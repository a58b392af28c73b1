"""What the workspace is called and looks like, on pages and in mails: its name, its logo, its colour."""

from collections.abc import Collection
from dataclasses import dataclass

import puremagic

from helpdesk.kernel import settings
from helpdesk.kernel.blobs import store
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.colours import READABLE, contrast_with_white, hex_of
from helpdesk.kernel.erasing import refers
from helpdesk.kernel.events import Acts
from helpdesk.kernel.i18n import gettext as _

MAX_CHARACTERS = 60
MAX_LOGO_BYTES = 512 * 1024
# What a browser draws and no script hides in; SVG is a document, so it is none of these.
PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
USUAL_ACCENT = "#4f46d8"


def _fits(name: str) -> None:
    if not 0 < len(name.strip()) <= MAX_CHARACTERS or "\n" in name:
        raise ValueError(_("This must be one line of at most %(most)s characters.", most=MAX_CHARACTERS))


def _readable(colour: str) -> None:
    """Refuse a colour on which white words could not be read: buttons and badges carry them."""
    if not colour:
        return
    if hex_of(colour) != colour:
        raise ValueError(_("This must be a colour, as #4f46d8."))
    ratio = contrast_with_white(colour)
    if ratio < READABLE:
        raise ValueError(
            _("White words on this colour have a contrast of %(ratio)s to 1; 4.5 is needed. Choose a darker one.")
            % {"ratio": f"{ratio:.1f}"}
        )


NAME = settings.declare(
    settings.Setting(key="workspace.name", label="Name of the workspace", kind="text", default="Helpdesk", check=_fits)
)
ACCENT = settings.declare(
    settings.Setting(key="workspace.accent", label="Accent colour", kind="text", default="", check=_readable)
)
LOGO = settings.declare(settings.Setting(key="workspace.logo", label="Logo", kind="text", default=""))
IDENTITY = (NAME.key, ACCENT.key, LOGO.key)


@dataclass(frozen=True)
class Identity:
    """Name, colour (#rrggbb, empty: the usual one) and the logo's file name (<sha256>.png, empty: none)."""

    name: str = NAME.default  # type: ignore[assignment] # A text's default is one.
    accent: str = ""
    logo: str = ""

    @property
    def colour(self) -> str:
        """Return the colour for mails, where no style sheet reaches."""
        return self.accent or USUAL_ACCENT


def identity() -> Identity:
    """Return what an admin chose; one look-up for all of it."""
    known = settings.get_all(IDENTITY)
    return Identity(*(str(known[key]) for key in IDENTITY))


def workspace_name() -> str:
    """Return the name an admin gave the workspace."""
    return identity().name


def keep_logo(data: bytes, *, by: Acts) -> None:
    """Show this picture from now on. Raises `BadInput` for anything but a small PNG, JPEG or WebP."""
    if len(data) > MAX_LOGO_BYTES:
        raise BadInput(_("A logo may have at most 512 KB."), "logo")
    kind = _kind_of(data)
    if kind not in PICTURES:
        raise BadInput(_("A logo is a PNG, JPEG or WebP picture."), "logo")
    settings.put(LOGO.key, f"{store(data, media_type=kind).sha256}.{PICTURES[kind]}", by=by)


@refers
def of_the_logo(shas: Collection[str]) -> set[str]:
    """Return the name under which the logo has its bytes; somebody may have sent the same picture."""
    return {str(settings.get(LOGO.key)).partition(".")[0]} & set(shas)


def drop_logo(*, by: Acts) -> None:
    """Show the usual sign again."""
    settings.put(LOGO.key, "", by=by)


def _kind_of(data: bytes) -> str:
    """Return the media type that the first bytes say, whatever the file is called."""
    try:
        return str(puremagic.from_string(data[:4096], mime=True))
    except (puremagic.PureError, ValueError):
        return ""
