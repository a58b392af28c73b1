"""Machines are recognised by what they say of themselves; people never are."""

import pytest

from helpdesk.channels.email.parse import parse


def mail(*headers):
    return parse("\n".join(["From: dora@customer.test", *headers, "", "Hello"]).encode())


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Autorespond: On holiday",
        "Subject: Out of office: Re: your order",
        "Subject: Automatic reply: your order",
        "Subject: Re: Automatische Antwort: Ihre Bestellung",
        "Subject: Abwesenheitsnotiz",
        "Subject: Réponse automatique : votre commande",
        "Subject: Respuesta automática: su pedido",
        "Subject: Resposta automática: seu pedido",
        "Subject: Risposta automatica: ordine",
        "Subject: Автоматический ответ: заказ",
        "Subject: 自動返信: 注文",
    ],
)
def test_an_automatic_answer_is_recognised(header):
    parsed = mail(header)
    assert parsed.is_auto_reply
    assert parsed.is_automatic


def test_a_read_receipt_is_an_automatic_answer():
    parts = "--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\nDisposition: x; displayed\n--b--"
    parsed = mail("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "", parts)
    assert parsed.is_auto_reply
    assert not parsed.is_bounce


@pytest.mark.parametrize(
    "header",
    [
        "Precedence: bulk",
        "Precedence: list",
        "Precedence: junk",
        "List-Id: <news.shop.test>",
        "List-Unsubscribe: <mailto:x@shop.test>",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
    ],
)
def test_other_machine_mail_is_automatic_but_no_answer(header):
    parsed = mail(header)
    assert parsed.is_automatic
    assert not parsed.is_auto_reply


@pytest.mark.parametrize(
    "address", ["no-reply@shop.test", "MAILER-DAEMON@mx.test", "postmaster@mx.test", "noreply@x.test"]
)
def test_nobody_answers_a_machine_s_address(address):
    assert parse(f"From: {address}\nSubject: Hello\n\nHello".encode()).is_automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: None",
        "X-Autoreply: no",
        "Subject: Please send no automatic reply any more",
        "Subject: Question about your out of office message",
        "Precedence: first-class",
        "Return-Path: <dora@customer.test>",
    ],
)
def test_people_are_no_machines(header):
    parsed = mail(header)
    assert not parsed.is_automatic
    assert not parsed.is_auto_reply
