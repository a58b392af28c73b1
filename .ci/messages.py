"""Every text that people read can be extracted for translation, and no catalogue holds a fuzzy or broken entry."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.checkers import checkers
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

TRANSLATIONS = Path("helpdesk/translations")
WORDS = ["-k", "_", "-k", "lazy", "-k", "t"]


def extracted() -> int:
    """Extract from Python, templates and TypeScript into a file nobody keeps; return how many messages there are."""
    target = Path("instance/messages.pot")
    target.parent.mkdir(exist_ok=True)
    mapping = str(TRANSLATIONS / "babel.toml")
    CommandLineInterface().run(["pybabel", "--quiet", "extract", "-F", mapping, *WORDS, "-o", str(target), "."])
    with target.open("rb") as file:
        return len(read_po(file))


def doubts(path: Path) -> list[str]:
    """Name the entries of a catalogue that a person has to look at again."""
    catalogue = read_po(BytesIO(path.read_bytes()), locale=path.parent.parent.name)
    fuzzy = [f"{path}:{message.lineno}: fuzzy" for message in catalogue if message.fuzzy and message.id]
    broken = [f"{path}:{message.lineno}: {error}" for message, errors in catalogue.check() for error in errors]
    return fuzzy + broken


def main() -> int:
    """Print what is wrong; return how much."""
    found = [line for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")) for line in doubts(path)]
    if not extracted():
        found.append("Nothing could be extracted: see helpdesk/translations/babel.toml.")
    if not checkers:  # Babel finds its checks of placeholders and plurals through entry points.
        found.append("Babel's message checkers are not installed.")
    sys.stdout.writelines(f"{line}\n" for line in found)
    return len(found)


if __name__ == "__main__":
    sys.exit(min(main(), 1))
