# SPDX-License-Identifier: MIT
"""A proxy before a real IMAP server on loopback: it hides capabilities, and counts bytes.

    with Proxy(server_port, hide={"QRESYNC", "ESEARCH"}) as proxy:
        ...                          # a client at 127.0.0.1:proxy.port
    proxy.down, proxy.up             # bytes from and to the server
    proxy.refused                    # commands of extensions that were hidden: a client's mistake

What is hidden is hidden wholly: its name, what the server says because of it, and its commands,
which are answered BAD as by a server that never heard of them. BARE hides all but IMAP4rev1.
"""

import re
import socket
import threading

BARE = "BARE"
NO_UIDNEXT = "UIDNEXT"  # no capability; poor servers leave it out of what they answer to EXAMINE

LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n$")
CAPABILITIES = re.compile(rb"(CAPABILITY )([^\]\r\n]*)")
SPECIAL_USE = re.compile(rb" ?\\(All|Archive|Drafts|Flagged|Junk|Sent|Trash|Important)\b", re.I)

# How a command of an extension is known; the tag is cut off, letters are upper case.
COMMANDS = (
    ("ENABLE", re.compile(rb"^ENABLE\b")),
    ("QRESYNC", re.compile(rb"\(QRESYNC\b|\bVANISHED\)")),
    ("CONDSTORE", re.compile(rb"\(CONDSTORE\)|\bCHANGEDSINCE\b|\bMODSEQ\b|\bHIGHESTMODSEQ\b")),
    ("ESEARCH", re.compile(rb"^(UID )?SEARCH RETURN\b")),
    ("LIST-EXTENDED", re.compile(rb"^LIST \(|^LIST .* RETURN \(")),
    ("SPECIAL-USE", re.compile(rb"^LIST .*SPECIAL-USE")),
    ("NAMESPACE", re.compile(rb"^NAMESPACE\b")),
    ("ID", re.compile(rb"^ID\b")),
    ("IDLE", re.compile(rb"^IDLE\b")),
    ("MOVE", re.compile(rb"^(UID )?MOVE\b")),
    ("UIDPLUS", re.compile(rb"^UID EXPUNGE\b")),
    ("LITERAL+", re.compile(rb"\{\d+\+\}\r\n$")),
    ("SASL-IR", re.compile(rb"^AUTHENTICATE \S+ \S")),
    ("BINARY", re.compile(rb"\bBINARY\b")),
    ("COMPRESS=DEFLATE", re.compile(rb"^COMPRESS\b")),
    ("UNSELECT", re.compile(rb"^UNSELECT\b")),
    ("LIST-STATUS", re.compile(rb"^LIST .*\bSTATUS\b")),
    ("STATUS=SIZE", re.compile(rb"^STATUS .*\bSIZE\b")),
    ("NOTIFY", re.compile(rb"^NOTIFY\b")),
    ("XLIST", re.compile(rb"^XLIST\b")),
)


class Proxy:
    def __init__(self, server_port, hide=()):
        self.server_port = server_port
        self.hide = frozenset(hide)
        self.down = self.up = 0
        self.sessions = 0
        self.refused = []
        self.commands = []  # verbs with their arguments, without tags and secrets
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        try:
            self.listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        except OSError:
            pass
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with self.lock:
                self.sessions += 1
            server = socket.create_connection(("127.0.0.1", self.server_port))
            Session(self, client, server).start()

    def is_hidden(self, extension):
        # RFC 7162 3.2.3: QRESYNC implies CONDSTORE.
        if extension == "CONDSTORE" and not self.is_hidden("QRESYNC"):
            return False
        return extension in self.hide or BARE in self.hide and extension != NO_UIDNEXT

    def keeps(self, name):
        return name == "IMAP4rev1" or BARE not in self.hide and name not in self.hide

    def refuses(self, command):
        """The hidden extension that COMMAND belongs to; None when all is well."""
        upper = command.partition(b" ")[2].upper()
        for extension, pattern in COMMANDS:
            if self.is_hidden(extension) and pattern.search(upper):
                return extension
        return None

    def answer(self, line):
        """A line of the server's as a server without what is hidden says it; empty: not at all."""
        line = CAPABILITIES.sub(
            lambda found: found[1] + b" ".join(
                name for name in found[2].split() if self.keeps(name.decode())), line)
        if line.startswith((b"* LIST", b"* LSUB")) and self.is_hidden("SPECIAL-USE"):
            head, _, rest = line.partition(b")")
            line = SPECIAL_USE.sub(b"", head).replace(b"( ", b"(") + b")" + rest
        if line.startswith(b"* OK [UIDNEXT ") and NO_UIDNEXT in self.hide:
            return b""
        if line.startswith((b"* OK [HIGHESTMODSEQ ", b"* OK [NOMODSEQ]")) and self.is_hidden("CONDSTORE"):
            return b""
        if line.startswith(b"* ENABLED") and self.is_hidden("QRESYNC"):
            line = line.replace(b" QRESYNC", b"")
        return line


class Session:
    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server = proxy, client, server
        self.writing = threading.Lock()

    def start(self):
        for pump in (self.pump_down, self.pump_up):
            threading.Thread(target=self.run, args=(pump,), daemon=True).start()

    def run(self, pump):
        try:
            pump()
        except OSError:
            pass
        for one in (self.client, self.server):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def tell_client(self, data):
        with self.writing:
            self.client.sendall(data)

    def copy(self, reader, size, send):
        while size > 0:
            data = reader.read1(min(size, 65536))
            if not data:
                return
            send(data)
            size -= len(data)

    def pump_down(self):
        reader = self.server.makefile("rb", 65536)
        while line := reader.readline():
            said = self.proxy.answer(line)
            literal = LITERAL.search(line)
            with self.proxy.lock:
                self.proxy.down += len(said) + (int(literal[1]) if literal else 0)
            if said:
                self.tell_client(said)
            if literal:
                self.copy(reader, int(literal[1]), self.tell_client)

    def pump_up(self):
        reader = self.client.makefile("rb", 65536)
        while line := reader.readline():
            with self.proxy.lock:
                self.proxy.up += len(line)
            extension = self.proxy.refuses(line)
            tag, _, command = line.rstrip().partition(b" ")
            if command and not command.upper().startswith((b"LOGIN", b"AUTHENTICATE")):
                self.proxy.commands.append(command.decode("latin1"))
            if extension is not None:
                self.proxy.refused.append("%s: %s" % (extension, command.decode("latin1")))
                self.tell_client(tag + b" BAD unknown command\r\n")
                continue
            self.server.sendall(line)
            if literal := LITERAL.search(line):
                self.copy(reader, int(literal[1]), self.server.sendall)
