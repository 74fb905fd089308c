# SPDX-License-Identifier: MIT
"""An mbox of invented mails as a salesperson gets them, always the same: write(PATH, COUNT)."""

import base64
import quopri
import random

PEOPLE = [("Ada Byron", "ada@ours.example"), ("Ben Stone", "ben@ours.example"), ("Jan Novák", "jan@novak.example"),
          ("Zoë Marchand", "zoe.marchand@atelier.example"), ("Müller, Käthe", "kaethe@mueller-werke.example"),
          ("Wei Chen", "wei@harbour.example"), ("Inés Ortega", "ines@ortega.example"), ("Tom Ashby", "t.ashby@ashby.example")]
WORDS = ("the offer for your machines is ready and we would like to hear whether the price of last week still holds because "
         "our colleagues in Vienna asked for forty pumps until the end of March please call me or write a short answer when you "
         "have seen the drawings we sent with the contract thank you for the friendly meeting yesterday").split()
NEWSLETTER_ROW = ('<tr><td style="padding:12px;font-family:Arial,sans-serif"><a href="https://news.shop.example/c/%d?u=%d">'
                  '<img src="https://img.shop.example/%d.png" width="180" height="120" alt="A pump"></a><p style="color:#333">'
                  '%s</p><span style="font-size:11px">&euro;&nbsp;%d.00</span></td></tr>\n')


def prose(chance, sentences):
    out = []
    for _ in range(sentences):
        out.append(" ".join(chance.choice(WORDS) for _ in range(chance.randint(5, 18))).capitalize() + ".")
    return " ".join(out)


def paragraphs(chance, count):
    return "\n\n".join(prose(chance, chance.randint(1, 5)) for _ in range(count))


def fold(text, width=72):
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + len(word) >= width:
                lines.append(line)
                line = ""
            line += (" " if line else "") + word
        lines.append(line)
    return "\n".join(lines)


def word(text):
    if text.isascii():
        return '"%s"' % text if "," in text else text
    return "=?utf-8?Q?%s?=" % "".join(chr(c) if chr(c).isalnum() and c < 128 else "=%02X" % c for c in text.encode())


def address(person):
    return "%s <%s>" % (word(person[0]), person[1])


def signature(person, chance):
    return "-- \n%s\nHead of Sales\nEngine Works GmbH\nTel. +49 30 %07d\nhttps://www.ours.example\n" % (
        person[0], chance.randrange(10**7))


def quoted(text):
    return "".join(("> " + line if not line.startswith(">") else ">" + line) + "\n" for line in text.split("\n"))


def part(kind, text, encoding):
    body = text.encode()
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    return "Content-Type: %s; charset=\"utf-8\"\nContent-Transfer-Encoding: %s\n\n%s\n" % (kind, encoding, body.decode())


def html_of(text, tail=""):
    return ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>p.MsoNormal{margin:0cm;'
            'font-size:11.0pt;font-family:"Calibri",sans-serif}</style></head><body lang="EN-GB"><div class="WordSection1">' +
            "".join('<p class="MsoNormal"><span style="color:#1F497D">%s<o:p>&nbsp;</o:p></span></p>\n' % one
                    for one in text.split("\n\n")) + tail + "</div></body></html>\n")


def body(chance, author, other):
    """Fields of the content and the content."""
    text = paragraphs(chance, chance.randint(1, 4))
    old = fold(paragraphs(chance, chance.randint(1, 6)))
    said = "On Mon, 2 Mar 2026 at 10:%02d, %s <%s> wrote:" % (chance.randrange(60), other[0], other[1])
    plain = "%s\n\n%s\n%s\n%s" % (fold(text), signature(author, chance), said, quoted(old + "\n" + quoted(old)))
    kind = chance.random()
    if kind < 0.30:
        return part("text/plain", plain, "quoted-printable" if chance.random() < 0.4 else "8bit")
    tail = '<div class="gmail_quote"><div class="gmail_attr">%s</div><blockquote class="gmail_quote">%s</blockquote></div>' % (
        said.replace("<", "&lt;").replace(">", "&gt;"), old.replace("\n", "<br>\n"))
    if kind < 0.60:
        tail = tail if chance.random() < 0.5 else (
            '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> %s<br><b>Sent:</b> Monday, '
            '2 March 2026 10:00<br><b>To:</b> %s<br><b>Subject:</b> Offer</p></div>%s' % (other[0], author[0], html_of(old)))
        return ('Content-Type: multipart/alternative; boundary="=_alt"\n\n--=_alt\n' + part("text/plain", plain, "quoted-printable") +
                "--=_alt\n" + part("text/html", html_of(text, tail), "quoted-printable") + "--=_alt--\n")
    if kind < 0.72:
        rows = "".join(NEWSLETTER_ROW % (n, chance.randrange(10**6), n, prose(chance, 2), chance.randrange(900))
                       for n in range(chance.randint(10, 60)))
        return "List-Unsubscribe: <https://news.shop.example/u>\nPrecedence: bulk\n" + part(
            "text/html", "<html><body><div style=\"display:none\">All about pumps</div><table>%s</table></body></html>" % rows,
            "base64" if chance.random() < 0.5 else "quoted-printable")
    if kind < 0.90:
        file = base64.encodebytes(chance.randbytes(chance.randint(2000, 90000))).decode()
        return ('Content-Type: multipart/mixed; boundary="=_mix"\n\n--=_mix\n' + part("text/plain", plain, "8bit") +
                '--=_mix\nContent-Type: application/pdf; name="offer.pdf"\nContent-Disposition: attachment; filename="offer.pdf"\n'
                "Content-Transfer-Encoding: base64\n\n" + file + "--=_mix--\n")
    if kind < 0.95:
        return ('Auto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary="=_r"\n\n--=_r\n'
                "Content-Type: text/plain\n\nYour mail could not be delivered.\n\n--=_r\nContent-Type: message/delivery-status\n\n"
                "Reporting-MTA: dns; mx.ours.example\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: "
                "smtp; 550 5.1.1 unknown\n\n--=_r--\n" % other[1])
    event = ("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:%d@ours.example\nDTSTART:20260302T100000Z\nSUMMARY:Pumps\n"
             "ORGANIZER:mailto:%s\nATTENDEE:mailto:%s\nEND:VEVENT\nEND:VCALENDAR\n" % (chance.randrange(10**9), author[1], other[1]))
    return ('Content-Type: multipart/alternative; boundary="=_cal"\n\n--=_cal\n' + part("text/plain", text, "8bit") + "--=_cal\n" +
            part("text/calendar; method=REQUEST", event, "base64") + "--=_cal--\n")


def mail(chance, number):
    author, other = chance.sample(PEOPLE, 2)
    ids = "".join(" <%d.%d@mail.example>\n" % (number // 10, n) for n in range(chance.randint(0, 6)))
    head = "".join("Received: from mx%d.example by mail.ours.example with ESMTPS id %x;\n\tMon, 2 Mar 2026 10:%02d:00 +0100\n" % (
        n, chance.randrange(1 << 60), n) for n in range(4))
    head += "DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=k1;\n\tb=%s\n" % base64.b64encode(chance.randbytes(180)).decode()
    head += "From: %s\nTo: %s\nSubject: %s\nDate: Mon, 2 Mar 2026 10:%02d:%02d +0100\nMessage-ID: <%d@mail.example>\n" % (
        address(author), address(other), word("Re: %s für %s" % (prose(chance, 1)[:30].strip(), other[0])),
        chance.randrange(60), chance.randrange(60), number)
    if ids:
        head += "References:" + ids
    return head + "MIME-Version: 1.0\n" + body(chance, author, other)


def write(path, count):
    chance = random.Random(1)
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            text = "\n".join(">" + line if line.lstrip(">").startswith("From ") else line
                             for line in mail(chance, number).split("\n"))
            out.write("From x@mail.example Mon Mar  2 10:00:00 2026\n%s\n\n" % text.rstrip("\n"))
