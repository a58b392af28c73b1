"""The stand-ins answer as the real services do, seen through the clients Helpdesk uses."""

import smtplib
import threading

import pytest
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail


def a_mail() -> Mail:
    return Mail(from_email="a@acme.test", to_emails="dora@example.test", subject="Hi", plain_text_content="Hello")


def test_it_takes_a_mail_like_sendgrid(sendgrid):
    answer = SendGridAPIClient(api_key="SG.key", host=sendgrid.url).send(a_mail())

    assert answer.status_code == 202
    assert answer.headers["X-Message-Id"]
    assert sendgrid.requests[0].authorization == "Bearer SG.key"
    assert sendgrid.accepted[0]["subject"] == "Hi"


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_it_refuses_a_mail_like_sendgrid(sendgrid, status):
    sendgrid.answer(status, retry_after=30)

    with pytest.raises(HTTPError) as refused:
        SendGridAPIClient(api_key="SG.key", host=sendgrid.url).send(a_mail())

    assert refused.value.status_code == status
    assert refused.value.headers["Retry-After"] == "30"
    assert refused.value.to_dict["errors"][0]["message"]
    assert sendgrid.accepted == []


def test_it_can_leave_a_caller_waiting(sendgrid):
    sendgrid.hang()
    client = SendGridAPIClient(api_key="SG.key", host=sendgrid.url)
    client.client.timeout = 0.2
    with pytest.raises(OSError, match="timed out"):
        client.send(a_mail())

    release = threading.Timer(0.1, sendgrid.answer, [202])
    release.start()
    client.client.timeout = 10
    assert client.send(a_mail()).status_code == 202
    release.join()


def test_it_keeps_a_mail_and_refuses_a_recipient_like_a_mail_server(smtp):
    smtp.refuse["nobody@example.test"] = "550 5.1.1 No such user"
    host, port = smtp.url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as client:
        refused = client.sendmail(
            "a@acme.test", ["dora@example.test", "nobody@example.test"], b"Subject: Hi\r\n\r\nHello"
        )

    assert refused["nobody@example.test"][0] == 550
    assert smtp.mails[0].recipients == ["dora@example.test"]
    assert smtp.mails[0].message["Subject"] == "Hi"
