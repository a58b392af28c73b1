"""What a browser has fetched, by its own count of the bytes that came over the wire."""

from typing import Any

from playwright.sync_api import Page

KIBIBYTE = 1024


class Fetched:
    """What a page has fetched since, by Chromium's own count of the bytes that came."""

    def __init__(self, page: Page) -> None:
        self.kinds: dict[str, str] = {}
        self.urls: list[str] = []
        self._bytes: dict[str, float] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._came)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")

    def _came(self, told: dict[str, Any]) -> None:
        self.kinds[str(told["requestId"])] = str(told["type"])
        self.urls.append(str(told["response"]["url"]))

    def _ended(self, told: dict[str, Any]) -> None:
        self._bytes[str(told["requestId"])] = float(str(told["encodedDataLength"]))

    def kilobytes(self, *kinds: str) -> float:
        """Return how much came, of these kinds or altogether."""
        wanted = [one for one, kind in self.kinds.items() if not kinds or kind in kinds]
        return sum(self._bytes.get(one, 0.0) for one in wanted) / KIBIBYTE
