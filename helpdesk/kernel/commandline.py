"""What commands share: JSON Lines on standard output, everything else on standard error, exit codes of sysexits.h.

0 done; 2 usage; 65 the input is unusable; 75 storage is not writable, try again; 78 configuration.
"""

import functools
import json
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from helpdesk.kernel.blobs import StorageUnavailable
from helpdesk.kernel.body import BadInput
from helpdesk.kernel.problems import Problem

P = ParamSpec("P")
R = TypeVar("R")


class Unusable(click.ClickException):
    """The input cannot be used (EX_DATAERR)."""

    exit_code = 65


class TryAgain(click.ClickException):
    """Nothing was acknowledged; the same call may work later (EX_TEMPFAIL: a mail server keeps the mail)."""

    exit_code = 75


class Misconfigured(click.ClickException):
    """The machine is not set up for this (EX_CONFIG)."""

    exit_code = 78


def say(value: object) -> None:
    """Print one JSON value as a line of UTF-8, whatever the terminal's own encoding is."""
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def answering(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command in the app's context; what it may raise becomes its exit code and a sentence on standard error."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:  # Whoever read us (`| head`) has heard enough; click ends quietly.
            raise
        except BadInput as error:
            raise click.UsageError(f"{error.field}: {error.words}" if error.field else error.words) from error
        except Problem as error:
            raise Unusable(error.words) from error
        except ProgrammingError as error:
            raise Misconfigured("The database has not the tables of this version: run `flask db upgrade`.") from error
        except IntegrityError as error:
            raise Unusable("This is there already, or somebody changed it at the same moment.") from error
        except (StorageUnavailable, DBAPIError, PoolTimeout, OSError) as error:
            raise TryAgain(f"Storage is not writable ({type(error).__name__}); nothing more was accepted.") from error

    return with_appcontext(run)
