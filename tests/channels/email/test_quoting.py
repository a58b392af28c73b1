"""What is new in a plain text reply: no quote left, no word of the customer lost."""

# ruff: noqa: RUF001 - Introductions are written in every script.

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.channels.email.quoting import cut_quote

ANSWER = "Thank you, that helped.\n\nDora"
OLD = "> Please try again.\n> Ben"

INTRODUCTIONS = [
    "On Mon, Mar 2, 2026 at 9:00 AM, Ben <help@shop.test> wrote:",
    "On Mon, Mar 2, 2026 at 9:00 AM, Ben from the Shop <\nhelp@shop.test> wrote:",
    "On Monday, March 2, 2026, 09:00:00 AM GMT+1,\nBen from the Shop with a very long name <help@shop.test>\nwrote:",
    "On 2026-03-02 09:00, Ben wrote:",
    'Am 02.03.2026 09:00 schrieb "Ben" <help@shop.test\n>:',
    "On 2 Mar 2026, at 09:00, Ben <help@shop.test> wrote:",
    "Am 02.03.2026 um 09:00 schrieb Ben:",
    "Am Mo., 2. März 2026 um 09:00 Uhr schrieb Ben <help@shop.test>:",
    "Le lun. 2 mars 2026 à 09:00, Ben <help@shop.test> a écrit :",
    "El lun, 2 mar 2026 a las 9:00, Ben (<help@shop.test>) escribió:",
    "Em seg., 2 de mar. de 2026 às 09:00, Ben <help@shop.test> escreveu:",
    "Il giorno lun 2 mar 2026 alle ore 09:00 Ben <help@shop.test> ha scritto:",
    "Op ma 2 mrt 2026 om 09:00 schreef Ben <help@shop.test>:",
    "Den mån 2 mars 2026 kl 09:00 skrev Ben <help@shop.test>:",
    "man. 2. mar. 2026 kl. 09:00 skrev Ben <help@shop.test>:",
    "ma 2. maalisk. 2026 klo 9.00 Ben (help@shop.test) kirjoitti:",
    "pon., 2 mar 2026 o 09:00 Ben <help@shop.test> napisał(a):",
    "W dniu 02.03.2026 o 09:00, Ben pisze:",
    "Dne 2. 3. 2026 v 9:00 Ben napsal(a):",
    "пн, 2 мар. 2026 г. в 09:00, Ben <help@shop.test>:",
    "02.03.2026, 09:00, Ben <help@shop.test> написал:",
    "пн, 2 бер. 2026 р. о 09:00 Ben <help@shop.test> пише:",
    "2 Mar 2026 Pzt, saat 09:00 tarihinde Ben <help@shop.test> şunu yazdı:",
    "Ben <help@shop.test> ezt írta (időpont: 2026. márc. 2., H, 9:00):",
    "În lun., 2 mar. 2026 la 09:00, Ben <help@shop.test> a scris:",
    "Στις Δευ 2 Μαρ 2026 στις 9:00 π.μ., ο χρήστης Ben <help@shop.test> έγραψε:",
    "Ben <help@shop.test> 于2026年3月2日周一 09:00写道：",
    "2026年3月2日(月) 9:00 Ben <help@shop.test>:",
    "2026년 3월 2일 (월) 오전 9:00, Ben <help@shop.test>님이 작성:",
    "2026-03-02 9:00 GMT+01:00 Ben <help@shop.test>:",
    "---- On Mon, 02 Mar 2026 09:00:00 +0100 Ben <help@shop.test> wrote ----",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_answer_above_a_quote_stands_alone(introduction):
    assert cut_quote(f"{ANSWER}\n\n{introduction}\n\n{OLD}\n") == (ANSWER, f"{introduction}\n\n{OLD}")


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_answer_below_a_quote_stands_alone(introduction):
    assert cut_quote(f"{introduction}\n{OLD}\n\n{ANSWER}")[0] == ANSWER


ON_FRIDAY = "On Friday, March 6th, 2026 at 10:02 AM, Ben <help@shop.test> wrote:"
# As these programs write plain text: with and without marks of quotes, and with rules of their own.
PROGRAMS = {
    "Proton": f"\n\n{ON_FRIDAY}\n\n{OLD}",
    "Proton of 2022": f"\n\n------- Original Message -------\n{ON_FRIDAY}\n\n\n{OLD}",
    "Proton of old": f"\n\n{7 * chr(0x2010)} Original Message {7 * chr(0x2010)}\n{ON_FRIDAY}\n\n{OLD}",
    "Proton on a phone": "\n\n-------- Original Message --------\nOn Mar 6, 2026, 10:02, Ben < b@shop.test> wrote:\n\n"
    "Again?\nBen",
    "Yahoo": "\n\n    On Friday, March 6, 2026 at 10:02:33 AM GMT+1, Ben <b@shop.test> wrote:  \n \n Again?",
    "Yahoo in French": "\n\n    Le vendredi 6 mars 2026 à 10:02:33 UTC+1, Ben <b@shop.test> a écrit :  \n \n Essayez.",
    "Yahoo in German": "\n\n    Am Freitag, 6. März 2026 um 10:02 MEZ hat Ben <b@shop.test> Folgendes geschrieben:  \n"
    " \n Noch einmal?",
    "Yahoo of old": "\n\n      From: Ben <help@shop.test>\n To: Dora \n Sent: Friday, March 6, 2026 10:02 AM\n"
    " Subject: Re: kettle\n   \nAgain?",
    "Yahoo on Android": "\n \n  On Fri, Mar 6, 2026 at 10:02 AM, Ben<b@shop.test> wrote:   Again?\nBen\n  ",
    "Yahoo on an iPhone": "\n\n\nOn Friday, March 6, 2026, 10:02 AM, Ben <b@shop.test> wrote:\n\nAgain?",
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_protons_and_yahoos_programs_quote_is_cut(program):
    assert cut_quote(ANSWER + PROGRAMS[program])[0] == ANSWER


def test_a_line_that_only_looks_like_an_introduction_stays_whole():
    text = "Two things:   ask help@shop.test, and say when.\nOn Friday:   nobody@shop.test is there."
    assert cut_quote(text) == (text, "")


HEADERS = [
    ("From: Ben", "Sent: Monday, March 2, 2026 9:00", "To: Dora", "Subject: Your order"),
    ("*From:* Ben", "*Sent:* Monday", "*To:* Dora", "*Subject:* Your order"),
    ("Von: Ben", "Gesendet: Montag, 2. März 2026", "An: Dora", "Betreff: Ihre Bestellung"),
    ("De : Ben", "Envoyé : lundi 2 mars 2026", "À : Dora", "Objet : Votre commande"),
    ("De: Ben", "Enviado el: lunes", "Para: Dora", "Asunto: Su pedido"),
    ("De: Ben", "Enviado: segunda-feira", "Para: Dora", "Assunto: Seu pedido"),
    ("Da: Ben", "Inviato: lunedì", "A: Dora", "Oggetto: Il suo ordine"),
    ("Van: Ben", "Verzonden: maandag", "Aan: Dora", "Onderwerp: Uw bestelling"),
    ("Från: Ben", "Skickat: den 2 mars", "Till: Dora", "Ämne: Din order"),
    ("Fra: Ben", "Sendt: mandag", "Til: Dora", "Emne: Din ordre"),
    ("Lähettäjä: Ben", "Lähetetty: maanantai", "Vastaanottaja: Dora", "Aihe: Tilaus"),
    ("Od: Ben", "Wysłano: poniedziałek", "Do: Dora", "Temat: Zamówienie"),
    ("Od: Ben", "Odesláno: pondělí", "Komu: Dora", "Předmět: Objednávka"),
    ("От: Ben", "Отправлено: понедельник", "Кому: Dora", "Тема: Заказ"),
    ("Kimden: Ben", "Gönderildi: Pazartesi", "Kime: Dora", "Konu: Sipariş"),
    ("Feladó: Ben", "Küldve: hétfő", "Címzett: Dora", "Tárgy: Rendelés"),
    ("发件人: Ben", "发送时间: 2026年3月2日", "收件人: Dora", "主题: 订单"),
    ("差出人: Ben", "送信日時: 2026年3月2日", "宛先: Dora", "件名: 注文"),
    ("보낸 사람: Ben", "보낸 날짜: 2026년", "받는 사람: Dora", "제목: 주문"),
]


@pytest.mark.parametrize("header", HEADERS)
def test_the_header_block_of_outlook_ends_the_answer(header):
    block = "\n".join(header)
    assert cut_quote(f"{ANSWER}\n\n________________________________\n{block}\n\nOld words")[0] == ANSWER
    assert cut_quote(f"{ANSWER}\n\n" + "\n\n".join(header) + "\n\nOld words")[0] == ANSWER


@pytest.mark.parametrize(
    "line",
    [
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "-----Message d'origine-----",
        "-----Mensaje original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-------- Original message --------",
        "-----Исходное сообщение-----",
        "## Reply above this line ##",
    ],
)
def test_a_line_that_announces_the_original_ends_the_answer(line):
    assert cut_quote(f"{ANSWER}\n\n{line}\nOld words\nmore")[0] == ANSWER


def test_an_original_without_quote_marks_is_cut_below_an_answer():
    assert cut_quote(f"{ANSWER}\n\nOn 2 Mar 2026, at 09:00, Ben wrote:\n\nOld words\n\nmore")[0] == ANSWER


def test_answers_between_the_quotes_stay_with_them():
    text = "On 2 Mar 2026, at 09:00, Ben wrote:\n> Which colour?\n\nRed.\n\n> Which size?\n\nSmall.\n\n> Thanks\n> Ben"
    new, quoted = cut_quote(text)
    assert new == "> Which colour?\n\nRed.\n\n> Which size?\n\nSmall."
    assert "Thanks" in quoted


def test_a_quote_without_introduction_above_an_answer_stays():
    text = "> Which colour?\n\nRed, please."
    assert cut_quote(text) == (text, "")


@pytest.mark.parametrize(
    "text",
    [
        "---------- Forwarded message ---------\nFrom: Eve <eve@a.test>\nDate: Mon\nSubject: x\nTo: Dora\n\nThe words",
        "See below.\n\nBegin forwarded message:\n\n> From: Eve\n> Subject: x\n> To: Dora\n>\n> The words",
        "Bitte lesen\n\n-------- Weitergeleitete Nachricht --------\nBetreff: x\nVon: Eve\nAn: Dora\n\nThe words",
        "See below.\n\n> Begin forwarded message:\n>\n> From: Eve\n>\n> The words",
    ],
)
def test_forwarded_mail_stays(text):
    assert cut_quote(text) == (text, "")


def test_what_outlook_forwards_stays_when_the_subject_says_so():
    text = "See below.\n\nFrom: Eve\nSent: Monday\nTo: Dora\nSubject: x\n\nThe words"
    assert cut_quote(text, is_forward=True) == (text, "")
    assert cut_quote(text)[0] == "See below."


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I wrote to you, and nobody answered.\nPlease look.",
        "I have these questions:\n1. When?\n2. How much?",
        "He wrote:\nwe will come at 10:30.\nBut nobody came.",
        "My trip:\nFrom: London\nTo: Paris\nDate: 5 May 2026\nPlease change it.",
        "a -- b\n---\nstill mine\n-----\nand this",
        "Error at 10:30:\nfoo@bar.test: not found\n2026-03-02 10:30 restart",
        "Email: dora@customer.test\nSubject matter: none\nFrom now on: call me",
        "> only a quote",
        "Original message was lost, sorry.",
        "",
    ],
)
def test_ordinary_words_are_never_cut(text):
    assert cut_quote(text) == (text, "")


def test_nothing_new_means_everything_is_shown():
    text = "On 2 Mar 2026, at 09:00, Ben wrote:\n> old\n> words"
    assert cut_quote(text) == (text, "")


LINES = st.sampled_from(
    [
        *INTRODUCTIONS,
        OLD,
        ANSWER,
        "",
        "> ",
        "-----Original Message-----",
        "From: a",
        "Sent: b",
        "Subject: c",
        "words",
        "| bar",
        "--",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=30).map("\n".join))
def test_every_line_is_either_new_or_quoted(text):
    new, quoted = cut_quote(text)
    lines = sorted(line for line in (new + "\n" + quoted).split("\n") if line.strip())
    assert [line.strip() for line in lines] == [line.strip() for line in sorted(text.split("\n")) if line.strip()]


def test_a_quote_above_a_signature_goes_and_the_signature_stays():
    text = f"{ANSWER}\n\n{OLD}\n\n--\nDora Customer\n+49 30 123"
    assert cut_quote(text) == (f"{ANSWER}\n\n--\nDora Customer\n+49 30 123", OLD)


def test_a_contact_form_is_no_quote():
    form = "From: Dora <d@a.test>\nTo: help@shop.test\nSubject: Broken\nMessage:\nIt leaks."
    text = f"A new message from your site:\n\n{form}"
    assert cut_quote(text) == (text, "")
