"""HTTP to strangers: never into our own network, never for long, never much."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from flask import Flask

from helpdesk.kernel import outbound
from helpdesk.kernel.outbound import Blocked, FetchFailed, check_host, fetch
from helpdesk.kernel.outbound_guard import is_public

OVER = threading.Event()  # Never set: waiting for it is how the stranger is slow.
LOOPBACK = (ip_network("127.0.0.0/8"),)


class Stranger(BaseHTTPRequestHandler):
    """A server that answers by path."""

    def do_GET(self) -> None:
        match self.path.partition("?")[0]:
            case "/picture":
                self._say(200, b"PNG", {"Content-Type": "Image/PNG; q=1", "X-Got": self.headers.get("Accept", "")})
            case "/secret-headers":
                self._say(200, self.headers.get("Authorization", "none").encode())
            case "/onward":
                self._say(302, b"", {"Location": self.path.partition("?")[2]})
            case "/round":
                self._say(302, b"", {"Location": "/round"})
            case "/big":
                self._say(200, b"x" * 2000)
            case "/endless":
                self._drip(b"HTTP/1.1 200 OK\r\n\r\n", pause=0)
            case "/dripping-header":
                self._drip(b"", pause=0.05)
            case "/nonsense":
                self.wfile.write(b"how do you do\r\n\r\n")
            case "/silence":
                OVER.wait(1)
            case _:
                self._say(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._say(307 if self.path == "/moved" else 200, body, {"Location": "/picture"})

    def _say(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, start: bytes, *, pause: float) -> None:
        try:
            self.wfile.write(start)
            for _turn in range(2000):
                self.wfile.write(b"x" * (4096 if not pause else 1))
                OVER.wait(pause)
        except OSError:
            pass

    def log_message(self, *_words: object) -> None:
        pass


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    server.handle_error = lambda *_about: None  # type: ignore[method-assign] # Strangers may hang up.
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def inside() -> Iterator[Callable[[object], None]]:
    """An app; call it with networks to open them."""
    app = Flask(__name__)
    app.config["ALLOW_NETWORKS"] = ()
    with app.app_context():
        yield lambda networks: app.config.update(ALLOW_NETWORKS=networks)


@pytest.fixture
def stranger(inside) -> Iterator[str]:
    inside(LOOPBACK)
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


def test_it_fetches_a_picture(stranger):
    got = fetch(f"{stranger}/picture?size=ä b", headers={"Accept": "image/*"})
    assert (got.status, got.body, got.media_type, got.headers["x-got"]) == (200, b"PNG", "image/png", "image/*")
    assert got.url == f"{stranger}/picture?size=%C3%A4%20b"


def test_any_status_is_an_answer(stranger):
    assert fetch(f"{stranger}/nowhere").status == 404


def test_it_posts_a_body_and_follows_no_redirect_with_it(stranger):
    assert fetch(f"{stranger}/hook", method="POST", body=b"{}").body == b"{}"
    assert fetch(f"{stranger}/moved", method="POST", body=b"{}").status == 307


def test_it_follows_redirects_but_not_for_ever(stranger):
    assert fetch(f"{stranger}/onward?/picture").body == b"PNG"
    assert fetch(f"{stranger}/onward?/picture", redirects=0).status == 302
    with pytest.raises(FetchFailed, match="too many redirects"):
        fetch(f"{stranger}/round")


def test_a_redirect_to_another_server_takes_no_credentials_along(stranger):
    secret = {"Authorization": "Bearer hush"}
    with serving() as other:
        assert fetch(f"{stranger}/onward?/secret-headers", headers=secret).body == b"Bearer hush"
        onward = f"{stranger}/onward?http://127.0.0.1:{other}/secret-headers"
        assert fetch(onward, headers=secret).body == b"none"


def test_a_redirect_into_our_network_is_blocked(stranger, inside):
    for place in ("http://[::1]/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "gopher://x/"):
        with pytest.raises(Blocked):
            fetch(f"{stranger}/onward?{place}")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://2130706433/", "http://0x7f.0.0.1/",
        "http://0/", "http://10.0.0.1/", "http://172.31.0.1/", "http://192.168.1.1/", "http://169.254.169.254/",
        "http://100.64.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[::1]/", "http://[::]/",
        "http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/", "http://[fc00::1]/", "http://[fe80::1]/", "http://[ff02::1]/",
        "https://127.0.0.1/", "http://93.184.216.34:8080/", "http://93.184.216.34:22/",
        "ftp://93.184.216.34/", "file:///etc/passwd", "//93.184.216.34/", "93.184.216.34", "", "http://", "http:///x",
        "http://user:secret@93.184.216.34/", "http://user@93.184.216.34/", "http://93.184.216.34:99999/",
        "http://[::1/", "http://\ud800/", f"http://{'a' * 64}.example/", f"http://93.184.216.34/{'a' * 5000}",
        "http://a..example/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_it_never_reaches_into_our_network(inside, url):
    with pytest.raises(Blocked) as blocked:
        fetch(url)
    assert blocked.value.words == "This address cannot be reached from here."


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450:4001::1"])
def test_the_public_internet_is_open(address):
    assert is_public(ip_address(address))


def test_a_name_is_resolved_once_so_a_second_answer_helps_nobody(inside, monkeypatch):
    answers = iter(["93.184.216.34", "127.0.0.1"])
    tried = []

    def resolve(_host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    with pytest.raises(FetchFailed):
        fetch("http://rebind.example/")
    assert tried == [("93.184.216.34", 80)]


def test_of_several_addresses_only_the_public_one_is_tried(inside, monkeypatch):
    tried = []

    def refuse(_self, address):
        tried.append(address[0])
        raise ConnectionRefusedError

    def resolve(_host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("10.0.0.1", "93.184.216.34")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(FetchFailed):
        fetch("http://both.example/")
    assert tried == ["93.184.216.34"]


@pytest.mark.parametrize("path", ["/big", "/endless"])
def test_too_much_is_refused(stranger, path):
    with pytest.raises(FetchFailed, match="too large"):
        fetch(f"{stranger}{path}", max_bytes=1000)


def test_exactly_enough_is_not_too_much(stranger):
    assert len(fetch(f"{stranger}/big", max_bytes=2000).body) == 2000


@pytest.mark.parametrize("path", ["/silence", "/dripping-header"])
def test_a_slow_stranger_is_left_in_time(stranger, path):
    began = time.monotonic()
    with pytest.raises(FetchFailed, match="too long"):
        fetch(f"{stranger}{path}", total_seconds=0.3)
    assert time.monotonic() - began < 0.9


def test_nonsense_and_closed_doors_are_failures(stranger):
    with pytest.raises(FetchFailed, match="did not answer"):
        fetch(f"{stranger}/nonsense")
    with pytest.raises(FetchFailed, match="did not answer"):
        fetch("http://127.0.0.1:1/")


def test_a_header_cannot_be_smuggled_in(stranger):
    with pytest.raises(FetchFailed):
        fetch(f"{stranger}/picture", headers={"Accept": "x\r\nX-Evil: 1"})
    assert fetch(f"{stranger}/picture?a\r\nX-Evil: 1").status == 200


def test_a_name_nobody_knows_is_a_failure(inside):
    with pytest.raises(FetchFailed, match="cannot be resolved"):
        fetch("http://nobody.invalid/")


def test_a_certificate_must_be_for_the_name(inside, tmp_path, monkeypatch):
    inside(LOOPBACK)
    certificate = certified(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    outbound._tls.cache_clear()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serving(tls) as port:
        assert fetch(f"https://localhost:{port}/picture").body == b"PNG"
        with pytest.raises(FetchFailed, match="certificate"):
            fetch(f"https://127.0.0.1:{port}/picture")
    outbound._tls.cache_clear()


def certified(folder: Path, name: str) -> Path:
    """Write a key and a certificate for a name that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_mail_host_an_admin_typed_is_guarded_too(inside, monkeypatch):
    for host, port in (("localhost", 25), ("10.0.0.1", 587), ("93.184.216.34", 22), ("93.184.216.34", 6379), ("", 25)):
        with pytest.raises(Blocked):
            check_host(host, port)
    assert check_host("93.184.216.34", 587) == "93.184.216.34"
    inside(LOOPBACK)
    assert check_host("localhost", 2525) == "127.0.0.1"
