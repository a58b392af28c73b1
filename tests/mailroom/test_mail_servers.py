"""An agent's answer leaves by a mail server, and what breaks on the way is told apart."""

import socket
import threading

from helpdesk.channels.models import Inbox
from helpdesk.kernel.db import db


def states(fared):
    return [state for state, *_ in fared.values()]


def test_an_answer_leaves_by_a_mail_server(app, smtp, answer, run_jobs, went, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", smtp.url)
    smtp.refuse["nobody@customer.example"] = "550 5.1.1 No such user"
    message = answer(to=["dora@customer.example", "nobody@customer.example"], bcc=["boss@customer.example"])
    run_jobs()

    (mail,) = smtp.mails
    assert mail.recipients == ["dora@customer.example", "boss@customer.example"]
    assert mail.message["To"] == "Dora Diaz <dora@customer.example>, nobody@customer.example"
    assert mail.message["Bcc"] is None
    assert mail.message["Auto-Submitted"] is None
    fared = went(message)
    assert states(fared) == ["sent", "failed", "sent"]
    assert "No such user" in fared["nobody@customer.example"][1]


def test_a_mail_server_that_breaks_off_before_the_end_gets_it_again(app, answer, run_jobs, went, monkeypatch):
    with talking_server([b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", None]) as url:
        monkeypatch.setitem(app.config, "SMTP_URL", url)
        message = answer()
        run_jobs()
    assert states(went(message)) == ["queued"]


def test_a_mail_server_that_breaks_off_after_the_end_leaves_it_uncertain(app, answer, run_jobs, went, monkeypatch):
    script = [b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", None]
    with talking_server(script) as url:
        monkeypatch.setitem(app.config, "SMTP_URL", url)
        message = answer()
        run_jobs()
    assert states(went(message)) == ["uncertain"]


def test_a_mail_server_that_refuses_our_password_pauses_the_inbox(
    app, answer, run_jobs, went, monkeypatch, work, inbox
):
    with talking_server([b"220 hi\r\n", b"250-hi\r\n250 AUTH PLAIN\r\n", b"535 5.7.8 no\r\n"]) as url:
        monkeypatch.setitem(app.config, "SMTP_URL", url.replace("//", "//user:wrong@"))
        message = answer()
        run_jobs()
    assert states(went(message)) == ["queued"]
    with work():
        assert "535" in db.session.get(Inbox, inbox.id).pause_reason


class talking_server:  # noqa: N801 -- Used like a function.
    """A mail server that says these lines, one after each thing it hears, and hangs up at None."""

    def __init__(self, script):
        self.script = script

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._talk)
        self.thread.start()
        return f"smtp://127.0.0.1:{self.socket.getsockname()[1]}"

    def _talk(self):
        line, _ = self.socket.accept()
        with line:
            for number, words in enumerate(self.script):
                if number:
                    heard = line.recv(65536)
                    while self.script[number - 1][:3] == b"354" and not heard.endswith(b"\r\n.\r\n"):
                        heard += line.recv(65536)
                if words is None:
                    return
                line.sendall(words)

    def __exit__(self, *_):
        self.thread.join()
        self.socket.close()
