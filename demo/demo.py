#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a user of kith gets, shown on an invented team's March 2026 (demo/month.py).

A private Dovecot and SMTP server are started, kith reads the mailboxes and writes its mails, all
at fixed times, so that what is printed is the same every time (docs/demo.txt).
"""

import os
import re
import signal
import sys
import zoneinfo

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "e2e"))
sys.dont_write_bytecode = True
import month  # noqa: E402
from house import House, PASSWORD, seconds  # noqa: E402

FIRST = "2026-03-26T10:05:00+01:00"
ANSWER = "2026-03-26T10:30:00+01:00"
SECOND = "2026-03-26T10:35:00+01:00"
MONDAY = "2026-03-30T09:05:00+02:00"
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
WIDTH = 110


def title(text):
    print("\n=== %s\n" % text)


def tell(text):
    print(text)


def align(text):
    """The columns of a pipe, as a terminal would show them."""
    rows = [line.split("\t") for line in text.splitlines()]
    widths = {}
    for row in rows:
        for place, cell in enumerate(row[:-1]):
            widths[place] = max(widths.get(place, 0), len(cell))
    lines = []
    for row in rows:
        line = "  ".join([cell.ljust(widths[place]) for place, cell in enumerate(row[:-1])] + row[-1:]).rstrip()
        lines.append(line if len(line) <= WIDTH or len(row) == 1 else line[:WIDTH - 1] + "\u2026")
    return "".join(line + "\n" for line in lines)


class Show:
    def __init__(self, house):
        self.house = house
        self.now = None

    def hide(self, text):
        """Tokens are keyed with a secret of this run's store; paths are of this run."""
        text = text.replace(self.house.path, "...")
        return re.sub(r"kith\+[a-z0-9.]+@", "kith+TOKEN@", text)

    def daemon(self, now):
        self.now = now
        print("$ kithd --once --now %s" % now)
        result = self.house.kithd("--once", now=now)
        sys.stdout.write(self.hide(result.stdout))

    def kith(self, *arguments):
        print("$ kith %s" % " ".join('"%s"' % word if " " in word else word for word in arguments))
        result = self.house.kith(*arguments, now=self.now)
        sys.stdout.write(align(self.hide(result.stdout)))
        if result.returncode > 1:
            raise RuntimeError("kith %s: %s" % (" ".join(arguments), result.stderr))
        print()

    def letter(self, mail):
        for name in ("From", "To", "Reply-To", "Subject", "Date", "Auto-Submitted"):
            if mail[name]:
                print("  | %s: %s" % (name, self.hide(str(mail[name]))))
        print("  |")
        for line in mail.get_body(("plain",)).get_content().rstrip().splitlines():
            print(("  | " + self.hide(line)).rstrip())
        print()

    def thread(self, user, about):
        """The conversation as a mail program shows it: INBOX and Sent, threaded by References."""
        mails = self.house.mails(user) + self.house.mails(user, "Sent")
        ids = {str(mail["Message-ID"]): mail for mail in mails}

        def parents(mail):
            return [one for one in str(mail["References"] or "").split() if one in ids]

        chain = [mail for mail in ids.values() if mail["Message-ID"] == about["Message-ID"] or str(mail["Message-ID"]) in parents(about)]
        chain.sort(key=lambda mail: mail["Date"].datetime)
        for mail in chain:
            depth = len(parents(mail))
            print("  %s  %-13s %s%s%s" % (mail["Date"].datetime.astimezone(BERLIN).strftime("%d %b %H:%M"),
                                          mail["From"].addresses[0].display_name[:13], "  " * max(0, depth - 1),
                                          "`-> " if depth else "", mail["Subject"]))
        print()


def run(house, show):
    count = month.fill(house)
    title("The team")
    tell("Nordlicht makes sensors for cold rooms. Ada sells from Berlin, Ben from London, Lena leads them.\n"
         "In their mailboxes, on a Dovecot of this demo's, lies March 2026: %d mails. It is Thursday the 26th." % count)

    title("kith reads the mailboxes, without changing a byte of them")
    show.daemon(FIRST)
    print()
    tell("Whom they know: people they wrote with. No newsletter, no colleague, no bounce.\n")
    show.kith("--as", "ada", "contacts")
    tell("One of them, newest first:\n")
    show.kith("--as", "ada", "timeline", "jan.novak@novak-logistics.example")

    title("What is due, and why")
    show.kith("--as", "ada", "due")
    show.kith("--as", "ben", "due")
    for item in house.ask("due", user="ada", now=show.now)[:1]:
        show.kith("--as", "ada", "why", item["id"])

    title("The reminder, as it arrived in Ada's INBOX")
    reminders = [mail for mail in house.from_kith("ada") if "trucks" in mail["Subject"]]
    show.letter(reminders[0])
    tell("Her mail program shows it inside the conversation it is about:\n")
    show.thread("ada", reminders[0])
    tell("Mails of kith's so far: %d to Ada, %d to Ben, %d to Lena. All recipients:\n  %s" % (
        len(house.from_kith("ada")), len(house.from_kith("ben")), len(house.from_kith("lena")),
        "\n  ".join(sorted({to for _, recipients, _ in house.sink.taken for to in recipients}))))

    title('Ada answers it from her phone: "3d"')
    house.answer("ada", reminders[0], "3d", ANSWER)
    known = len(house.from_kith("ada"))
    show.daemon(SECOND)
    print()
    for mail in house.from_kith("ada")[known:]:
        show.letter(mail)
    show.kith("--as", "ada", "due")

    title("Ben may see that there is an offer to Frau Brandt, but not what it says")
    show.kith("--as", "ben", "timeline", "s.brandt@brandt-frische.example")

    title("Monday: what she put off is back, and her digest")
    known = len(house.from_kith("ada"))
    show.daemon(MONDAY)
    print()
    for mail in house.from_kith("ada")[known:]:
        if "trucks" in mail["Subject"]:
            tell("  | Subject: %s\n  | ...\n" % mail["Subject"])
        else:
            show.letter(mail)


def look_around(house):
    config = house.config_path
    as_whom = "runuser -u nobody -- " if os.environ.get("USER") == "nobody" else ""
    print(f"""
The servers stay up until Ctrl-C. To look with a mail program:

  IMAP   127.0.0.1 port {house.imaps_port}, TLS, user ada, ben or lena, password {PASSWORD}
  SMTP   127.0.0.1 port {house.smtp_port}, STARTTLS, user kith, same password
  CA     {house.file('ca.pem')}

  neomutt -n -F /dev/null -e 'set ssl_ca_certificates_file={house.file('ca.pem')}; set sort=threads; \\
    set imap_pass={PASSWORD}' -f imaps://ada@127.0.0.1:{house.imaps_port}/INBOX

  Thunderbird: add the account by hand with these values and accept the certificate.

To ask kith:

  export KITH_CONFIG={config} KITH_NOW={MONDAY}
  {as_whom}{house.program('kith')} --as ada contacts

An answer put into ada's Sent folder is obeyed by the next

  {as_whom}{house.program('kithd')} --once --now 2026-03-30T10:00:00+02:00
""", flush=True)
    while True:
        signal.pause()


def main():
    if sys.argv[1:] not in ([], ["--keep"]):
        sys.exit("usage: demo.py [--keep]")

    def stop(number, frame):
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    signal.signal(signal.SIGINT, stop)
    with House(month.TEAM, domain=month.DOMAIN, zones=month.ZONES) as house:
        house.clock = seconds(FIRST)
        run(house, Show(house))
        if sys.argv[1:]:
            look_around(house)


if __name__ == "__main__":
    main()
