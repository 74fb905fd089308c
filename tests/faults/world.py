# SPDX-License-Identifier: MIT
"""One mailbox on a real server, and any number of runs of kithd against it through a faulty proxy.

The mailbox is only read, so that all runs share it, some at a time; each run has its own proxy, configuration
and store. A run has two parts: kithd while there are faults, then kithd without them (the proxy heals). After
both, what tests/faults/invariants.py knows has to hold, and the store has to be that of a run without faults.
"""

import asyncio
import concurrent.futures
import datetime
import email.message
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
from house import DOMAIN, PASSWORD, House, Tap, mail, seconds, wait_until  # noqa: E402
import faultproxy  # noqa: E402
import invariants  # noqa: E402

ADA = "Ada Byron <ada@example.com>"
JAN = "Jan Novak <jan@novak.example>"
LIV = "Liv Berg <liv@berg.example>"
HALF = "2026-03-02T18:00:00+01:00"  # before, when half of the mails were there
FIRST = "2026-03-03T09:00:00+01:00"  # the run with faults
LATER = "2026-03-04T10:00:00+01:00"  # the run without: more than a day later, so that nothing waits any more
AT_ONCE = 3  # runs


def invent(house):
    """A small mailbox with one mail of every kind that fetch treats differently: in two steps, what is there when
    kith first looks (until the yield), and what came, moved and went afterwards."""
    at = itertools.count(seconds("2026-02-24T09:00:00+01:00"), 7200)

    def put(folder, made, flags="S"):
        house.deliver("ada", folder, made, next(at), flags=flags)

    def talk(numbers, last):
        for number in numbers:
            when = moment(seconds("2026-02-24T08:59:00+01:00") + number * 7200)
            out = number % 3 == 2
            last = mail(ADA if out else JAN, JAN if out else ADA, "Re: Oboes" if number else "Oboes",
                        "We talk of oboe %d.\n" % number, when, "oboe%d@%s" % (number, DOMAIN if out else "novak.example"),
                        reply=last)
            put("Sent" if out else "INBOX", last)
        return last

    last = talk(range(12), None)
    when = "2026-02-26T09:00:00+01:00"
    put("INBOX", mail(LIV, ADA, "Price list", "See the table.\n", when, "html@berg.example",
                      html="<p>See the <b>table</b>: 5 &euro; apiece.</p>"))
    put("INBOX", with_attachment(when, "big", 600))
    put("INBOX", mail(LIV, ADA, "The whole story", "It is long. " * 9000 + "\n", when, "long@berg.example"))
    put("INBOX", b"", flags="")
    for number in range(5):
        when = moment(seconds("2026-01-12T09:00:00+01:00") + number * 90000)
        put("Customers.B&APY-hm", mail(LIV, ADA, "Order %d" % number, "Order %d is here.\n" % number, when,
                                       "order%d@berg.example" % number), flags="FS")
    put("Archive", mail(JAN, ADA, "Old", "Long ago.\n", "2025-11-03T09:00:00+01:00", "old@novak.example"))
    put("Drafts", mail(ADA, JAN, "Unsent", "Not yet.\n", when, "draft@example.com"), flags="D")
    yield
    house.doveadm("expunge", "-u", "ada", "mailbox", "INBOX", "uid", "2")
    house.doveadm("move", "-u", "ada", "Archive", "mailbox", "INBOX", "uid", "4")
    talk(range(12, 18), last)
    when = "2026-02-26T09:00:00+01:00"
    put("INBOX", with_attachment(when, "late", 400))
    put("INBOX", raw("=?iso-8859-2?Q?P=F8=EDli=B9?=", "latin2@novak.example", 10,
                     b"P\xf8\xedli\xb9 \xbelu\xbbou\xe8k\xfd k\xf9\xf2.\r\n", b"MIME-Version: 1.0\r\nContent-Type: text/plain; "
                     b"charset=iso-8859-2\r\nContent-Transfer-Encoding: 8bit\r\n"))
    put("INBOX", raw("nothing", "nothing@novak.example", 11, b""), flags="")
    forwarded = mail(LIV, ADA, "Fwd: Reeds", "Can you do that?\n", when, "fwd@berg.example")
    forwarded.add_attachment(mail(JAN, LIV, "Reeds", "Ten reeds, please.\n", when, "reeds@novak.example"))
    put("INBOX", forwarded, flags="RS")
    put("INBOX", raw("literal {12}", "tricks@novak.example", 12,
                     b"* 1 FETCH (UID 1 BODY[]<0> {5}\r\nA1 OK done\r\n)\r\n* BYE\r\n", b"* 3 FETCH: header\r\n"), flags="F")
    yield


def moment(made):
    return datetime.datetime.fromtimestamp(made, datetime.timezone.utc).isoformat()


def with_attachment(when, name, size):
    """Text, an attachment of SIZE times 256 bytes, and text after it."""
    made = mail(LIV, ADA, "Drawings", "The drawings are below.\n", when, name + "@berg.example",
                attachments=[("drawing.bin", "application/octet-stream", bytes(range(256)) * size)])
    note = email.message.EmailMessage()
    note.set_content("And the words after the drawing: please call on Friday.\n")
    made.attach(note)
    return made


def raw(subject, message_id, hour, body, fields=b""):
    return ("From: Jan Novak <jan@novak.example>\r\nTo: ada@example.com\r\nSubject: %s\r\nDate: Thu, 26 Feb 2026 "
            "%d:00:00 +0100\r\nMessage-ID: <%s>\r\n" % (subject, hour, message_id)).encode() + fields + b"\r\n" + body


class Run:
    """kithd against the mailbox through one proxy with SCENARIOS, with a store of its own."""

    number = itertools.count(1)

    def __init__(self, world, scenarios, tls="plain", is_half=False):
        self.world, self.house, self.tls = world, world.house, tls
        self.path = self.house.file("r%d" % next(Run.number))
        self.database = os.path.join(self.path, "kith.db")
        self.log = os.path.join(self.path, "proxy.log")
        os.makedirs(os.path.join(self.path, "run"), mode=0o700)
        self.environment = dict(self.house.environment, HOME=self.path, XDG_CONFIG_HOME=self.path, XDG_DATA_HOME=self.path,
                                XDG_RUNTIME_DIR=os.path.join(self.path, "run"),
                                KITH_CONFIG=os.path.join(self.path, "kith.conf"))
        arguments = ["--upstream", "127.0.0.1:%d" % self.house.imap_port, "--guard", "--log", self.log]
        for one in scenarios:
            arguments += ["--scenario", one]
        if tls != "plain":
            arguments += ["--tls", "implicit" if tls == "imaps" else "starttls", "--tls-cert",
                          self.house.file("server.pem"), "--tls-key", self.house.file("server.key")]
        self.proxy = faultproxy.Proxy(faultproxy.read_options(arguments))
        self.port = self.world.call(self.proxy.start())[1]
        self.write_config()
        self.summary = None
        if is_half:
            shutil.copy(world.half.database, self.database)

    def write_config(self):
        scheme = "imaps" if self.tls == "imaps" else "imap"
        authority = "" if self.tls == "plain" else '\n    tls-ca = "%s"' % self.house.file("ca.pem")
        text = ['address = "kith@%s"' % DOMAIN, 'database = "%s"' % self.database, 'timezone = "Europe/Berlin"',
                'domains = { "%s" }' % DOMAIN, "sending = hold"]
        text.append('user ada {\n    name = "Ada Byron"\n    addresses = { "ada@example.com" }\n}')
        text.append('account ada {\n    users = { ada }\n    source = "%s://127.0.0.1:%d"\n    login = "ada"\n'
                    '    password-file = "%s"%s\n}' % (scheme, self.port, self.house.file("password"), authority))
        with open(self.environment["KITH_CONFIG"], "w", encoding="utf-8") as out:
            out.write("\n".join(text) + "\n")
        os.chmod(self.environment["KITH_CONFIG"], 0o600)

    def close(self):
        """Ends the proxy, which then says what it did."""
        if self.summary is None:
            self.summary = self.world.call(self.proxy.stop())
        return self.summary

    def heal(self):
        self.world.loop.call_soon_threadsafe(self.proxy.heal)
        wait_until(lambda: self.events("healed"), "the proxy to heal")

    def events(self, *kinds):
        try:
            found = [json.loads(line) for line in open(self.log, encoding="utf-8")]
        except FileNotFoundError:
            return []
        return [one for one in found if one["event"] in kinds]

    def connections(self):
        return len(self.events("open"))

    def kithd(self, now, deadline_s, is_hasty=False):
        """One whole cycle -> what was measured of it"""
        program = self.house.program("tests/faults/kithd-hasty" if is_hasty else "kithd")
        with open(os.path.join(self.path, "kithd.log"), "ab") as out:
            begin = out.tell()
            started = time.monotonic()
            process = subprocess.Popen([program, "--once", "--no-send", "--now", now], stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out, env=self.environment, start_new_session=True)
        status = usage = None
        while status is None and time.monotonic() < started + deadline_s:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid == 0:
                status = None
                time.sleep(0.02)
        result = {"seconds": time.monotonic() - started, "stayed": [], "is_hung": status is None}
        if status is None:
            os.killpg(process.pid, signal.SIGKILL)
            _, status, usage = os.wait4(process.pid, 0)
        else:
            result["stayed"] = session_members(process.pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        result.update(exit=process.returncode, cpu_s=usage.ru_utime + usage.ru_stime, rss_kb=usage.ru_maxrss)
        with open(os.path.join(self.path, "kithd.log"), encoding="utf-8", errors="replace") as log:
            log.seek(begin)
            result["said"] = log.read()
        return result

    def kith(self, *arguments):
        return subprocess.run([self.house.program("kith"), "--as", "ada", "--json", *arguments], capture_output=True,
                              text=True, timeout=60, env=dict(self.environment, KITH_NOW=LATER)).stdout

    def said(self):
        """The store as data: its tables in natural keys, and what kith exports."""
        database = invariants.open_database(self.database)
        try:
            found = invariants.dump(database)
        finally:
            database.close()
        found["export"] = sorted([line] for line in self.kith("export", "--format", "json").splitlines())
        return json.loads(json.dumps(found))


def session_members(session):
    found = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open("/proc/%s/stat" % process, encoding="latin1").read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[3]) == session and words[0] != "Z":
            found.append(int(process))
    return found


class World:
    def __init__(self):
        self.house = House({"ada": "Ada Byron"}, source="plain")
        self.usual_cpu_s = 0.0
        self.loop = asyncio.new_event_loop()  # of the proxies, in a thread
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.house.__enter__()
        self.thread.start()
        self.house.write("password", PASSWORD + "\n")
        self.mailboxes = {"ada": self.house.file("mail", "ada")}
        story = invent(self.house)
        next(story)
        self.half = self.flawless(HALF)
        next(story)
        whole = self.flawless(FIRST, LATER)
        self.before = invariants.snapshot(self.mailboxes)  # now the server has numbered all
        self.golden_broken = invariants.check(whole.database, self.mailboxes, self.before)
        after_half = self.flawless(FIRST, LATER, is_half=True)
        self.golden_broken += invariants.check(after_half.database, self.mailboxes, self.before)
        self.golden = {False: whole.said(), True: after_half.said()}
        return self

    def flawless(self, *times, is_half=False):
        run = Run(self, [], is_half=is_half)
        try:
            for now in times:
                result = run.kithd(now, 60)
                self.usual_cpu_s = max(self.usual_cpu_s, result["cpu_s"])
                if result["exit"] != 0:
                    raise RuntimeError("without faults: " + result["said"])
            return run
        finally:
            run.close()

    def __exit__(self, *failure):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.house.__exit__(*failure)

    def call(self, what):
        """Something of a proxy's, done where proxies live."""
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(60)


def broken_by(world, run, case):
    """Runs one case to its end -> what does not hold"""
    broken = []
    deadline = case.get("deadline_s", 45)
    fault = run.kithd(FIRST, deadline, case.get("is_hasty", False))
    broken += survived(fault, deadline, case.get("may_die"))
    if case.get("is_stall"):
        broken += invariants.live(fault["seconds"], deadline, fault["cpu_s"], world.usual_cpu_s)
    if not run.events("fault") and not case.get("may_miss"):
        broken.append("the fault never struck")
    if case.get("is_harmless") and (fault["exit"] != 0 or " 0 quarantined" not in fault["said"]):
        broken.append("it is harmless, but: exit status %d: %s" % (fault["exit"], fault["said"]))
    if case.get("is_secret") and any(one["verb"] in ("LOGIN", "AUTHENTICATE") for one in run.events("command")):
        broken.append("a password was sent")
    if case.get("is_repeated"):
        broken += pile(run)
    if os.path.exists(run.database):
        broken += ["during: " + one for one in invariants.check(run.database, world.mailboxes, is_whole=False)]
    return broken + recovered(world, run, case) + ["fault run: %s" % fault["said"]]


def pile(run):
    """Again and again the same fault: at some point nothing more is written for it."""
    sizes = []
    for round_ in range(1, 9):
        run.kithd(moment(seconds(FIRST) + round_ * 300), 45)
        database = invariants.open_database(run.database)
        sizes.append([database.execute("SELECT count(*) FROM " + table).fetchone()[0] for table in ("folder", "sighting")])
        database.close()
    return ["I9 folders and sightings: %s" % sizes] if sizes[-1] != sizes[-4] else []


def survived(result, deadline, may_die=False):
    """No hang, and no death but that of a fetch process whose parser is known to die of it."""
    broken = invariants.bounded(result["rss_kb"], result["stayed"])
    if result["is_hung"]:
        broken.append("I8 it hangs: killed after %d s" % deadline)
    elif result["exit"] < 0:
        broken.append("it was killed by signal %d" % -result["exit"])
    found = re.search(r"was killed by signal[^\n]*", result["said"])
    return broken + (["a process of it " + found.group(0)] if found and not may_die else [])


def recovered(world, run, case):
    """Without faults it comes to what it would have been."""
    broken = []
    run.heal()
    for cycle in range(1, invariants.MAX_CYCLES + 1):
        result = run.kithd(LATER, 45)
        broken += survived(result, 45)
        if result["exit"] == 0:
            break
    if result["exit"] != 0:
        broken.append("I8 %d syncs were not enough: %s" % (invariants.MAX_CYCLES, result["said"]))
    broken += invariants.check(run.database, world.mailboxes, world.before)
    if not case.get("is_believed"):
        broken += invariants.golden(run.said(), world.golden[case.get("is_half", False)])
    summary = run.close()
    broken += ["I3 " + one for one in summary["violations"]]
    return broken + (["the proxy is mistaken: %s" % run.events("mistake")] if summary["mistakes"] else [])


def judge(world, case):
    run = Run(world, case["scenarios"], case.get("tls", "plain"), case.get("is_half", False))
    try:
        *broken, said = broken_by(world, run, case)
        return broken + ([said] if broken else [])
    except Exception as error:  # told as this case's failure; the others go on
        return ["%s: %s" % (type(error).__name__, error)]
    finally:
        run.close()


def tell(tap, world, cases, at_once):
    """Runs CASES, some at a time, and says in their order how each ended."""
    tap.equal(world.golden_broken, [], "without faults all invariants hold")
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        results = [(case, pool.submit(judge, world, case)) for case in cases]
        for case, result in results:
            broken = result.result()
            tap.ok(not broken, name_of(case), *broken)


def name_of(case):
    return "%s: %s" % (case.get("tls", "plain"), " + ".join(case["scenarios"])) + \
        (", half is known" if case.get("is_half") else "") + (", %s" % case["name"] if "name" in case else "")


def main(cases, at_once=AT_ONCE):
    tap = Tap()
    wanted = sys.argv[1:]
    cases = [case for case in cases if not wanted or any(word in name_of(case) for word in wanted)]
    with World() as world:
        tell(tap, world, cases, at_once)
        world.house.keep = bool(tap.failed)
    sys.exit(tap.done())
