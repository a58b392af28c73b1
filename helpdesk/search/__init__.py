"""Ring 2. Search: every ticket, message, note and file name, found by words and operators.

folding spells texts the one way the index knows, index keeps a document per ticket and message as events come, filling
writes those of older rows; language reads what was typed, operators compiles it, finding asks the database (sqlite or
postgres), snippets shows where it matched, spelling offers another word when nothing did.
"""

from flask import Flask

from helpdesk.search import filling, index, spelling

__all__ = ["filling", "index", "init_app", "spelling"]


def init_app(app: Flask) -> None:
    """Nothing to set up but the subscriptions and the housekeeping."""
