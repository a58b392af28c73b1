"""What a web process does with its tail of the events, a look at a time, and what a test's socket heard of it."""

from helpdesk.kernel import live, tail
from helpdesk.kernel.db import unit
from tests.live_server import until


class Telling:
    """Passes on what happened since the first desk opened, as the web process does."""

    def __init__(self, app):
        self.app = app
        self.place: list[tail.Cursor] = []

    def begin(self):
        with self.app.app_context(), unit(write=False):
            self.place = self.place or [tail.end()]

    def look(self):
        with self.app.app_context(), unit(write=False):
            found = tail.after(self.place[0], limit=500)
            for cursor, news in live.news_of(found):
                live._tell(cursor, news)
            self.place = [tail.cursor_of(found[-1])] if found else self.place
        return bool(found)

    def __call__(self):
        until(self.look, what="the events' turn")


def heard(line):
    """The news that came since the last time, also when the line is cut now."""
    packets, line.queue = line.queue, []
    return [packet["args"][0] for packet in packets if packet["name"] == "news"]
