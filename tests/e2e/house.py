# SPDX-License-Identifier: MIT
"""A private mail world for tests and the demo: a real Dovecot, an SMTP server that delivers into
it, certificates of its own, a kith.conf, all below one temporary folder and on free ports of
loopback. Nothing needs a right; as root it becomes nobody first, because Dovecot refuses root.

    with House({"ada": "Ada Byron", "bob": "Bob Stone"}) as house:
        house.deliver("ada", "INBOX", message, at="2026-03-02T09:00:00Z")
        house.kithd("--once", now="2026-03-03T09:00:00Z")
        due = house.ask("due", user="ada")
"""

import datetime
import email
import email.policy
import email.utils
import hashlib
import itertools
import json
import logging
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time


def leave_root():
    """Dovecot serves no mail as root, and kith needs no right."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
        os.environ.update(HOME="/nonexistent", USER="nobody", LOGNAME="nobody")
        if not os.access(tempfile.gettempdir(), os.W_OK):
            tempfile.tempdir = "/tmp"


leave_root()
logging.getLogger("mail").setLevel(logging.CRITICAL)
# After leave_root(), and late: without the package a test says so instead of failing on line one.
from aiosmtpd.controller import Controller  # noqa: E402
from aiosmtpd.smtp import AuthResult  # noqa: E402

DOMAIN = "example.com"
PASSWORD = "only-for-this-house"


def seconds(at):
    """RFC 3339 or a number -> seconds since 1970."""
    if isinstance(at, (int, float)):
        return int(at)
    return int(datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp())


def mail_date(at):
    return email.utils.format_datetime(datetime.datetime.fromtimestamp(seconds(at), datetime.timezone.utc))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(state, what, timeout=20):
    """Until STATE() is true; a test never sleeps for a time, it waits for a state."""
    end = time.monotonic() + timeout
    while not (value := state()):
        if time.monotonic() > end:
            raise TimeoutError("waited %d s for %s" % (timeout, what))
        time.sleep(0.02)
    return value


class Sink:
    """SMTP server: takes mail of kith's, keeps the envelope, delivers to users of the house."""

    def __init__(self, house):
        self.house = house
        self.taken = []  # (sender, [recipients], bytes), in order
        self.answer = None  # a function of the envelope whose text is the answer, for failures
        self.drop = None  # 'before' or 'after' delivery: the line breaks once the mail was sent

    async def handle_DATA(self, server, session, envelope):
        if self.answer is not None:
            text = self.answer(envelope)
            if text is not None:
                return text
        drop, self.drop = self.drop, None
        if drop == "before":
            server.transport.abort()
            return "250 nobody reads this"
        received = "Received: from kith (kith [127.0.0.1]) by mail.%s;\r\n\t%s\r\n" % (
            self.house.domain, mail_date(self.house.clock))
        content = envelope.original_content or envelope.content
        if all(self.house.is_kith(recipient) for recipient in envelope.rcpt_tos):
            return "250 2.0.0 taken"  # an answer of a user: kith reads it in their Sent folder
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), content))
        for recipient in envelope.rcpt_tos:
            user = self.house.user_of(recipient)
            if user is None:
                return "550 5.1.1 no such user here"
            trace = "Return-Path: <%s>\r\n%s" % (envelope.mail_from, received)
            self.house.deliver(user, "INBOX", trace.encode() + content, self.house.clock, flags="")
        if drop == "after":
            server.transport.abort()
        return "250 2.0.0 taken"


class House:
    def __init__(self, users, domain=DOMAIN, source="imaps", smtp="starttls", config="", zones=None, keep=False):
        self.names = dict(users)
        self.domain = domain
        self.kith_address = "kith@" + domain
        self.keep = keep
        self.path = tempfile.mkdtemp(prefix="kh-")
        self.clock = 0
        self.delivered = {}  # file name without flags -> (flags, hash of the content)
        self.numbers = itertools.count(1)
        self.mail_number = itertools.count(1)
        self.source, self.smtp, self.zones = source, smtp, zones or {}
        self.extra_config = config
        self.sending = "on"
        self.dovecot = None
        self.controller = None
        self.daemon = None
        self.builddir = os.environ.get("top_builddir", ".")
        self.config_path = self.file("kith.conf")
        self.environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "TZ": "UTC",
            "HOME": self.file("home"), "XDG_CONFIG_HOME": self.file("home/.config"),
            "XDG_DATA_HOME": self.file("home/.local/share"), "XDG_RUNTIME_DIR": self.file("run"),
            "KITH_CONFIG": self.config_path, "NO_COLOR": "1",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    # --- up and down

    def __enter__(self):
        try:
            for folder in ("home", "run", "mail", "dovecot"):
                os.makedirs(self.file(folder), mode=0o700)
            self.make_certificates()
            self.start_dovecot()
            self.start_sink()
            self.write_config()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and kind is not KeyboardInterrupt and kind is not SystemExit:
            self.keep = True
        self.close()

    def close(self):
        for process in (self.daemon, self.dovecot):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if self.controller is not None:
            self.controller.stop()
        self.daemon = self.dovecot = self.controller = None
        if self.keep:
            print("# kept: %s" % self.path, file=sys.stderr)
        else:
            shutil.rmtree(self.path, ignore_errors=True)

    def file(self, *parts):
        return os.path.join(self.path, *parts)

    def write(self, name, text, mode=0o600):
        with open(self.file(name), "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(self.file(name), mode)
        return self.file(name)

    # --- servers

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, cwd=self.path, stdout=subprocess.DEVNULL,
                       stderr=subprocess.PIPE)

    def make_certificates(self, prefix="", name="localhost", address="127.0.0.1"):
        """ca.pem, and server.pem for localhost and 127.0.0.1; valid whatever the demo's clock says."""
        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
        self.openssl("req", "-x509", *curve, "-keyout", prefix + "ca.key", "-out", prefix + "ca.pem", "-days", "30",
                     "-subj", "/CN=CA of this house", "-addext", "basicConstraints=critical,CA:TRUE",
                     "-addext", "keyUsage=critical,keyCertSign")
        self.openssl("req", *curve, "-keyout", prefix + "server.key", "-out", prefix + "server.csr", "-subj",
                     "/CN=" + name)
        self.write(prefix + "server.ext",
                   "subjectAltName=DNS:%s,IP:%s\nextendedKeyUsage=serverAuth\n" % (name, address))
        self.openssl("x509", "-req", "-in", prefix + "server.csr", "-CA", prefix + "ca.pem", "-CAkey", prefix + "ca.key",
                     "-CAcreateserial", "-days", "30", "-extfile", prefix + "server.ext", "-out", prefix + "server.pem")

    def start_dovecot(self):
        for _ in range(5):
            self.imap_port, self.imaps_port = free_port(), free_port()
            self.write("dovecot.conf", self.dovecot_config())
            self.write("passwd", "".join("%s:{PLAIN}%s::::::\n" % (user, PASSWORD) for user in self.names))
            with open(self.file("dovecot.out"), "ab") as out:
                self.dovecot = subprocess.Popen(["dovecot", "-F", "-c", self.file("dovecot.conf")], stdout=out,
                                                stderr=out, stdin=subprocess.DEVNULL, start_new_session=True,
                                                env=dict(self.environment))
            wait_until(lambda: self.dovecot.poll() is not None or self.can_connect(self.imaps_port), "Dovecot")
            if self.dovecot.poll() is None:
                return
        raise RuntimeError("Dovecot does not start: " + open(self.file("dovecot.out"), encoding="utf-8").read())

    @staticmethod
    def can_connect(port):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    def dovecot_config(self):
        me = pwd.getpwuid(os.getuid()).pw_name
        import grp
        group = grp.getgrgid(os.getgid()).gr_name
        return f"""
base_dir = {self.path}/run/dovecot
state_dir = {self.path}/dovecot
log_path = {self.path}/dovecot.log
protocols = imap
listen = 127.0.0.1, 127.0.0.2
ssl = yes
ssl_cert = <{self.path}/server.pem
ssl_key = <{self.path}/server.key
disable_plaintext_auth = no
default_internal_user = {me}
default_internal_group = {group}
default_login_user = {me}
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2 oauthbearer
mail_location = maildir:{self.path}/mail/%n
mail_fsync = never
mail_max_userip_connections = 100
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {self.path}/passwd
}}
userdb {{
  driver = static
  args = uid={me} gid={group} home={self.path}/mail/%n
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Drafts {{
    special_use = \\Drafts
    auto = subscribe
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
"""

    def doveadm(self, *arguments, check=True):
        return subprocess.run(["doveadm", "-c", self.file("dovecot.conf"), *arguments], check=check,
                              capture_output=True, text=True, env=dict(self.environment)).stdout

    def start_sink(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.file("server.pem"), self.file("server.key"))
        self.sink = Sink(self)

        def authenticate(server, session, envelope, mechanism, data):
            return AuthResult(success=data.login == b"kith" and data.password == PASSWORD.encode())

        options = {
            "starttls": {"tls_context": context, "require_starttls": True, "authenticator": authenticate,
                         "auth_required": True},
            "implicit": {"ssl_context": context, "authenticator": authenticate, "auth_required": True,
                         "auth_require_tls": False},
            "plain": {},
        }[self.smtp]
        for _ in range(5):
            self.smtp_port = free_port()
            try:
                self.controller = Controller(self.sink, hostname="127.0.0.1", port=self.smtp_port, **options)
                self.controller.start()
                return
            except OSError:
                continue
        raise RuntimeError("no free port for the SMTP server")

    # --- kith.conf

    def address_of(self, user):
        return "%s@%s" % (user, self.domain)

    def is_kith(self, address):
        local, _, domain = address.lower().partition("@")
        return domain == self.domain and local.partition("+")[0] == "kith"

    def user_of(self, address):
        local, _, domain = address.lower().partition("@")
        return local if domain == self.domain and local in self.names else None

    def source_of(self, user):
        if self.source in ("maildir", "mbox", "eml"):
            return 'source = "%s:%s"' % (self.source, self.file("mail", user))
        url = {"imaps": "imaps://127.0.0.1:%d" % self.imaps_port, "starttls": "imap://127.0.0.1:%d" % self.imap_port,
               "plain": "imap://127.0.0.1:%d" % self.imap_port}[self.source]
        ca = "" if self.source == "plain" else '\n    tls-ca = "%s"' % self.file("ca.pem")
        return 'source = "%s"\n    login = "%s"\n    password-file = "%s"%s' % (url, user, self.file("password"), ca)

    def write_config(self):
        self.write("password", PASSWORD + "\n")
        text = ['address = "%s"' % self.kith_address, 'database = "%s"' % self.file("home", "kith.db"),
                'timezone = "Europe/Berlin"', 'domains = { "%s" }' % self.domain, "sending = %s" % self.sending]
        for user, name in self.names.items():
            zone = 'timezone = "%s"' % self.zones[user] if user in self.zones else ""
            text.append('user %s {\n    name = "%s"\n    addresses = { "%s" }\n    %s\n}' %
                        (user, name, self.address_of(user), zone))
            text.append("account %s {\n    users = { %s }\n    %s\n}" % (user, user, self.source_of(user)))
        scheme = "smtps" if self.smtp == "implicit" else "smtp"
        secret = "" if self.smtp == "plain" else '\n    login = "kith"\n    password-file = "%s"\n    tls-ca = "%s"' % (
            self.file("password"), self.file("ca.pem"))
        text.append('smtp {\n    server = "%s://127.0.0.1:%d"%s\n}' % (scheme, self.smtp_port, secret))
        text.append(self.extra_config)
        self.write("kith.conf", "\n".join(text) + "\n")

    # --- mail

    def maildir(self, user, folder):
        path = self.file("mail", user) if folder == "INBOX" else self.file("mail", user, "." + folder)
        for part in ("tmp", "new", "cur"):
            os.makedirs(os.path.join(path, part), mode=0o700, exist_ok=True)
        return path

    def deliver(self, user, folder, message, at, flags="S"):
        """Puts a mail (bytes, str or EmailMessage) into a folder, as arrived AT."""
        if not isinstance(message, (bytes, str)):
            message = message.as_bytes(policy=email.policy.SMTP)
        if isinstance(message, str):
            message = message.encode()
        path = self.maildir(user, folder)
        name = "%d.%06d.house" % (seconds(at), next(self.mail_number))
        temporary = os.path.join(path, "tmp", name)
        with open(temporary, "wb") as out:
            out.write(message)
        os.utime(temporary, (seconds(at), seconds(at)))
        final = os.path.join(path, "cur", name + ":2," + flags) if flags else os.path.join(path, "new", name)
        os.rename(temporary, final)
        self.delivered[name] = (flags, hashlib.sha256(message).hexdigest())
        return final

    def mails(self, user, folder="INBOX"):
        """What lies in a folder, oldest first, parsed."""
        path = self.maildir(user, folder)
        found = []
        for part in ("cur", "new"):
            found += [os.path.join(path, part, name) for name in os.listdir(os.path.join(path, part))]
        found.sort(key=os.path.basename)
        return [email.message_from_bytes(open(name, "rb").read(), policy=email.policy.default) for name in found]

    def from_kith(self, user):
        return [mail for mail in self.mails(user) if self.kith_address in str(mail["From"]) and mail["X-Kith-Id"]]

    def answer(self, user, mail, words, at):
        """USER answers a mail of kith's with WORDS: what lies in the Sent folder afterwards."""
        text = email.message.EmailMessage()
        text["From"] = "%s <%s>" % (self.names[user], self.address_of(user))
        text["To"] = str(mail["Reply-To"] or mail["From"])
        text["Subject"] = "Re: " + str(mail["Subject"])
        text["Date"] = mail_date(at)
        text["Message-ID"] = "<answer-%d@%s>" % (next(self.numbers), self.domain)
        text["In-Reply-To"] = str(mail["Message-ID"])
        text["References"] = ("%s %s" % (mail["References"] or "", mail["Message-ID"])).strip()
        quoted = "".join("> %s\n" % line for line in mail.get_body(("plain",)).get_content().splitlines())
        text.set_content("%s\n\n%s" % (words, quoted))
        self.deliver(user, "Sent", text, at)
        return text

    # --- kith

    def program(self, name):
        return os.path.join(self.builddir, name)

    def run(self, name, *arguments, now=None, check=False, timeout=120, **options):
        """A program of ours, to its end. The house's clock is the program's."""
        if now is not None:
            self.clock = seconds(now)
            arguments = ("--now", now, *arguments)
        result = subprocess.run([self.program(name), *arguments], capture_output=True, text=True, timeout=timeout,
                                env=dict(self.environment), **options)
        if check and result.returncode != 0:
            raise RuntimeError("%s %s: exit status %d\n%s%s" % (name, " ".join(arguments), result.returncode,
                                                               result.stdout, result.stderr))
        return result

    def kith(self, *arguments, now=None, **options):
        return self.run("kith", *arguments, now=now, **options)

    def kithd(self, *arguments, now=None, check=True, **options):
        return self.run("kithd", *(arguments or ("--once",)), now=now, check=check, **options)

    def ask(self, *arguments, user=None, now=None):
        """The objects that `kith --json` prints."""
        as_user = ("--as", user) if user else ()
        result = self.kith(*as_user, "--json", *arguments, now=now)
        if result.returncode not in (0, 1):
            raise RuntimeError("kith %s: exit status %d: %s" % (" ".join(arguments), result.returncode, result.stderr))
        return [json.loads(line) for line in result.stdout.splitlines()]

    def rows(self, sql, *values):
        """What stands in the store, read beside kith."""
        store = sqlite3.connect("file:%s?mode=ro" % self.file("home", "kith.db"), uri=True)
        try:
            return store.execute(sql, values).fetchall()
        finally:
            store.close()

    def change_config(self, old, new, count=-1):
        text = open(self.config_path, encoding="utf-8").read()
        assert old in text, old
        self.write("kith.conf", text.replace(old, new, count))
        return text

    def listing(self, user="ada", now=None):
        """Contacts, conversations and timelines, as data whose order does not matter."""
        contacts = self.ask("contacts", user=user, now=now)
        found = [json.dumps(one, sort_keys=True) for one in contacts]
        found += [json.dumps(one, sort_keys=True) for one in self.ask("conversations", "--messages", user=user, now=now)]
        for one in contacts:
            found += [json.dumps(entry, sort_keys=True) for entry in
                      self.ask("timeline", one["id"], user=user, now=now)]
        return sorted(found)

    def broken_promises(self):
        """What always has to hold after whatever happened, and does not: a list of texts."""
        broken = []
        allowed = {self.address_of(user) for user in self.names}
        for _, recipients, _ in self.sink.taken:
            broken += ["a mail went to " + one for one in recipients if one not in allowed]
        present = {}
        for where, _, names in os.walk(self.file("mail")):
            if os.path.basename(where) in ("cur", "new"):
                for name in names:
                    base, _, flags = name.partition(":2,")
                    content = open(os.path.join(where, name), "rb").read()
                    present[base.partition(",")[0]] = (flags, hashlib.sha256(content).hexdigest())
        broken += ["file %s is %r, was %r" % (name, present.get(name), state) for name, state in self.delivered.items()
                   if present.get(name) != state]
        broken += ["file %s was made" % name for name in present if name not in self.delivered]
        if os.path.exists(self.file("home", "kith.db")):
            broken += ["sighting %r has no mail and no reason" % (row,) for row in self.rows(
                "SELECT folder_id, uid FROM sighting WHERE mail IS NULL AND coalesce(reason, '') = ''")]
            broken += ["follow-up %r gives no reason" % (row,) for row in self.rows(
                "SELECT id FROM follow_up WHERE coalesce(reason, '') = ''")]
            broken += ["integrity: %s" % row for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
            broken += ["outbox: to %s" % row for row in self.rows("SELECT recipient FROM outgoing")
                       if row[0] not in allowed]
        return broken

    def start_daemon(self, *arguments):
        """kithd in the background; close() ends it."""
        out = open(self.file("kithd.log"), "ab")
        self.daemon = subprocess.Popen([self.program("kithd"), *arguments], stdout=out, stderr=out,
                                       stdin=subprocess.DEVNULL, env=dict(self.environment), start_new_session=True)
        return self.daemon


class Tap:
    """Test results as the TAP driver reads them."""

    def __init__(self):
        self.number = 0
        self.failed = 0

    def ok(self, good, name, *notes):
        self.number += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.number, name), flush=True)
        if not good:
            for note in notes:
                for line in str(note).splitlines():
                    print("#   " + line)
        return good

    def equal(self, found, expected, name):
        return self.ok(found == expected, name, "found:    %r" % (found,), "expected: %r" % (expected,))

    def same(self, found, expected, name):
        """Two lists that have to be equal; what is not in both is shown."""
        return self.ok(found == expected, name, *["only here:  %s" % one for one in found if one not in expected],
                       *["only there: %s" % one for one in expected if one not in found])

    def done(self):
        print("1..%d" % self.number)
        return 1 if self.failed else 0


def mail(sender, to, subject, text, at, message_id, reply=None, cc=None, html=None, headers=(), attachments=()):
    """An EmailMessage. REPLY is the mail it answers: threading is set from it."""
    made = email.message.EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, to, subject, mail_date(at)
    made["Message-ID"] = "<%s>" % message_id
    if cc:
        made["Cc"] = cc
    if reply is not None:
        made["In-Reply-To"] = str(reply["Message-ID"])
        made["References"] = ("%s %s" % (reply["References"] or "", reply["Message-ID"])).strip()
    for name, value in headers:
        made[name] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, kind, content in attachments:
        maintype, _, subtype = kind.partition("/")
        made.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    # Boundaries are made at random otherwise, and every run shall make the same bytes.
    for count, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary("=-%s-%d" % (message_id.partition("@")[0], count))
    return made


def story(tell, users=None, **options):
    """One story in one house, to the end of the program; what always holds is looked at last."""
    tap = Tap()
    with House(users or {"ada": "Ada Byron", "ben": "Ben Stone"}, **options) as house:
        tell(tap, house)
        tap.equal(house.broken_promises(), [], "and what always holds, holds")
        house.keep = bool(tap.failed)
    sys.exit(tap.done())
