"""The socket as it is on the wire, against the real server: who gets in, and that news come by themselves."""

import json
import re
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest
from simple_websocket import Client

from tests.factories import PASSWORD
from tests.mails import SUPPORT, a_mail

pytestmark = pytest.mark.timeout(300)


class Line:
    """One Engine.IO connection over a websocket, speaking Socket.IO by hand."""

    def __init__(self, url, *, cookie, origin, token):
        headers = {"Cookie": cookie} | ({"Origin": origin} if origin else {})
        self.wire = Client(f"ws{url[4:]}/socket.io/?EIO=4&transport=websocket", headers=headers)
        # Not waiting for the greeting: this client shows what came with the handshake only when more comes.
        self.wire.send("40" + json.dumps({"token": token}))
        self.accepted = self.take("40", "44").startswith("40")

    def take(self, *kinds):
        """The next packet of these kinds; answers pings on the way."""
        while True:
            packet = self.wire.receive(timeout=20)
            assert packet is not None, f"No {kinds} within 20 seconds."
            if packet == "2":
                self.wire.send("3")
            elif packet.startswith(kinds):
                return packet

    def say(self, event, *sent):
        self.wire.send("421" + json.dumps([event, *sent]))

    def ask(self, event, *sent):
        self.say(event, *sent)
        return json.loads(self.take("431")[3:])[0]

    def close(self):
        if self.wire.connected:
            self.wire.close()

    def news(self):
        return json.loads(self.take("42")[2:])[1]


@pytest.fixture
def browse(serve, employ):
    """A server, Ben's cookie, and the token of his page."""
    server = serve()
    employ(server)
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    form = browser.open(f"{server.url}/login").read().decode()
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)[1]
    entered = {"csrf_token": csrf, "email": "ben@acme.example", "password": PASSWORD}
    browser.open(f"{server.url}/login", urlencode(entered).encode())
    page = browser.open(f"{server.url}/desk/tickets").read().decode()
    token = re.search(r'name="socket-token" content="([^"]+)"', page)[1]
    return server, "; ".join(f"{one.name}={one.value}" for one in jar), token


def test_only_the_desks_own_page_gets_in_and_hears_news(browse):
    server, cookie, token = browse
    right = {"cookie": cookie, "origin": "http://127.0.0.1", "token": token}  # This client's Host names no port.
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{server.url}/socket.io/?EIO=4&transport=polling", headers={"Origin": "http://evil.example"}))
    refused.value.close()
    for wrong in ({"origin": None}, {"token": "made up"}, {"cookie": "helpdesk=x"}):
        with closing(Line(server.url, **(right | wrong))) as stranger:
            assert not stranger.accepted, wrong

    with closing(Line(server.url, **right)) as line:
        assert line.accepted
        assert line.ask("join", {"rooms": ["ticket:4711"]}) == {"ok": False, "error": "forbidden"}
        assert line.ask("base") == {"ok": False, "error": "bad_event"}
        assert line.ask("join", {"rooms": ["desk"]})["ok"] is True

        server.order("mail", "deliver", "--inbox", SUPPORT, given=a_mail("It stays cold."))
        assert line.news()["ticket"]["snippet"] == "It stays cold."

        line.say("join", {"rooms": ["desk:all"]})  # The third offence.
        assert line.take("41") == "41"
