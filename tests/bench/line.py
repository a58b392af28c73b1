"""An open page's websocket, by hand: Engine.IO 4 and Socket.IO 5, one namespace. It notes when news comes."""

import json
import threading
import time

from simple_websocket import Client, ConnectionClosed

from tests.bench.rows import seconds


class Line:
    """A connection that is let in, or an AssertionError."""

    def __init__(self, place: str, *, headers: dict[str, str], auth: dict[str, str], namespace: str = "") -> None:
        """Connect to `place` (host and port); `namespace` is such as "/widget", with its slash."""
        self._to = f"{namespace}," if namespace else ""
        self._socket = Client(f"ws://{place}/socket.io/?EIO=4&transport=websocket", headers=headers)
        self._in, self._news, self._acked = threading.Event(), threading.Event(), threading.Event()
        self._came = 0.0
        threading.Thread(target=self._read, daemon=True).start()
        self._socket.send(f"40{self._to}{json.dumps(auth)}")
        assert self._in.wait(10), "The page was not let in."

    def expect(self) -> None:
        """Forget earlier news."""
        self._news.clear()

    def heard(self) -> float:
        """Wait for news and return when it came."""
        assert self._news.wait(10), "A page heard nothing for ten seconds."
        return self._came

    def round_trip(self, name: str) -> float:
        """Return how many milliseconds a question and its answer take."""
        return seconds(lambda: self.ask(name, {})) * 1000

    def ask(self, name: str, body: dict[str, object]) -> None:
        """Send an event and wait for its answer."""
        self._acked.clear()
        self._socket.send(f"42{self._to}1{json.dumps([name, body])}")
        assert self._acked.wait(10), f"No answer to {name}."

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _read(self) -> None:
        try:
            while True:
                frame = str(self._socket.receive())
                if frame == "2":
                    self._socket.send("3")
                elif frame.startswith(f"40{self._to}"):
                    self._in.set()
                elif frame.startswith(f'42{self._to}["news"'):
                    self._came = time.perf_counter()
                    self._news.set()
                elif frame.startswith(f"43{self._to}"):
                    self._acked.set()
        except ConnectionClosed:
            return
