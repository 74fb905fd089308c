#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A proxy that makes a good IMAP server a bad one, the same way every time.

Stands between kith and a real server, both on loopback. It follows the protocol (lines and literals), so
that a fault hits an exact place: the middle of the third literal, the answer to the second FETCH.

    faultproxy.py --upstream 127.0.0.1:1143 --scenario 'cut-mid-literal:nth=3,at=0.5,how=rst@1-2' \\
                  --seed 7 --guard --log events.jsonl

SCENARIO is NAME[:KEY=VALUE,...][@CONNECTIONS]; CONNECTIONS is 1, 1-3, 2-, 2,5, odd, even or p0.3; default all.
Several --scenario: each works on the connections it names; other connections pass untouched.
Prints "LISTENING HOST PORT". SIGUSR1 ends all faults for connections that begin afterwards. SIGTERM ends the
proxy, with a summary in JSON on stderr. Exit status: 0; 2 usage; 3 --guard saw a command that can change a
mailbox; 1 a mistake of the proxy itself. Chance comes from the seed, the connection's number and the scenario.
"""

import argparse
import asyncio
import ipaddress
import json
import logging
import os
import random
import re
import signal
import socket
import ssl
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import scenario as faults  # noqa: E402
from scenario import CHAOS, PRESETS, Cut, Scenario, Stall, is_meant, parse_scenario  # noqa: E402

logging.getLogger("asyncio").setLevel(logging.ERROR)  # that a peer is gone is what we are here for
CRLF = b"\r\n"
LITERAL = re.compile(rb"~?\{(\d+)(\+?)\}\r?\n\Z")
CHUNK = 65536
MAX_LINE = 64 * 1024 * 1024


class Connection:
    def __init__(self, proxy, number, reader, writer):
        self.proxy, self.number = proxy, number
        self.client_reader, self.client_writer = reader, writer
        self.server_reader = self.server_writer = None
        self.sent = {"s2c": 0, "c2s": 0}
        self.scenarios = proxy.choose(number)
        self.commands = {}      # tag -> verb
        self.auth_tag = None
        self.literals = self.lines = 0
        self.zeros = 0          # to be sent in front of a huge literal's real bytes

    def log(self, event, **more):
        self.proxy.log(self.number, event, **more)

    def active(self, *names):
        return [one for one in self.scenarios if one.name in names]

    def fire(self, scenario, **more):
        self.proxy.fired[scenario.name] = self.proxy.fired.get(scenario.name, 0) + 1
        self.log("fault", scenario=scenario.name, **more)

    def fire_once(self, scenario):
        scenario.seen += 1
        if scenario.seen == 1:
            self.fire(scenario)

    # --- bytes

    async def write(self, direction, data):
        writer = self.client_writer if direction == "s2c" else self.server_writer
        writer.write(data)
        await writer.drain()

    def limit_of(self, one, direction):
        """After how many bytes of DIRECTION this scenario strikes; None: not in it."""
        if one.name == "cut-random" and "n" not in one.values:
            one.values["n"] = str(one.rng.randint(1, one.number("max", 65536)))
        if direction != (one.text("dir", "s2c") if one.name == "cut-after-bytes" else "s2c"):
            return None
        return one.number("after" if one.name == "stall" else "n")

    async def send(self, direction, data):
        """The last step of every byte: here are the faults that know nothing of the protocol."""
        if not data:
            return
        for one in self.active("cut-after-bytes", "cut-random", "stall"):
            limit = self.limit_of(one, direction)
            room = None if limit is None else limit - self.sent[direction]
            if room is not None and (room < len(data) or (room == 0 and one.name == "stall")):
                if room > 0:
                    await self.write(direction, data[:room])
                    self.sent[direction] += room
                self.fire(one, at=self.sent[direction], direction=direction)
                raise Stall(one.part("seconds", 3600)) if one.name == "stall" else Cut(one.text("how", "fin"))
        pieces, delay = self.pieces(direction, data)
        for piece in pieces:
            await self.write(direction, piece)
            self.sent[direction] += len(piece)
            if delay:
                await asyncio.sleep(delay)

    def pieces(self, direction, data):
        """-> the pieces DATA is sent in, and the seconds between them"""
        for one in self.active("slow" if direction == "s2c" else "slow-c2s"):
            size = max(1, one.number("chunk", 1))
            self.fire_once(one)
            return [data[at:at + size] for at in range(0, len(data), size)], one.part("delay", 0.05)
        for one in self.active("resegment"):
            pieces, at = [], 0
            self.fire_once(one)
            while at < len(data):
                size = one.rng.randint(1, max(1, one.number("max", 7)))
                pieces.append(data[at:at + size])
                at += size
            return pieces, 0.0
        return [data], 0.0

    def flip(self, data, where):
        for one in self.active("bitflip"):
            rate = one.part("rate", 0.0005)
            if one.text("where", "any") not in (where, "any") or rate <= 0:
                continue
            at, changed = int(one.rng.expovariate(rate)), None  # the distance to the next flip
            while at < len(data):
                if data[at] not in CRLF:
                    changed = changed or bytearray(data)
                    changed[at] ^= 1 << one.rng.randrange(8)
                at += 1 + int(one.rng.expovariate(rate))
            if changed:
                self.fire(one, where=where)
                data = bytes(changed)
        return data

    @staticmethod
    async def read_line(reader):
        """A line with its end; what there is at the end of the stream."""
        line = b""
        while True:
            try:
                return line + await reader.readuntil(b"\n")
            except asyncio.IncompleteReadError as end:
                return line + end.partial
            except asyncio.LimitOverrunError as long:
                line += await reader.readexactly(long.consumed)
                if len(line) > MAX_LINE:
                    raise Cut("rst")

    # --- from beginning to end

    async def run(self):
        how = "fin"
        self.log("open", scenarios=[one.name for one in self.scenarios])
        try:
            await self.serve()
        except Cut as cut:
            how = cut.how
        except Stall as stall:
            self.log("stall", seconds=stall.seconds)
            await self.wait_for_client(stall.seconds)
        except (OSError, asyncio.IncompleteReadError) as error:  # ssl.SSLError is an OSError
            self.log("lost", error=repr(error))
        except asyncio.CancelledError:
            pass
        except Exception as error:  # a mistake of the proxy has to be seen
            self.proxy.mistakes += 1
            self.log("mistake", error=repr(error))
            sys.stderr.write("faultproxy: connection %d: %r\n" % (self.number, error))
        finally:
            self.close(how)
            self.log("close", how=how, s2c=self.sent["s2c"], c2s=self.sent["c2s"])

    async def wait_for_client(self, seconds):
        """Until the client gives up or the time is over; its bytes are read, so that its end is seen."""
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                if not await asyncio.wait_for(self.client_reader.read(CHUNK), end - time.monotonic()):
                    return
        except (OSError, asyncio.TimeoutError, asyncio.CancelledError):
            return

    async def serve(self):
        for one in self.active("no-greeting"):
            self.fire(one)
            raise Stall(3600)
        for one in self.active("bye-greeting"):
            self.fire(one)
            await self.send("s2c", b"* BYE " + one.text("text", "[UNAVAILABLE] Too busy, try later").encode() + CRLF)
            raise Cut("fin")
        self.server_reader, self.server_writer = await asyncio.open_connection(*self.proxy.upstream, limit=2 ** 20)
        tasks = [asyncio.create_task(self.from_server()), asyncio.create_task(self.from_client())]
        try:
            done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            failure = next((task.exception() for task in done if task.exception()), None)
            if failure is None and tasks[0] in pending:
                done, _ = await asyncio.wait(pending, timeout=5)  # the server's last words
                failure = next((task.exception() for task in done if task.exception()), None)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if failure:
            raise failure

    def close(self, how):
        for writer in (self.client_writer, self.server_writer):
            if writer is None:
                continue
            if how == "rst":
                plain = writer.get_extra_info("socket")
                if plain is not None:
                    plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            else:
                writer.close()

    # --- server to client

    async def from_server(self):
        while line := await self.read_line(self.server_reader):
            await self.answer(line)

    async def answer(self, first):
        """One answer of the server, with its literals."""
        tag = first.split(b" ", 1)[0]
        verb = self.commands.pop(tag, None)
        if verb is not None and self.auth_tag == tag:
            self.auth_tag = None
        await self.send_more(first)
        if verb is not None:
            first = await self.end_of_command(verb, first)
            if first is None:
                return
        twice, dropped = self.fate_of(first)
        kept = []

        async def emit(data):
            if not dropped:
                kept.append(data)
                await self.send("s2c", data)

        line = first
        while line:
            self.lines += 1
            found = LITERAL.search(line)
            length = int(found.group(1)) if found else 0
            line = self.rewrite(line, found, length)
            if line is None:
                return
            for one in self.active("cut-mid-line"):
                if self.lines == one.number("nth", 1):
                    self.fire(one)
                    await self.send("s2c", line[:max(1, len(line) // 2)])
                    raise Cut(one.text("how", "fin"))
            await emit(self.flip(line, "line"))
            if not found:
                break
            self.literals += 1
            await self.literal(length, emit)
            line = await self.read_line(self.server_reader)
        for data in kept if twice else ():
            await self.send("s2c", data)
        if verb is not None:
            await self.bye(verb, "after")

    async def send_more(self, first):
        """What comes in front of an answer, uncalled for."""
        for one in self.active("garbage-line", "long-line", "untagged-flood"):
            one.seen += 1
            if one.seen != one.number("nth", 3):
                continue
            self.fire(one, before=first[:20].decode("latin1"))
            if one.name == "garbage-line":
                for _ in range(one.number("count", 1)):
                    await self.send("s2c", self.garbage(one))
            elif one.name == "long-line":
                await self.send("s2c", b"* OK ")
                for at in range(0, one.number("size", 1 << 20), CHUNK):
                    await self.send("s2c", b"x" * min(CHUNK, one.number("size", 1 << 20) - at))
                await self.send("s2c", CRLF)
            else:
                line = b"* " + one.text("text", "OK still here").encode() + CRLF
                for at in range(0, one.number("count", 100000), 1000):
                    await self.send("s2c", line * min(1000, one.number("count", 100000) - at))

    async def bye(self, verb, when):
        for one in self.active("bye"):
            if one.text("when", "before") == when and one.means(verb) and one.hits():
                self.fire(one, verb=verb)
                await self.send("s2c", b"* BYE " + one.text("text", "Server shutting down").encode() + CRLF)
                raise Cut(one.text("how", "fin"))

    async def end_of_command(self, verb, line):
        """The tagged line of a command as it is sent; None: not at all."""
        for one in self.active("expunge", "exists"):
            if one.means(verb, "FETCH" if one.name == "expunge" else "NOOP") and one.hits():
                self.fire(one, verb=verb)
                if one.name == "expunge":
                    await self.send("s2c", b"* %d EXPUNGE\r\n" % one.number("seq", 1) * one.number("count", 1))
                else:
                    await self.send("s2c", b"* %d EXISTS\r\n" % one.number("n", 0))
        await self.bye(verb, "before")
        for one in self.active("drop-tagged", "wrong-tag"):
            if one.means(verb) and one.hits():
                self.fire(one, verb=verb)
                if one.name == "drop-tagged":
                    return None
                line = b"ZZ99 " + line.split(b" ", 1)[1]
        return line

    def fate_of(self, first):
        """-> whether this answer comes twice, whether not at all"""
        twice = dropped = False
        for one in self.active("dup-untagged", "drop-untagged") if first.startswith(b"* ") else ():
            if re.search(one.text("match").encode(), first, re.I) and one.rng.random() < one.part("p", 1.0):
                self.fire(one, line=first[:20].decode("latin1"))
                twice = twice or one.name == "dup-untagged"
                dropped = dropped or one.name == "drop-untagged"
        return twice, dropped

    async def literal(self, length, emit):
        end, culprit = None, None
        for one in self.active("cut-mid-literal", "stall-mid-literal"):
            if self.literals == one.number("nth", 1):
                at = one.part("at", 0.5)
                end, culprit = int(at * length) if at <= 1 else min(int(at), length), one
        while self.zeros > 0:
            await self.send("s2c", b"\0" * min(self.zeros, CHUNK))
            self.zeros -= CHUNK
        done = 0
        while done < length or done == end:
            if done == end:
                self.fire(culprit, literal=self.literals, at=done)
                raise Stall(culprit.part("seconds", 3600)) if culprit.name == "stall-mid-literal" else \
                    Cut(culprit.text("how", "fin"))
            chunk = await self.server_reader.read(min(CHUNK, (length if end is None else end) - done))
            if not chunk:
                return
            done += len(chunk)
            await emit(self.flip(chunk, "lit"))

    # --- other words

    def rewrite(self, line, literal, length):
        """A line as it is sent; None: not at all."""
        for one in self.active("preauth-greeting"):
            if self.lines == 1 and line.startswith(b"* OK"):
                self.fire(one)
                line = b"* PREAUTH" + line[4:]
        line = self.rewrite_numbers(line)
        if b"CAPABILITY" in line:
            line = self.rewrite_capabilities(line)
        for one in self.active("strip-line"):
            if not literal and re.search(one.text("match").encode(), line):
                self.fire(one)
                return None
        for one in self.active("replace"):
            changed = re.sub(one.text("from").encode(), one.text("to").encode(), line)
            if changed != line:
                self.fire(one)
                line = changed
        for one in self.active("wrong-literal-length", "huge-literal") if literal else ():
            if self.literals + 1 == one.number("nth", 1):
                told = one.number("size", 4294967295) if one.name == "huge-literal" else \
                    max(0, length + one.number("delta", -3))
                line = line[:line.rindex(b"{")] + b"{%d}\r\n" % told
                self.zeros = one.number("send") if one.name == "huge-literal" else 0
                self.fire(one, real=length, told=told)
        return line

    def rewrite_numbers(self, line):
        for one in self.active("uidvalidity-rewrite", "uidnext-rewrite", "uid-rewrite"):
            key = {"uidv": b"UIDVALIDITY", "uidn": b"UIDNEXT", "uid-": b"UID"}[one.name[:4]]
            if key == b"UID" and b" FETCH (" not in line:
                continue

            def other(found, one=one, key=key):
                old = int(found.group(2))
                add = one.number("add", 1000 if key == b"UID" else self.number)
                return found.group(1) + b"%d" % (one.number("value", old + add) & 0xFFFFFFFF)

            changed = re.sub(rb"(\b" + key + rb" )(\d+)", other, line)
            if changed != line:
                self.fire(one)
                line = changed
        return line

    def rewrite_capabilities(self, line):
        for one in self.active("strip-capability", "add-capability", "starttls-strip"):
            changed = line
            if one.name == "add-capability":
                more = one.text("cap").replace("+", " ").encode()
                changed = re.sub(rb"(IMAP4rev1)", b"\\1 " + more, line, count=1)
            for name in ["STARTTLS"] if one.name == "starttls-strip" else one.text("cap", "IDLE").split("+"):
                if one.name != "add-capability":
                    changed = re.sub(rb" " + re.escape(name.encode()) + rb"(?=[ \]\r])", b"", changed)
            if changed != line:
                self.fire(one)
                line = changed
        return line

    @staticmethod
    def garbage(one):
        kind, rng = one.text("kind", "ascii"), one.rng
        if kind == "bin":
            body = bytes(byte for byte in (rng.randrange(256) for _ in range(rng.randint(1, 300))) if byte not in CRLF)
        elif kind == "ascii":
            body = bytes(rng.choice(b"abcXYZ (){}[]\"\\*%0123456789") for _ in range(rng.randint(1, 200)))
        else:
            body = {"crlf": b"", "nul": b"* OK [\0ALERT\0] nul\0nul", "star": b"*",
                    "tagged": b"Z%d OK you never asked" % rng.randrange(10 ** 6),
                    "paren": b"* 1 FETCH " + b"(" * one.number("depth", 100000),
                    "perm": b"* OK [PERMANENTFLAGS (\\x80\\"}[kind]
        return body + CRLF

    # --- client to server

    CHANGING = {"STORE", "COPY", "MOVE", "EXPUNGE", "APPEND", "CREATE", "DELETE", "RENAME", "SUBSCRIBE", "UNSUBSCRIBE",
                "SELECT", "CLOSE", "SETACL", "DELETEACL", "SETMETADATA", "SETANNOTATION", "SETQUOTA", "REPLACE"}
    HARMLESS = {"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "AUTHENTICATE", "LOGIN", "EXAMINE", "STATUS", "LIST",
                "LSUB", "XLIST", "NAMESPACE", "SEARCH", "FETCH", "IDLE", "UNSELECT", "ENABLE", "ID", "CHECK"}

    def guard(self, verb, line):
        """Notes a command that can change a mailbox, or that nobody knows."""
        word, found = verb.split()[-1], None
        if word in self.CHANGING:
            found = word
        elif word == "FETCH" and re.search(rb"BODY\[", line, re.I):
            found = "FETCH BODY[ without PEEK"
        elif word == "FETCH" and re.search(rb"RFC822(?!\.(SIZE|HEADER))", line, re.I):
            found = "FETCH RFC822"
        elif word not in self.HARMLESS:
            found = "unknown command " + word
        if found:
            self.proxy.violations.append("connection %d: %s" % (self.number, found))
            self.log("violation", command=found)

    async def from_client(self):
        while line := await self.read_line(self.client_reader):
            words = line.split(None, 3)
            if self.auth_tag is not None or len(words) < 2:
                await self.send("c2s", line)  # what follows AUTHENTICATE; DONE of IDLE
                continue
            tag, verb = words[0], words[1].decode("latin1").upper()
            if verb == "UID" and len(words) > 2:
                verb = "UID " + words[2].decode("latin1").upper()
            await self.command(tag, verb, line)
        if self.server_writer.can_write_eof():
            self.server_writer.write_eof()

    async def command(self, tag, verb, line):
        self.log("command", verb=verb)
        if self.proxy.has_guard:
            self.guard(verb, line)
        found = LITERAL.search(line)
        if await self.is_denied(tag, verb):
            while found and found.group(2):  # its literals are not sent either
                await self.client_reader.readexactly(int(found.group(1)))
                found = LITERAL.search(await self.read_line(self.client_reader))
            return
        if verb == "STARTTLS" and await self.start_tls(tag):
            return
        self.commands[tag] = verb
        self.auth_tag = tag if verb == "AUTHENTICATE" else None
        await self.send("c2s", line)
        while found:
            await self.send("c2s", await self.client_reader.readexactly(int(found.group(1))))
            line = await self.read_line(self.client_reader)
            await self.send("c2s", line)
            found = LITERAL.search(line)

    async def is_denied(self, tag, verb):
        for one in self.active("deny"):
            preset = one.text("preset")
            usual = "AUTHENTICATE|LOGIN" if preset in ("gmail-conns", "auth-failed", "auth-expired") else \
                "SELECT|EXAMINE" if preset in ("o365-notconnected", "inuse") else "FETCH"
            if not re.fullmatch("(UID )?(%s)" % one.text("verb", usual), verb, re.I) or not one.hits():
                continue
            reply, code, text = PRESETS.get(preset, ("NO", "", "not now"))
            words = (tag.decode("latin1"), one.text("reply", reply), one.text("code", code), one.text("text", text))
            self.fire(one, verb=verb)
            await self.send("s2c", " ".join(word for word in words if word).encode("latin1") + CRLF)
            if one.number("close"):
                raise Cut("fin")
            return True
        return False

    async def start_tls(self, tag):
        """Answers STARTTLS; false when the server shall."""
        for one in self.active("starttls-strip"):
            self.fire(one)
            await self.send("s2c", tag + b" BAD STARTTLS is not available\r\n")
            return True
        if self.proxy.tls is None:
            return False
        more = b""
        for one in self.active("starttls-inject"):
            self.fire(one)
            more = one.text("text", "* 666 EXISTS").encode() + CRLF
        await self.send("s2c", tag + b" OK Begin TLS negotiation now\r\n" + more)
        await self.client_writer.start_tls(self.proxy.tls)
        self.log("tls")
        return True


class Proxy:
    def __init__(self, options):
        self.options = options
        self.upstream, self.has_guard = options.upstream, options.guard
        self.count, self.mistakes = 0, 0
        self.tasks, self.server = set(), None
        self.fired, self.violations = {}, []
        self.events = open(options.log, "a", buffering=1, encoding="utf-8") if options.log else None
        self.began = time.monotonic()
        self.scenarios = [parse_scenario(one) for one in options.scenario or ["pass"]]
        self.tls = None
        if options.tls_cert:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(options.tls_cert, options.tls_key or options.tls_cert)

    def log(self, number, event, **more):
        if self.events:
            at = round(time.monotonic() - self.began, 4)
            self.events.write(json.dumps({"t": at, "connection": number, "event": event, **more}) + "\n")

    def choose(self, number):
        """The faults of the connection NUMBER."""
        chosen = []
        for name, values, where in self.scenarios:
            if not is_meant(where, number, self.options.seed):
                continue
            if name == "chaos":
                own = values["list"].replace("|", ":").split(";") if "list" in values else CHAOS
                name, values, _ = parse_scenario(random.Random("%s/%d" % (self.options.seed, number)).choice(own))
            rng = random.Random("%s/%d/%s" % (self.options.seed, number, name))
            chosen += [Scenario(name, dict(values), rng)] if name != "pass" else []
        return chosen

    def heal(self):
        self.scenarios = []
        self.log(0, "healed")

    async def take(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        self.count += 1
        try:
            await Connection(self, self.count, reader, writer).run()
        finally:
            self.tasks.discard(task)

    async def start(self):
        """-> host and port"""
        implicit = self.tls if self.options.tls == "implicit" else None
        self.server = await asyncio.start_server(self.take, *self.options.listen, limit=2 ** 20, ssl=implicit)
        if implicit:
            self.tls = None
        return self.server.sockets[0].getsockname()[:2]

    async def stop(self):
        """-> what it did"""
        self.server.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        if self.events:
            self.events.close()
        return {"connections": self.count, "fired": self.fired, "violations": self.violations, "mistakes": self.mistakes}


def loopback(text):
    host, _, port = text.rpartition(":")
    host = (host or "127.0.0.1").strip("[]")
    if not ipaddress.ip_address(host).is_loopback:
        raise argparse.ArgumentTypeError("only loopback addresses are allowed")
    return host, int(port)


def read_options(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__ + faults.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", type=loopback, default=("127.0.0.1", 0))
    parser.add_argument("--upstream", type=loopback, required=True)
    parser.add_argument("--scenario", action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", help="what happened, in JSON lines: no content, no secrets")
    parser.add_argument("--guard", action="store_true", help="note commands that can change the mailbox")
    parser.add_argument("--tls", choices=["starttls", "implicit"], default="starttls")
    parser.add_argument("--tls-cert")
    parser.add_argument("--tls-key")
    options = parser.parse_args(arguments)
    try:
        for one in options.scenario or ():
            parse_scenario(one)
    except ValueError as error:
        parser.error(str(error))
    return options


async def serve(options):
    proxy = Proxy(options)
    print("LISTENING", *await proxy.start(), flush=True)
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    loop.add_signal_handler(signal.SIGUSR1, proxy.heal)
    await over.wait()
    done = await proxy.stop()
    print(json.dumps(done), file=sys.stderr)
    return 3 if done["violations"] else 1 if done["mistakes"] else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(serve(read_options())))
