# SPDX-License-Identifier: MIT
"""Other real IMAP servers than Dovecot, private: below one folder, on a free port, without a right.

Debian lets only one IMAP server be installed, so these are unpacked, not installed:

    tests/scale/unpack-servers.sh FOLDER
    with Cyrus(FOLDER, "ada", PASSWORD) as server:
        ...                          # IMAP at 127.0.0.1:server.port
"""

import glob
import grp
import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading

from house import free_port, wait_until


class Server:
    name = "?"
    program = "?"  # below the folder of unpacked packages
    prefix = ""

    @classmethod
    def is_there(cls, folder):
        return os.access(os.path.join(folder, cls.program), os.X_OK)

    def __init__(self, folder, user, password):
        self.packages = folder
        self.user, self.password = user, password
        self.path = tempfile.mkdtemp(prefix="ks-")
        self.port = free_port()
        self.process = None
        libraries = [one for part in ("usr/lib", "lib") for one in glob.glob(os.path.join(folder, part, "*-linux-gnu"))]
        self.environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "LD_LIBRARY_PATH": ":".join(libraries)}

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error):
        self.close()

    def file(self, *parts):
        return os.path.join(self.path, *parts)

    def unpacked(self, *parts):
        return os.path.join(self.packages, *parts)

    def spawn(self, *command):
        with open(self.file("out"), "ab") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=self.path,
                                            env=self.environment, start_new_session=True)

        def answers():
            if self.process.poll() is not None:
                raise RuntimeError("%s ended: %s" % (self.name, open(self.file("out"), encoding="utf-8").read()))
            try:
                with socket.create_connection(("127.0.0.1", self.port), 2) as probe:
                    return probe.recv(4) == b"* OK"
            except OSError:
                return False

        wait_until(answers, self.name)

    def close(self):
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        shutil.rmtree(self.path, ignore_errors=True)


class Cyrus(Server):
    """Cyrus IMAP with its own master, which asks us who may log in, by the protocol of saslauthd."""

    name = "Cyrus"
    program = "usr/lib/cyrus/bin/master"

    def start(self):
        me, group = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
        for folder in ("conf", "spool", "run", "conf/proc", "conf/db", "conf/socket"):
            os.makedirs(self.file(folder), mode=0o700, exist_ok=True)
        self.write("imapd.conf", f"""
configdirectory: {self.path}/conf
partition-default: {self.path}/spool
defaultpartition: default
cyrus_user: {me}
cyrus_group: {group}
admins: postmaster
allowplaintext: yes
unixhierarchysep: yes
altnamespace: yes
sasl_mech_list: PLAIN
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {self.path}/run/auth
autocreate_quota: 0
autocreate_post: 1
createonpost: yes
syslog_prefix: private
proc_path: {self.path}/conf/proc
mboxname_lockpath: {self.path}/conf/lock
duplicate_db_path: {self.path}/conf/deliver.db
statuscache_db_path: {self.path}/conf/statuscache.db
idlesocket: {self.path}/run/idle
notifysocket: {self.path}/run/notify
conversations: no
""")
        self.write("cyrus.conf", f"""
START {{
}}
SERVICES {{
  imap cmd="{self.unpacked('usr/lib/cyrus/bin/imapd')} -C {self.path}/imapd.conf" listen="127.0.0.1:{self.port}" prefork=0
}}
EVENTS {{
}}
""")
        threading.Thread(target=self.answer_logins, args=(self.listen(),), daemon=True).start()
        self.spawn(self.unpacked(self.program), "-C", self.file("imapd.conf"), "-M", self.file("cyrus.conf"),
                   "-p", self.file("run/master.pid"))

    def write(self, name, text):
        with open(self.file(name), "w", encoding="utf-8") as out:
            out.write(text)

    def listen(self):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.file("run/auth"))
        listener.listen(16)
        return listener

    def answer_logins(self, listener):
        while True:
            client, _ = listener.accept()
            with client, client.makefile("rb") as reader:
                said = []
                for _ in range(4):  # user, password, service, realm
                    said.append(reader.read(struct.unpack(">H", reader.read(2))[0]).decode())
                answer = b"OK" if tuple(said[:2]) in ((self.user, self.password), ("postmaster", self.password)) else b"NO"
                client.sendall(struct.pack(">H", len(answer)) + answer)

    def prepare(self):
        """What an administrator does: the mailbox."""
        import imaplib
        admin = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        admin.login("postmaster", self.password)
        status, data = admin.create("user/%s" % self.user)
        if status != "OK":
            raise RuntimeError("%r" % data)
        admin.logout()


class Courier(Server):
    """Courier's imapd behind a door of ours: it comes to life once somebody has logged in."""

    name = "Courier"
    program = "usr/bin/imapd"
    prefix = "INBOX."  # below which it has its folders
    capabilities = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"

    def start(self):
        # It refuses a mailbox of another group's; a folder in /tmp has the group of /tmp on some systems.
        for folder in ("", "Maildir", "Maildir/cur", "Maildir/new", "Maildir/tmp"):
            os.makedirs(self.file(folder), mode=0o700, exist_ok=True)
            os.chown(self.file(folder), os.getuid(), os.getgid())
        self.environment["LD_LIBRARY_PATH"] += ":" + self.unpacked("usr/lib")
        self.environment.update(PROTOCOL="IMAP", AUTHENTICATED=self.user, MAILDIRPATH="Maildir", TCPREMOTEIP="127.0.0.1",
                                TCPREMOTEPORT="0", IMAP_CAPABILITY=self.capabilities, IMAP_IDLE_TIMEOUT="60",
                                IMAP_USELOCKS="0")
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.open_doors, daemon=True).start()

    def prepare(self):
        pass

    def open_doors(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.open_door, args=(client,), daemon=True).start()

    def open_door(self, client):
        with client:
            client.sendall(b"* OK [CAPABILITY %s] ready\r\n" % self.capabilities.encode())
            # Not buffered: what follows the login is imapd's.
            reader = client.makefile("rb", 0)
            while line := reader.readline():
                tag, _, command = line.decode().strip().partition(" ")
                word, _, rest = command.partition(" ")
                if word.upper() == "CAPABILITY":
                    client.sendall(b"* CAPABILITY %s\r\n%s OK done\r\n" % (self.capabilities.encode(), tag.encode()))
                elif word.upper() == "LOGIN" and [one.strip('"') for one in rest.split()] == [self.user, self.password]:
                    break
                else:
                    client.sendall(tag.encode() + b" NO log in first\r\n")
            else:
                return
            subprocess.run([self.unpacked(self.program), "Maildir"], stdin=client, stdout=client, cwd=self.path,
                           stderr=open(self.file("out"), "ab"), env={**self.environment, "IMAPLOGINTAG": tag})

    def close(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except (OSError, AttributeError):  # never started
            pass
        super().close()
