# SPDX-License-Identifier: MIT
"""What the crash group stands on: an invented mailbox, a proxy that counts what is fetched, and a
picture of a store in which two stores that hold the same are equal.

    with Ground() as house:
        house.kithd("--once", now=NOW)
        picture = house.picture()
"""

import collections
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.environ.get("top_srcdir", "."), "tests", "e2e"))
sys.dont_write_bytecode = True
from house import House, mail  # noqa: E402

ADA = "Ada Byron <ada@example.com>"
BEN = "Ben Stone <ben@example.com>"
NOW = "2026-03-04T09:30:00+01:00"
SOON = "2026-03-04T09:50:00+01:00"  # after the quiet time of an uncertain send
LATER = "2026-03-04T10:10:00+01:00"
FIRST_NAMES = ["Jan", "Mia", "Leo", "Ida", "Tom", "Eva", "Max", "Zoe", "Kai", "Nele", "Ole", "Pia"]
LAST_NAMES = ["Novak", "Berger", "Lindt", "Moor", "Quist", "Vogel", "Harms", "Sander", "Thiel", "Wolter", "Ruland", "Ebert"]
ASKS = ["Can you send the offer by Friday?\n", "When do the seats arrive?\n", "The plan is attached, please look at it.\n",
        "Thank you, that works for us.\n", "Could we move the meeting to Thursday?\n"]


def is_sanitized(house):
    """Whether kithd was built with a sanitizer, whose library must be the first that is loaded."""
    libraries = subprocess.run(["ldd", os.path.join(house.builddir, "kithd")], capture_output=True, text=True).stdout
    return "libasan" in libraries


def person(number):
    first, last = FIRST_NAMES[number % 12], LAST_NAMES[(number * 5 + number // 12) % 12]
    return "%s %s <%s.%s@%s.example>" % (first, last, first.lower(), last.lower(), last.lower())


def stranger(number):
    """Somebody whom ada never writes to, so that nothing of ben's hangs on what is read of hers."""
    return "Una %s <una%d@works-%d.example>" % (LAST_NAMES[number % 12], number, number % 9)


def day_of(number):
    return "2026-%02d-%02dT%02d:%02d:00+01:00" % (1 + number % 2, 1 + number * 7 % 28, 8 + number % 10, number % 60)


def one_of(number, sender, to, **more):
    """Every mail is of its own number, and every seventh has HTML or a file."""
    text = ASKS[number % 5] + "This is about order %d.\n" % number + "A line more of it.\n" * (number % 30)
    if number % 7 == 3:
        more["html"] = "<p>%s</p><p>Order %d.</p>" % (ASKS[number % 5].strip(), number)
    if number % 14 == 5:
        more["attachments"] = [("plan-%d.pdf" % number, "application/pdf", b"%PDF-" + bytes(2000))]
    return mail(sender, to, "Order %d" % (number // 4), text, day_of(number), "m%d@%s" % (number, domain_of(sender)), **more)


def domain_of(sender):
    return sender.rpartition("@")[2].rstrip(">")


def big_mail(number):
    """Over 64 KB: it is read by sections, its text stands after the large part."""
    return mail(person(number), ADA, "The drawings", "The drawings are attached. Which one do you prefer?\n",
                day_of(number), "big%d@novak.example" % number,
                attachments=[("drawing.png", "image/png", bytes(range(256)) * 1200),
                             ("notes.txt", "text/plain", b"A note after the drawing.\n")])


def fill(house, inbox, sent, projects, others):
    """INBOX, Sent and Projects of ada, and some mails of ben's, of which some are ada's, too."""
    made = [one_of(number, person(number % 36), ADA) for number in range(inbox - 3)]
    for message in made:
        house.deliver("ada", "INBOX", message, str_date(message))
    for number in (inbox, inbox + 1):
        house.deliver("ada", "INBOX", big_mail(number), day_of(number))
    asked = mail(person(0), ADA, "Offer for 40 seats", "Can you send the offer for 40 seats by Friday?\n",
                 "2026-03-02T09:00:00+01:00", "ask1@novak.example")
    house.deliver("ada", "INBOX", asked, "2026-03-02T09:00:00+01:00")
    for number in range(sent):
        reply = made[number * 3] if number * 3 < len(made) else None
        message = one_of(5000 + number, ADA, str(reply["From"]) if reply is not None else person(number), reply=reply)
        house.deliver("ada", "Sent", message, str_date(message))
    for number in range(projects):
        message = one_of(7000 + number, stranger(number % 36), ADA if number % 2 else ADA + ", " + BEN)
        house.deliver("ada", "Projects", message, str_date(message))
        if number % 2 == 0:
            house.deliver("ben", "INBOX", message, str_date(message))
    for number in range(others):
        message = one_of(9000 + number, stranger(number % 36), BEN)
        house.deliver("ben", "INBOX", message, str_date(message))
    asked = mail(stranger(3), BEN, "Delivery date", "Can you tell me the delivery date by tomorrow?\n",
                 "2026-03-02T10:00:00+01:00", "ask2@works-3.example")
    house.deliver("ben", "INBOX", asked, "2026-03-02T10:00:00+01:00")


def str_date(message):
    from email.utils import parsedate_to_datetime
    return parsedate_to_datetime(str(message["Date"])).isoformat()


class Proxy:
    """Between kith and the IMAP server: passes everything on and notes each mail whose text was fetched."""

    def __init__(self, port):
        self.target = port
        self.fetched = []  # (connection, folder, uid, bytes of literals)
        self.bytes = 0  # from the server
        self.connections = 0
        self.commands = collections.Counter()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            try:
                server = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            state = {"number": self.connections, "folder": None}
            for source, sink, look in ((client, server, self.look_at_client), (server, client, self.look_at_server)):
                threading.Thread(target=self.pump, args=(source, sink, look(state)), daemon=True).start()

    @staticmethod
    def pump(source, sink, look):
        next(look)
        try:
            while data := source.recv(65536):
                look.send(data)
                sink.sendall(data)
        except OSError:
            pass
        for one in (source, sink):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def look_at_client(self, state):
        rest = b""
        while True:
            rest += yield
            *lines, rest = rest.split(b"\r\n")
            for line in lines:
                words = line.split(b" ", 3)
                name = b" ".join(words[1:3] if words[1:2] == [b"UID"] else words[1:2]).decode("ascii", "replace").upper()
                self.commands[name] += 1
                if words[1:2] in ([b"EXAMINE"], [b"SELECT"]):
                    state["folder"] = words[2].strip(b'"').decode()

    def look_at_server(self, state):
        buffer, text, literals, skip = b"", b"", 0, 0
        while True:
            data = yield
            self.bytes += len(data)
            buffer += data
            while buffer:
                if skip > 0:
                    taken = min(skip, len(buffer))
                    buffer, skip = buffer[taken:], skip - taken
                    continue
                line, end, more = buffer.partition(b"\r\n")
                if not end:
                    break
                buffer, text = more, text + line
                if found := re.search(rb"\{(\d+)\}$", line):
                    skip = int(found[1])
                    literals += skip
                    continue
                self.note(state, text, literals)
                text, literals = b"", 0

    def note(self, state, text, literals):
        if re.match(rb"\* \d+ FETCH ", text) and b"BODY[" in text and (uid := re.search(rb"\bUID (\d+)", text)):
            self.fetched.append((state["number"], state["folder"], int(uid[1]), literals))

    def take(self):
        """What was fetched since the last time: {(folder, uid): bytes}."""
        taken, self.fetched = self.fetched, []
        sums = collections.Counter()
        for _, folder, uid, size in taken:
            sums[folder, uid] += size
        return sums


class Ground(House):
    def __init__(self, users=None, folders=("INBOX", "Sent", "Projects"), **options):
        super().__init__(users or {"ada": "Ada Byron", "ben": "Ben Stone"}, source="plain", **options)
        self.proxies = {}
        self.folders = folders

    def source_of(self, user):
        if user not in self.proxies:
            self.proxies[user] = Proxy(self.imap_port)
        folders = self.folders if user == "ada" else ("INBOX", "Sent")
        return 'source = "imap://127.0.0.1:%d"\n    login = "%s"\n    password-file = "%s"\n    folders = { %s }' % (
            self.proxies[user].port, user, self.file("password"), ", ".join('"%s"' % one for one in folders))

    def close(self):
        for proxy in self.proxies.values():
            proxy.listener.close()
        super().close()

    def fetched(self):
        """{(user, folder, uid): bytes} since the last time."""
        return {(user, *key): size for user, proxy in self.proxies.items() for key, size in proxy.take().items()}

    @property
    def database(self):
        return self.file("home", "kith.db")

    def forget_store(self):
        """As on the first day: no database, and none of kith's mails in any mailbox."""
        for name in os.listdir(self.file("home")):
            if name.startswith("kith.db"):
                os.remove(self.file("home", name))
        self.take_back(self.first_mails)
        self.sink.taken.clear()
        self.fetched()

    def remember_mails(self):
        self.first_mails = set(self.delivered)

    def take_back(self, kept):
        """Removes every mail that is not of KEPT, as a user would."""
        for where, _, names in os.walk(self.file("mail")):
            if os.path.basename(where) in ("cur", "new"):
                for name in names:
                    if name.partition(":2,")[0].partition(",")[0] not in kept:
                        os.remove(os.path.join(where, name))
        self.delivered = {name: state for name, state in self.delivered.items() if name in kept}

    def copy_store(self):
        """A copy of the database as it lies there, with its log; opening it changes nothing of the real one."""
        folder = self.file("copy")
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for name in ("kith.db", "kith.db-wal"):
            if os.path.exists(self.file("home", name)):
                shutil.copy(self.file("home", name), folder)
        return os.path.join(folder, "kith.db")

    def in_ledger(self):
        """{(user, folder, uid)} with a sighting now, whatever state the database is in."""
        if not os.path.exists(self.database) or os.path.getsize(self.database) == 0:
            return set()
        store = sqlite3.connect(self.copy_store())
        try:
            return set(store.execute("SELECT title, raw_name, uid FROM sighting JOIN folder USING (folder_id) "
                                     "JOIN account USING (account_id) WHERE is_current = 1"))
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return set()
            raise
        finally:
            store.close()

    def picture(self):
        return picture(self.copy_store())

    def answers(self, now=LATER, user="ada"):
        """What kith says to people who ask: lines whose order does not matter."""
        said = []
        for question in (("export", "--format", "json"), ("contacts",), ("conversations", "--messages"), ("due", "--all"),
                         ("search", "order")):
            result = self.kith("--as", user, "--json", *question, now=now)
            said += ["%s: %s" % (question[0], line) for line in result.stdout.splitlines()]
            if result.returncode not in (0, 1):
                said.append("%s: exit status %d: %s" % (question[0], result.returncode, result.stderr))
        return sorted(said)

    def timelines(self, now=LATER, user="ada"):
        said = []
        for one in self.ask("contacts", user=user, now=now):
            said += ["%s: %s" % (one["id"], line) for line in
                     self.kith("--as", user, "--json", "timeline", one["id"], now=now).stdout.splitlines()]
        return sorted(said)


# What two runs may differ in: the key, when something was seen, and what a server counts on.
FREE_TABLES = {"setting", "conversation_alias"}
FREE_COLUMNS = {
    "sighting": {"first_seen_at", "gone_at"},
    "account": {"first_sync_at", "last_sync_at", "last_try_at", "failures", "retry_at", "sync_began_at", "sync_at",
                "sync_found", "sync_done", "sync_bytes"},
    "folder": {"looked_at", "listed_at", "uidnext", "modseq"},
    "outgoing": {"id", "message_id", "bytes", "created_at", "state_at", "tries", "next_try_at", "last_error"},
    "follow_up_change": {"at"},
    "follow_up": {"status_at"},
    "mail": {"mail_id"},
}
KEYS = {  # table -> what its rows are called by others
    "user": "title", "account": "title", "address": "address", "organization": "domain", "contact": "id",
    "conversation": "id", "mail": "id", "follow_up": "id", "told": "verb || ' ' || coalesce(subject, '') || ' ' || words",
    "folder": "account_id || ' ' || raw_name || ' ' || uidvalidity",
}


def picture(path):
    """All that a store holds, a text per row, with natural keys instead of numbers."""
    store = sqlite3.connect(path)
    try:
        lines = ["integrity: %s" % row for row in store.execute("PRAGMA integrity_check") if row[0] != "ok"]
        lines += ["foreign key: %r" % (row,) for row in store.execute("PRAGMA foreign_key_check")]
        store.execute("INSERT INTO mail_search (mail_search) VALUES ('integrity-check')")
        names = {}
        for table, key in KEYS.items():
            names[table + "_id"] = dict(store.execute("SELECT %s_id, %s FROM %s" % (table, key, table)))
        tables = [row[0] for row in store.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'mail_search%' "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        for table in tables:
            if table not in FREE_TABLES:
                lines += rows_of(store, table, names)
        return sorted(lines)
    finally:
        store.close()


def rows_of(store, table, names):
    cursor = store.execute("SELECT * FROM " + table)
    columns = [one[0] for one in cursor.description]
    for row in cursor:
        fields = []
        values = dict(zip(columns, row))
        if table == "sighting" and values["reason"] == "a mail that kith wrote":
            # Which of kith's mails came when is no matter, and neither is the number a server gave it.
            for column in ("uid", "internal_at", "size_bytes"):
                values[column] = "*"
        for column, value in values.items():
            if column == table + "_id" or column in FREE_COLUMNS.get(table, ()):
                continue
            known = names.get(re.sub(r"^(author|owner)_", "", column))
            if known is not None and value is not None:
                value = known.get(value, "?%r" % (value,))
            fields.append("%s=%r" % (column, value))
        yield "%s: %s" % (table, ", ".join(fields))


def difference(found, expected, most=12):
    """Notes for a test that failed."""
    here = collections.Counter(found)
    here.subtract(collections.Counter(expected))
    notes = ["%s: %s" % ("only here" if count > 0 else "only there", line) for line, count in sorted(here.items()) if count]
    return notes[:most] + (["... and %d more" % (len(notes) - most)] if len(notes) > most else [])


def children_of(pid):
    """{pid: role} of a process of kith's."""
    found = {}
    try:
        pids = open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii").read().split()
    except OSError:
        return found
    for child in pids:
        try:
            words = open("/proc/%s/cmdline" % child, "rb").read().split(b"\0")
        except OSError:
            continue
        for word in words:
            if word.startswith(b"--child="):
                found[int(child)] = word.partition(b"=")[2].decode()
    return found


def lives(pid):
    try:
        state = open("/proc/%d/stat" % pid, encoding="ascii").read().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def all_ended(pids, timeout=5):
    end = time.monotonic() + timeout
    while any(lives(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True
