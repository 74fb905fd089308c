# SPDX-License-Identifier: MIT
"""A mailbox on any IMAP server, changed as a user changes it, and stores that have to agree with it.

    mailbox = Mailbox(port, "ada", password)     # a second client, that may write
    first_mails(mailbox)
    home = Home(builddir, folder, port, password_file)
    home.sync(NOW)
    mails_change(mailbox)
    home.sync(LATER)
    home.wrong(mailbox)                          # what the store has and the server does not: []
"""

import hashlib
import imaplib
import json
import os
import re
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ.get("top_srcdir", "."), "tests", "e2e"))
from house import mail, seconds  # noqa: E402

# Of one day: after a day all UIDs are listed anew, whatever a server can tell of changes.
NOW = "2026-03-10T09:00:00+01:00"
LATER = "2026-03-10T18:00:00+01:00"
LATEST = "2026-03-10T20:00:00+01:00"
ADA = "Ada Byron <ada@example.com>"
PEOPLE = tuple("%s <%s@%s.example>" % (name, name.split()[0].lower(), company) for name, company in (
    ("Jan Novak", "novak"), ("Ines Mercado", "mercado"), ("Tom Arden", "arden"), ("Lea Brandt", "brandt"),
    ("Mia Sorel", "sorel")))
USER_FOLDER = "K&AOQ-rtchen"  # modified UTF-7 of a name with a letter that is not ASCII


class Mailbox:
    """Another mail program of the user's."""

    def __init__(self, port, user, password, prefix=""):
        self.imap = imaplib.IMAP4("127.0.0.1", port, timeout=60)
        self.told(self.imap.login(user, password))
        self.prefix = prefix

    def path(self, folder):
        return '"%s%s"' % ("" if folder == "INBOX" or folder.startswith(self.prefix) else self.prefix, folder)

    @staticmethod
    def told(answer):
        status, data = answer
        if status != "OK":
            raise RuntimeError("the server says %s %r" % (status, data))
        return data

    def close(self):
        self.imap.logout()

    def create(self, folder):
        status, data = self.imap.create(self.path(folder))
        if status != "OK" and b"EXISTS" not in data[0].upper():
            raise RuntimeError(data)

    def append(self, folder, message, at, flags=""):
        stamp = imaplib.Time2Internaldate(seconds(at))
        self.told(self.imap.append(self.path(folder), flags, stamp, message))

    def select(self, folder, readonly=False):
        return int(self.told(self.imap.select(self.path(folder), readonly))[0])

    def uids(self, folder):
        self.select(folder, readonly=True)
        return [int(uid) for uid in self.told(self.imap.uid("SEARCH", "ALL"))[0].split()]

    def flag(self, folder, uids, flags):
        self.select(folder)
        self.told(self.imap.uid("STORE", ",".join(map(str, uids)), "FLAGS", "(%s)" % flags))

    def expunge(self, folder, uids):
        self.flag(folder, uids, "\\Deleted")
        self.told(self.imap.expunge())

    def move(self, folder, uids, target):
        self.select(folder)
        self.told(self.imap.uid("COPY", ",".join(map(str, uids)), self.path(target)))
        self.expunge(folder, uids)

    def folders(self):
        names = []
        for line in self.told(self.imap.list()):
            found = re.match(rb'\(([^)]*)\) (?:"[^"]*"|NIL) (?:"(.*)"|(\S+))$', line)
            if b"\\noselect" not in found[1].lower():
                names.append((found[2] or found[3]).decode())
        return sorted(names)

    def state(self):
        """All that a reader could change: UIDVALIDITY, UIDNEXT, and of every mail UID, flags and bytes."""
        state = {}
        for folder in self.folders():
            count = self.select(folder, readonly=True)
            state[folder] = {name: self.imap.response(name)[1] for name in ("UIDVALIDITY", "UIDNEXT")}
            if count == 0:
                continue
            for part in self.told(self.imap.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")):
                if isinstance(part, tuple):
                    uid = int(re.search(rb"UID (\d+)", part[0])[1])
                    flags = sorted(re.search(rb"FLAGS \(([^)]*)\)", part[0])[1].split())
                    state[folder][uid] = (flags, hashlib.sha256(part[1]).hexdigest())
        return state


def letter(number, folder="INBOX", at=None, body=None):
    """Mail NUMBER between Ada and one of five people; three, of as many people, make a conversation."""
    person = PEOPLE[number % len(PEOPLE)]
    at = at or "2026-0%d-%02dT%02d:%02d:00+01:00" % (1 + number // 30 % 2, 1 + number % 28, 8 + number % 9, number % 60)
    sender, to = (ADA, person) if folder == "Sent" else (person, ADA)
    made = mail(sender, to, "Offer %d" % (number // 3), body or "Dear all,\r\nthe figure of the week is %d.\r\n" % number,
                at, "n%d@mail.example" % number)
    if number % 3:
        made["In-Reply-To"] = made["References"] = "<n%d@mail.example>" % (number - number % 3)
    return made.as_bytes(policy=made.policy.clone(linesep="\r\n")), at


def first_mails(mailbox, more=0):
    """90 mails in four folders, and MORE in INBOX."""
    for folder in ("Sent", "Archive", USER_FOLDER):
        mailbox.create(folder)
    for number in range(90):
        folder = ("INBOX", "Sent", "INBOX", "INBOX", USER_FOLDER, "INBOX", "Sent", "Archive")[number % 8]
        content, at = letter(number, folder)
        mailbox.append(folder, content, at, "\\Seen" if number % 4 else "")
    for number in range(1000, 1000 + more):
        content, at = letter(number)
        mailbox.append("INBOX", content, at)


def mails_change(mailbox):
    """What happens in a day: new, expunged in the middle and at the end, moved, flagged, put back."""
    uids = mailbox.uids("INBOX")
    mailbox.select("INBOX", readonly=True)
    again = mailbox.told(mailbox.imap.uid("FETCH", str(uids[3]), "(BODY.PEEK[])"))[0][1]
    mailbox.flag("INBOX", uids[5:10], "\\Seen \\Flagged \\Answered")
    mailbox.expunge("INBOX", [uids[2], uids[3], uids[20], uids[-1]])
    mailbox.move("INBOX", uids[11:14], USER_FOLDER)
    mailbox.move(USER_FOLDER, mailbox.uids(USER_FOLDER)[:2], "INBOX")
    mailbox.append("INBOX", again, "2026-02-01T09:00:00+01:00")
    for number in range(100, 107):
        folder = "Sent" if number % 3 == 2 else "INBOX"
        content, at = letter(number, folder, "2026-03-10T1%d:00:00+01:00" % (number % 10))
        mailbox.append(folder, content, at)


def mails_change_once_more(mailbox):
    """As many go as come, and one folder becomes empty: the numbers alone tell nothing."""
    uids = mailbox.uids("INBOX")
    mailbox.expunge("INBOX", uids[-3:-1])
    for number in (110, 111):
        content, at = letter(number, at="2026-03-10T19:0%d:00+01:00" % (number % 10))
        mailbox.append("INBOX", content, at)
    mailbox.expunge("Archive", mailbox.uids("Archive"))


class Home:
    """One kith with a store of its own, that reads Ada's mailbox at a port."""

    def __init__(self, path, port, password, login="ada", options=""):
        self.path = path
        self.builddir = os.environ.get("top_builddir", ".")
        os.makedirs(path, mode=0o700)
        self.config = os.path.join(path, "kith.conf")
        self.database = os.path.join(path, "kith.db")
        self.login, self.options = login, options
        self.password_file = os.path.join(path, "password")
        with open(os.open(self.password_file, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as out:
            out.write(password + "\n")
        self.reads(port)
        self.environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": path,
                            "KITH_CONFIG": self.config, "XDG_RUNTIME_DIR": path, "NO_COLOR": "1"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def reads(self, port):
        with open(self.config, "w", encoding="utf-8") as out:
            out.write(f"""address = "kith@example.com"
database = "{self.database}"
timezone = "Europe/Berlin"
domains = {{ "example.com" }}
sending = hold
user ada {{
    name = "Ada Byron"
    addresses = {{ "ada@example.com" }}
}}
account ada {{
    users = {{ ada }}
    source = "imap://127.0.0.1:{port}"
    login = "{self.login}"
    password-file = "{self.password_file}"
    {self.options}
}}
smtp {{
    server = "smtp://127.0.0.1:9"
}}
""")

    def run(self, name, *arguments, now=None, timeout=300):
        at = ("--now", now) if now else ()
        return subprocess.run([os.path.join(self.builddir, name), *at, *arguments], capture_output=True, text=True,
                              timeout=timeout, env=self.environment, stdin=subprocess.DEVNULL)

    def sync(self, now, timeout=300):
        """One sync to its end: what went wrong, or an empty text."""
        done = self.run("kithd", "--once", now=now, timeout=timeout)
        return "" if done.returncode == 0 else "exit status %d: %s" % (done.returncode, done.stderr)

    def ask(self, *arguments, now=LATEST):
        done = self.run("kith", "--as", "ada", "--json", *arguments, now=now)
        if done.returncode not in (0, 1):
            raise RuntimeError("kith %s: exit status %d: %s" % (" ".join(arguments), done.returncode, done.stderr))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def rows(self, sql, *values):
        store = sqlite3.connect("file:%s?mode=ro" % self.database, uri=True)
        try:
            return store.execute(sql, values).fetchall()
        finally:
            store.close()

    def sightings(self):
        return self.rows("SELECT raw_name, role, uidvalidity, uid, status, mail, reason, internal_at, size_bytes, "
                         "first_seen_at, gone_at FROM sighting JOIN folder USING (folder_id) ORDER BY 1, 3, 4")

    def export(self):
        """All of the store that people and programs get to see, in an order of its own."""
        lines = self.run("kith", "--as", "ada", "export", "--format", "json", now=LATEST).stdout.splitlines()
        return sorted(lines)

    def wrong(self, mailbox):
        """Every UID that the server lists has one sighting that has not ended, and no other has."""
        wrong = []
        for raw_name, uidvalidity in self.rows("SELECT raw_name, uidvalidity FROM folder WHERE is_current = 1"):
            listed = set(mailbox.uids(raw_name))
            now = int(mailbox.imap.response("UIDVALIDITY")[1][0] or uidvalidity)
            has = {uid for uid, in self.rows(
                "SELECT uid FROM sighting JOIN folder USING (folder_id) WHERE raw_name = ? AND is_current = 1 "
                "AND gone_at IS NULL AND (mail IS NOT NULL OR reason <> '')", raw_name)}
            if now != uidvalidity or listed != has:
                wrong.append("%s: only the server has %s, only kith has %s, UIDVALIDITY %s and %s" % (
                    raw_name, sorted(listed - has), sorted(has - listed), now, uidvalidity))
        return wrong


def wait_for_port(port, process, timeout=20):
    import socket
    end = time.monotonic() + timeout
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.05)
    return False
