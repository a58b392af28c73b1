"""What can go wrong between us and a provider: each failure says what is known about the message's fate."""


class NotAuthentic(Exception):
    """The request does not come from whom it says: answered 403, nothing is kept."""


class WrongShape(ValueError):
    """The sender is who it says, but this is not what it promised to send: answered 400, logged."""


class NotYet(Exception):
    """Something that belongs to a message cannot be had right now; it is parsed again a little later."""


class SendingFailed(Exception):
    """A message did not leave. `words` say why to an agent: the provider's own words, bounded, on one line."""

    def __init__(self, words: str) -> None:
        """Keep a sentence that is safe to store and show."""
        self.words = " ".join("".join(c if c.isprintable() else " " for c in words).split())[:300]
        super().__init__(self.words)


class TemporaryFailure(SendingFailed):
    """Not now: surely nothing was accepted, so it is tried again. `retry_after` is the provider's wish in seconds."""

    def __init__(self, words: str, *, retry_after: float | None = None) -> None:
        """Keep how long the provider wants to be left alone."""
        super().__init__(words)
        self.retry_after = retry_after


class Unreachable(TemporaryFailure):
    """The provider was not reached at all, or cut the line before it had everything."""


class PermanentFailure(SendingFailed):
    """Never in this form: the provider refuses this very message."""


class Unwanted(PermanentFailure):
    """The person told the provider that they want nothing more from us: nothing else is sent there."""


class CredentialsRefused(SendingFailed):
    """The provider does not accept our credentials: nothing of this inbox can leave until somebody acts."""


class Ambiguous(SendingFailed):
    """Everything was handed over and no answer came back: accepted or not, nobody knows."""
