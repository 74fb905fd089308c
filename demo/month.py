# SPDX-License-Identifier: MIT
"""March 2026 in the mailboxes of a small sales team, all of it invented.

Nordlicht makes sensors for cold rooms. Ada Keller sells from Berlin, in German and English; Ben
Ortiz sells from London; Lena Vogt leads the two. month() gives the mails in the order in which
they were written; who of the team has a copy follows from the addresses.
"""

import email
import email.policy

from house import mail, mail_date, seconds

DOMAIN = "nordlicht.example"
TEAM = {"ada": "Ada Keller", "ben": "Ben Ortiz", "lena": "Lena Vogt"}
ZONES = {"ben": "Europe/London"}

PEOPLE = {
    "ada": "Ada Keller <ada@nordlicht.example>",
    "ben": "Ben Ortiz <ben@nordlicht.example>",
    "lena": "Lena Vogt <lena@nordlicht.example>",
    "jan": "Jan Novak <jan.novak@novak-logistics.example>",
    "sabine": "Sabine Brandt <s.brandt@brandt-frische.example>",
    "maria": "Maria Rossi <maria@cantina-rossi.example>",
    "tom": "Tom Walsh <tom.walsh@walshfoods.example>",
    "priya": "Priya Nair <priya.nair@deltapharm.example>",
    "ole": "Ole Hansen <ole@fjordfisk.example>",
    "peter": "Peter Hill <peter@oldmill.example>",
}

SIGNATURES = {
    "ada": "Ada Keller\nNordlicht Sensorik GmbH\nTel. +49 30 5550 1201",
    "ben": "Ben Ortiz\nNordlicht Sensors Ltd\n+44 20 5550 1402",
    "lena": "Lena Vogt",
    "jan": "Jan Novak\nHead of Fleet, Novak Logistics\n+420 555 010 220\nwww.novak-logistics.example",
    "sabine": "Sabine Brandt\nEinkauf\nBrandt Frische GmbH\nTel. 0221 5550 310",
    "priya": "Dr. Priya Nair\nQuality Assurance, Delta Pharm",
    "tom": "Tom",
}

PDF = b"%PDF-1.4\n% an invented offer, too short to print\n%%EOF\n"
QUOTE_WORDS = {"de": "Am %s schrieb %s:", "en": "On %s, %s wrote:"}


class Month:
    def __init__(self):
        self.mails = []  # (at, EmailMessage)
        self.by_id = {}
        self.written = {}

    def add(self, at, sender, to, text, subject=None, reply=None, language="en", cc=(), **more):
        """One mail. REPLY is the number of the mail it answers, which is quoted below the text."""
        number = len(self.mails) + 1
        above = self.by_id.get(reply)
        if subject is None:
            subject = str(above["Subject"])
            subject = subject if subject.startswith(("Re:", "AW:")) else "Re: " + subject
        body = text.strip() + "\n"
        if above is not None and not more.get("html"):
            words = QUOTE_WORDS[language] % (str(above["Date"])[5:16], str(above["From"]).partition(" <")[0])
            body += "\n%s\n%s" % (words, "".join("> %s\n" % line for line in self.written[reply].splitlines()))
        if sender in SIGNATURES:
            body += "\n-- \n%s\n" % SIGNATURES[sender]
        address = PEOPLE[sender]
        made = mail(address, ", ".join(PEOPLE[name] for name in to), subject, body, at,
                    "m%02d.march@%s" % (number, address.partition("@")[2].rstrip(">")), reply=above,
                    cc=", ".join(PEOPLE[name] for name in cc), **more)
        self.mails.append((at, made))
        self.by_id[number] = made
        self.written[number] = text.strip()
        return number

    def add_made(self, at, made):
        self.mails.append((at, made))
        self.by_id[len(self.mails)] = made


def newsletter(at, number):
    made = mail("Cold Chain Weekly <news@coldchainweekly.example>", PEOPLE["ada"], "Cold Chain Weekly #%d" % number,
                "This week: five ways to read a thermometer.\n\nUnsubscribe: https://coldchainweekly.example/u\n", at,
                "issue%d@coldchainweekly.example" % number,
                html="<h1>Cold Chain Weekly</h1><p>This week: five ways to read a thermometer.</p>"
                     "<img src=\"https://coldchainweekly.example/pixel.gif\">",
                headers=(("List-Unsubscribe", "<https://coldchainweekly.example/u>"), ("Precedence", "bulk"),
                         ("List-Id", "Cold Chain Weekly <weekly.coldchainweekly.example>")))
    return made


def away(at, above):
    return mail(PEOPLE["tom"], PEOPLE["ben"], "Automatic reply: " + str(above["Subject"]),
                "Thank you for your message. I am out of the office until 30 March 2026 and will answer then.\n\n"
                "Tom Walsh\n", at, "away1@walshfoods.example", reply=above,
                headers=(("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")))


def bounce(at, above):
    """RFC 3464, as a mail server writes it."""
    boundary = "=-bounce"
    return ("Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mail.nordlicht.example>\r\n"
            "To: ben@nordlicht.example\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: %s\r\n"
            "Message-ID: <bounce1@mail.nordlicht.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"%s\"\r\n\r\n"
            "--%s\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
            "Your message could not be delivered to one or more recipients.\r\n\r\n"
            "<peter@oldmill.example>: host mx.oldmill.example said: 550 5.1.1 User unknown\r\n\r\n"
            "--%s\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mail.nordlicht.example\r\n\r\n"
            "Final-Recipient: rfc822; peter@oldmill.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
            "--%s\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            "From: %s\r\nTo: peter@oldmill.example\r\nSubject: %s\r\nMessage-ID: %s\r\n\r\n--%s--\r\n" % (
                mail_date(at), boundary, boundary, boundary, boundary, above["From"], above["Subject"],
                above["Message-ID"], boundary)).encode()


def month():
    m = Month()
    add = m.add

    # Maria, first in HTML: an order from the first question to the thanks.
    n = add("2026-03-02T09:12:00+01:00", "maria", ["ada"], "Good morning Ada,\n\nwe met at the fair in Bologna. How much "
            "is the sensor for a wine cellar of 200 square metres?\n\nMaria Rossi", subject="Sensors for our cellar",
            html="<div>Good morning Ada,</div><div><br></div><div>we met at the fair in Bologna. How much is the sensor "
                 "for a wine cellar of <b>200 square metres</b>?</div><div>Maria Rossi</div>")
    n = add("2026-03-02T11:40:00+01:00", "ada", ["maria"], "Dear Maria,\n\nsix sensors and one base station, 1,340 EUR "
            "together. The offer is attached.", reply=n, attachments=[("Offer-2026-031.pdf", "application/pdf", PDF)])
    n = add("2026-03-03T10:05:00+01:00", "maria", ["ada"], "Perfect, we take it. Can you deliver before Easter?", reply=n)
    n = add("2026-03-03T10:31:00+01:00", "ada", ["maria"], "Yes, it leaves here on the 16th. Thank you, Maria!", reply=n)
    n = add("2026-03-19T17:20:00+01:00", "maria", ["ada"], "It is here and it works. Grazie mille!", reply=n)
    add("2026-03-20T09:02:00+01:00", "ada", ["maria"], "Wonderful. Enjoy the cellar!", reply=n)

    # Jan, who answers within the hour and waits now.
    n = add("2026-03-04T14:02:00+01:00", "jan", ["ada"], "Hello Ada,\n\nwe run 60 refrigerated trucks and lose a load a "
            "month. Do your sensors work on the road?", subject="Sensors for refrigerated trucks")
    n = add("2026-03-04T15:10:00+01:00", "ada", ["jan"], "Hello Jan,\n\nthey do: they keep a day of readings when there is "
            "no network. Shall I send two for a test?", reply=n)
    n = add("2026-03-04T15:48:00+01:00", "jan", ["ada"], "Two would be great. To our yard in Brno, please.", reply=n)
    n = add("2026-03-05T09:15:00+01:00", "ada", ["jan"], "They are on their way.", reply=n)
    n = add("2026-03-23T10:20:00+01:00", "jan", ["ada"], "Hello Ada,\n\nthe two sensors did well. Can you send the offer "
            "for 40 by Friday? Our budget closes at the end of the month.", reply=n)

    # Sabine, in German: an offer that waits for her.
    n = add("2026-03-06T08:45:00+01:00", "sabine", ["ada"], "Guten Morgen Frau Keller,\n\nwir suchen eine Überwachung für "
            "drei Kühlhäuser in Köln. Was würde das kosten?", subject="Überwachung Kühlhäuser", language="de")
    n = add("2026-03-06T10:30:00+01:00", "ada", ["sabine"], "Guten Tag Frau Brandt,\n\ngern. Wie viele Türen hat jedes "
            "Kühlhaus?", reply=n, language="de")
    n = add("2026-03-06T11:55:00+01:00", "sabine", ["ada"], "Vier, vier und zwei.", reply=n, language="de")
    n = add("2026-03-09T09:20:00+01:00", "ada", ["sabine"], "Vielen Dank. Ich rechne es durch und melde mich.", reply=n,
            language="de")
    add("2026-03-17T16:10:00+01:00", "ada", ["sabine"], "Guten Tag Frau Brandt,\n\nanbei unser Angebot über 4.870 EUR. "
        "Passt der Termin Mitte April für den Einbau?", reply=n, language="de", cc=["lena"],
        attachments=[("Angebot-2026-044.pdf", "application/pdf", PDF)])

    # Tom, with Ben: on holiday.
    n = add("2026-03-10T10:00:00+00:00", "ben", ["tom"], "Hi Tom,\n\nyour contract ends in April. Shall we talk about the "
            "next two years?", subject="Your contract for 2026")
    n = add("2026-03-10T13:25:00+00:00", "tom", ["ben"], "Hi Ben, yes. What would 20 more sensors do to the price?", reply=n)
    n = add("2026-03-20T15:30:00+00:00", "ben", ["tom"], "Ten per cent off for all of them. Would that work for you?",
            reply=n)
    m.add_made("2026-03-20T15:30:20+00:00", away("2026-03-20T15:30:20+00:00", m.by_id[n]))

    # Priya, known to both: the team sees that it is one person.
    n = add("2026-03-11T09:30:00+00:00", "priya", ["ben"], "Dear Mr Ortiz,\n\ndo your sensors come with a calibration "
            "certificate? We need one for every batch of vaccines.", subject="Calibration certificates")
    n = add("2026-03-11T11:05:00+00:00", "ben", ["priya"], "Dear Dr Nair,\n\nevery sensor has one, renewed each year. My "
            "colleague Ada Keller knows the pharma side; she is in copy.", reply=n, cc=["ada"])
    n = add("2026-03-12T10:15:00+01:00", "ada", ["priya"], "Dear Dr Nair,\n\nhere is a sample certificate.", reply=n,
            cc=["ben"], attachments=[("certificate-sample.pdf", "application/pdf", PDF)])
    n = add("2026-03-13T08:50:00+00:00", "priya", ["ada"], "Thank you both, that is what our auditor wants to see. I will "
            "come back when the budget is through.", reply=n, cc=["ben"])
    add("2026-03-13T10:00:00+01:00", "ada", ["priya"], "You are welcome. Until then!", reply=n)

    # A mail that never arrived.
    n = add("2026-03-18T10:10:00+00:00", "ben", ["peter"], "Hi Peter, it has been a while. How are the cold rooms doing?",
            subject="Catching up")
    m.add_made("2026-03-18T10:10:30+00:00", bounce("2026-03-18T10:10:30+00:00", m.by_id[n]))

    # Somebody new.
    add("2026-03-24T07:55:00+01:00", "ole", ["ben"], "Hello,\n\nwe export salmon and saw your sensors at a partner's. Who "
        "can tell me what 15 of them cost, and how fast you deliver to Bergen?\n\nOle Hansen, Fjordfisk AS",
        subject="15 sensors to Bergen")

    # Noise: newsletters, and talk among colleagues.
    for issue, day in enumerate(("04", "11", "18", "25")):
        at = "2026-03-%sT06:00:00+01:00" % day
        m.add_made(at, newsletter(at, 141 + issue))
    n = add("2026-03-16T12:00:00+01:00", "lena", ["ada", "ben"], "Numbers for the quarter by the 31st, please.",
            subject="Quarter")
    add("2026-03-16T12:20:00+01:00", "ada", ["lena"], "Will do.", reply=n, cc=["ben"])
    return sorted(m.mails, key=lambda pair: seconds(pair[0]))


def fill(house):
    """Every mail into the mailboxes it belongs to; returns how many there are."""
    mails = month()
    for at, made in mails:
        parsed = email.message_from_bytes(made, policy=email.policy.default) if isinstance(made, bytes) else made
        sender = house.user_of(parsed["From"].addresses[0].addr_spec)
        if sender is not None:
            house.deliver(sender, "Sent", made, at)
        for field in ("To", "Cc"):
            for to in parsed[field].addresses if parsed[field] else ():
                user = house.user_of(to.addr_spec)
                if user is not None:
                    house.deliver(user, "INBOX", made, at)
    return len(mails)
