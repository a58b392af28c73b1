"""The words by which mail programs introduce what they quote, in the languages they speak.

Written from what the programs print; a language is added by adding its words here.
"""

# ruff: noqa: RUF001 - Letters of other scripts are what this file is about.

COLONS = (":", "\uff1a")  # The second is the wide one of Chinese and Japanese.

FROM, DATE, TO, SUBJECT, OTHER = "from", "date", "to", "subject", "other"

_HEADER_WORDS = {
    FROM: "from|von|de|da|van|från|fra|od|lähettäjä|kimden|gönderen|от|от кого|від|від кого|发件人|寄件者|"
    "寄件人|發件人|"
    "差出人|送信者|보낸 사람|보낸사람|feladó|de la|expéditeur|remitente|remetente|mittente|absender|afzender|"
    "avsändare|"
    "avsender|afsender|nadawca|odesílatel|από|מאת|من|dari|từ|отправитель|pengirim|saatja|no|nuo|von absender",
    DATE: "sent|date|gesendet|datum|envoyé|envoyé le|enviado|enviado el|enviado em|enviada em|enviada|fecha|data|"
    "inviato|verzonden|verzonden op|skickat|sendt|dato|wysłano|odesláno|odoslané|lähetetty|päivämäärä|gönderildi|"
    "gönderilme|tarih|отправлено|дата|надіслано|发送时间|发送日期|日期|時間|时间|寄件日期|"
    "送信日時|日時|日付|보낸 날짜|날짜|"
    "küldve|dátum|trimis|ημερομηνία|στάλθηκε|נשלח|תאריך|تاريخ|تاريخ الإرسال|dikirim|tanggal|ngày|đã gửi|poslano|"
    "poslané|sendt den|data wysłania",
    TO: "to|an|à|para|a|aan|till|til|do|komu|vastaanottaja|kime|alıcı|кому|до|收件人|收件者|宛先|받는 사람|받는사람|"
    "címzett|către|προς|אל|إلى|kepada|đến|empfänger|destinataire|destinatario|destinatário|za|saaja",
    SUBJECT: "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|predmet|aihe|konu|"
    "тема|主题|主旨|主題|件名|제목|tárgy|subiect|θέμα|נושא|الموضوع|موضوع|perihal|subjek|chủ đề|risposta|zadeva",
    OTHER: "cc|bcc|kopie|copie|cópia|copia|kopia|kopi|копия|копія|抄送|副本|参照|참조|másolatot kap|kopio|bilgi|"
    "reply-to|reply to|antwort an|répondre à|responder a|rispondi a|svara till|importance|priority|priorité|"
    "wichtigkeit|attachments|anlagen|organization|organisation|to cc|message-id|newsgroups",
}
HEADER_KINDS = {word: kind for kind, words in _HEADER_WORDS.items() for word in words.split("|")}

# "wrote", as it stands at the end or in the middle of "On Monday Ada wrote:".
VERBS = (
    r"wrote|writes|write|said|says|"  # English
    r"schrieb|geschrieben|schrieben|"  # German
    r"a écrit|a ecrit|écrit|a envoyé|"  # French
    r"escribió|escribio|escribi[oó]|ha escrito|escreveu|"  # Spanish, Portuguese
    r"ha scritto|scrive|scritto|"  # Italian
    r"schreef|heeft geschreven|geschreven|"  # Dutch
    r"skrev|skreiv|kirjoitti|skrifaði|"  # Scandinavian, Finnish, Icelandic
    r"napisał|napisała|napisał\(a\)|napisal|napsal|napsala|napísal|napísala|"  # Polish, Czech, Slovak
    r"написал|написала|написал\(а\)|писал|пише|пишет|написав|написала|"  # Russian, Ukrainian
    r"написа|је написао|je napisao|je napisala|je napisal|je pisao|"  # South Slavic
    r"írta|ezt írta|a scris|έγραψε|tarihinde şunu yazdı|şunu yazdı|şunları yazdı|yazdı|"
    r""  # Hungarian, Romanian, Greek, Turkish
    r"kirjutas|rakstīja|parašė|menulis|đã viết|viết|"  # Baltic, Indonesian, Vietnamese
    r"כתב|כתבה|כתב/ה|מאת|كتب|كتبت|"  # Hebrew, Arabic
    r"写道|寫道|書きました|のメール|작성|님이 작성"  # Chinese, Japanese, Korean
)

# How the line begins, when it does not begin with a date or a name.
LEADS = (
    "on in at am um den der le il el em en op på dne dnia w den kl. pada vào tarihinde στις la в 于 在 dana le "
    "il giorno ons. ma di wo do vr za zo mån tis ons tors fre lör sön el día em data dňa pe ti ke to"
).split()

ORIGINAL = frozenset(
    """
    original message|original email|original mail|originalnachricht|original-nachricht|ursprüngliche nachricht|
    urspruengliche nachricht|originale nachricht|ursprungliche nachricht|message d'origine|message d’origine|
    message original|message initial|courriel original|mensaje original|mensagem original|messaggio originale|
    messaggio originale da|oorspronkelijk bericht|origineel bericht|originalmeddelande|ursprungligt meddelande|
    opprinnelig melding|original meddelelse|oprindelig meddelelse|alkuperäinen viesti|wiadomość oryginalna|
    oryginalna wiadomość|původní zpráva|původní e-mail|pôvodná správa|orijinal mesaj|özgün ileti|
    исходное сообщение|пересылаемое исходное сообщение|оригинальное сообщение|первоначальное сообщение|
    вихідне повідомлення|eredeti üzenet|mesaj original|mesajul original|αρχικό μήνυμα|הודעה מקורית|
    الرسالة الأصلية|原始邮件|原始郵件|原邮件|元のメッセージ|원본 메시지|원본 메일|
    pesan asli|tin nhắn gốc|izvorna poruka|
    izvirno sporočilo|original appointment|urspr. nachricht|reply message|original
    """.replace("\n    ", "")
    .replace("\n", "")
    .strip()
    .split("|")
)
FORWARDED = frozenset(
    """
    forwarded message|forwarded mail|begin forwarded message|forwarded by|weitergeleitete nachricht|
    anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|beginn der weitergeleiteten nachricht|
    message transféré|message transmis|début du message transféré|début du message réexpédié|mensaje reenviado|
    inicio del mensaje reenviado|mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|
    início da mensagem reencaminhada|messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato|
    doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|vidarebefordrat brev|
    vidarebefordrat mejl|videresendt melding|videresendt meddelelse|videresendt besked|start på videresendt besked|
    välitetty viesti|edelleenlähetetty viesti|przesłana wiadomość|wiadomość przekazana dalej|treść przekazanej dalej|
    přeposlaná zpráva|přeposlaný e-mail|preposlaná správa|iletilen mesaj|yönlendirilmiş ileti|
    пересылаемое сообщение|перенаправленное сообщение|начало переадресованного сообщения|переслане повідомлення|
    továbbított üzenet|mesaj redirecționat|προωθημένο μήνυμα|הודעה שהועברה|رسالة تم تحويلها|رسالة معاد توجيهها|
    转发的邮件|转发邮件|已转发邮件|轉寄郵件|轉寄訊息|転送メッセージ|전달된 메시지|pesan terusan|thư đã chuyển tiếp|
    proslijeđena poruka|posredovano sporočilo
    """.replace("\n    ", "")
    .replace("\n", "")
    .strip()
    .split("|")
)
ABOVE = (
    "reply above this line",
    "type your reply above",
    "write above this line",
    "antworten sie oberhalb dieser zeile",
    "répondre au-dessus de cette ligne",
    "répondez au-dessus de cette ligne",
    "responda por encima de esta línea",
    "rispondi sopra questa riga",
    "antwoord boven deze lijn",
)
FORWARD_SUBJECTS = (
    "fw:",
    "fwd:",
    "wg:",
    "tr:",
    "rv:",
    "i:",
    "enc:",
    "doorst:",
    "vb:",
    "vs:",
    "vl:",
    "pd:",
    "пер:",
    "转发:",
    "轉寄:",
)
