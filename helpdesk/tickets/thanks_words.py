"""How people say thank you, by language: words that may come before, words that thank, words that may follow.

Kept as they come out of `gratitude.words_of`: lower case, without signs. A language that is written without spaces has
its whole phrases here. Nouns such as "help" only follow ("Help! Thanks" asks for something), and words that could turn
the meaning (no, but, not) stand nowhere.
"""

# ruff: noqa: RUF001 -- People thank in many scripts.

from typing import NamedTuple


class Thanks(NamedTuple):
    """One language. At least one word of `thanking` must be there; before the first one only `leading` may stand."""

    leading: frozenset[str]
    thanking: frozenset[str]
    following: frozenset[str]


def _of(leading: str, thanking: str, following: str) -> Thanks:
    return Thanks(frozenset(leading.split()), frozenset(thanking.split()), frozenset(following.split()))


EVERYWHERE = frozenset("ok okay okey hi hello super perfect top great bravo".split())

LANGUAGES = {
    "en": _of(
        "many so very dear all good awesome excellent brilliant wonderful lovely amazing nice i really a big million",
        "thanks thank thx tnx thankyou cheers ty appreciated appreciate",
        "you so very much a lot many again all for your the quick fast prompt kind help reply response support indeed "
        "both team really everything good awesome excellent brilliant wonderful lovely amazing nice regards best kind "
        "warm bunch million ton lots it",
    ),
    "de": _of(
        "vielen lieben herzlichen besten tausend alles klar prima toll klasse ich hallo sehr gut perfekt wir",
        "danke dankeschön dank merci bedanke bedanken",
        "schön sehr vielen lieben für die das ihre eure deine schnelle rasche hilfe antwort unterstützung nochmals "
        "noch mal mich uns prima toll klasse wunderbar perfekt alles gut grüße gruß mit freundlichen viele liebe ihnen "
        "dir euch und",
    ),
    "fr": _of(
        "un grand mille je vous te parfait bonjour bonsoir génial nous",
        "merci remercie remercions mercis remerciements",
        "beaucoup bien à vous toi mille pour votre ton aide réponse rapide la le encore infiniment parfait bonne "
        "journée soirée cordialement tout et génial",
    ),
    "es": _of(
        "muchas muchísimas mil perfecto genial vale hola se lo te le muy",
        "gracias agradezco agradecida agradecido",
        "muchas mil por su tu la el ayuda respuesta rápida todo de nuevo perfecto genial un saludo saludos cordial y",
    ),
    "it": _of(
        "mille molte tante vi ti la perfetto ottimo ciao",
        "grazie ringrazio ringraziamo",
        "mille molte tante di per la il l aiuto risposta rapida ancora perfetto ottimo tutto cordiali saluti infinite",
    ),
    "pt": _of(
        "muito muita muitíssimo olá perfeito ótimo",
        "obrigado obrigada agradeço obrigadão valeu",
        "muito pela pelo ajuda resposta rápida a o desde já tudo perfeito ótimo abraço cumprimentos atenciosamente e",
    ),
    "nl": _of(
        "heel hartelijk prima hoi",
        "bedankt dank dankjewel dankuwel",
        "je u wel heel erg hartelijk veel voor de het uw jullie snelle hulp reactie antwoord nogmaals prima groet "
        "groeten met vriendelijke en",
    ),
    "sv": _of("hej stort tusen bra toppen", "tack tackar", "så mycket för hjälpen svaret det snabba er din hälsningar"),
    "da": _of("mange tusind hej fint", "tak", "mange for hjælpen svaret det hurtige din jeres så meget hilsen venlig"),
    "no": _of("tusen mange hei fint", "takk", "for hjelpen svaret det raske så mye hilsen vennlig"),
    "fi": _of("hei paljon hyvä hienoa", "kiitos kiitoksia kiitän", "paljon kovasti avusta vastauksesta terveisin"),
    "pl": _of(
        "bardzo serdecznie wielkie dzień dobry ślicznie",
        "dziękuję dziękujemy dzięki dziekuje dzieki",
        "bardzo serdecznie za pomoc odpowiedź szybką pozdrawiam i jeszcze raz",
    ),
    "cs": _of("moc mockrát dobrý den", "děkuji děkuju díky dík děkujeme", "moc mockrát vám za pomoc odpověď rychlou"),
    "sk": _of("veľmi pekne dobrý deň", "ďakujem ďakujeme vďaka", "veľmi pekne vám za pomoc odpoveď rýchlu"),
    "hu": _of("nagyon szépen", "köszönöm köszönjük köszi kösz", "szépen a az segítséget választ gyors"),
    "ro": _of("vă bună ziua", "mulțumesc multumesc mulțumim mersi", "mult foarte frumos pentru ajutor răspuns"),
    "hr": _of("puno lijepa najljepša", "hvala", "vam puno lijepa na pomoći odgovoru"),
    "sl": _of("lepa najlepša", "hvala", "vam lepa za pomoč odgovor"),
    "el": _of("σας", "ευχαριστώ ευχαριστούμε ευχαριστω", "πολύ πολυ σας για τη την βοήθεια απάντηση"),
    "ru": _of(
        "большое огромное очень здравствуйте отлично",
        "спасибо благодарю благодарим спс",
        "большое огромное вам тебе за помощь ответ быстрый вас",
    ),
    "uk": _of("щиро дуже чудово", "дякую дякуємо спасибі", "дуже щиро вам за допомогу відповідь швидку велике"),
    "bg": _of("много", "благодаря благодарим мерси", "много ви за помощта отговора бързия"),
    "tr": _of("çok merhaba", "teşekkürler teşekkür tesekkurler sağolun", "ederim ederiz çok için yardımınız cevabınız"),
    "ar": _of("", "شكرا شكراً شكرًا أشكركم مشكورين", "جزيلا جزيلاً جزيلًا لك لكم على المساعدة مساعدتكم"),
    "he": _of("המון", "תודה", "רבה לך לכם על העזרה התשובה מאוד"),
    "fa": _of("خیلی بسیار", "ممنون متشکرم سپاس مرسی", "از شما"),
    "hi": _of("बहुत आपका", "धन्यवाद शुक्रिया", "आपका आपकी मदद के लिए"),
    "id": _of("terima", "kasih makasih", "banyak atas bantuannya jawabannya ya"),
    "vi": _of("cảm cám xin", "ơn", "bạn rất nhiều anh chị"),
    "ca": _of("moltes", "gràcies mercès", "per la seva ajuda resposta"),
    "ja": _of(
        "誠に 大変 本当に どうも とても 了解です 了解しました 承知しました",
        "ありがとう ありがとうございます ありがとうございました どうもありがとう どうもありがとうございます "
        "どうもありがとうございました 有難うございます 感謝します 感謝いたします 助かりました",
        "よろしくお願いします",
    ),
    "zh": _of("好的 收到 好 非常", "谢谢 謝謝 多谢 多謝 感谢 感謝 非常感谢 非常感謝 谢谢你 謝謝你 谢谢您 謝謝您", "您"),
    "ko": _of("정말 대단히 네 너무 진심으로", "감사합니다 감사해요 감사드립니다 고맙습니다 고마워요", ""),
    "th": _of("", "ขอบคุณ ขอบคุณค่ะ ขอบคุณครับ ขอบคุณมาก ขอบคุณมากค่ะ ขอบคุณมากครับ", "มาก ค่ะ ครับ"),
}  # fmt: skip
