# SPDX-License-Identifier: MIT
"""The faults that faultproxy.py knows: NAME[:KEY=VALUE,...][@CONNECTIONS]

  pass                                     nothing
  resegment:max=7                          the stream in pieces of 1 to max bytes (has to be harmless)
  slow:chunk=1,delay=0.05                  drop by drop, server to client
  slow-c2s:chunk=1,delay=0.05              drop by drop, client to server
  stall:after=N,seconds=3600               after N bytes of the server nothing more, sockets stay open
  stall-mid-literal:nth=1,at=0.5           the same inside the nth literal
  cut-after-bytes:n=N,how=fin|rst,dir=s2c|c2s   the line breaks after N bytes
  cut-random:max=65536,how=fin|rst         the same after a number of bytes that chance chooses
  cut-mid-literal:nth=1,at=0.5,how=fin|rst the line breaks inside the nth literal (at: up to 1 a part, else bytes)
  cut-mid-line:nth=1                       the line breaks inside the nth line of the server
  no-greeting                              accepts, says nothing
  bye-greeting:text=T                      greets with BYE
  preauth-greeting                         greets with PREAUTH
  bye:verb=FETCH,nth=1,text=T,when=before|after   BYE instead of, or after, the end of the nth such command
  deny:verb=V,nth=1,count=1,reply=NO,code=C,text=T,close=0   answers the command itself
  deny:preset=P                            in the words of: gmail-throttle gmail-conns gmail-bandwidth
                                           o365-notconnected o365-throttle auth-failed auth-expired unavailable
                                           inuse overquota
  drop-tagged:verb=FETCH,nth=1             the command's end is swallowed
  wrong-tag:verb=FETCH,nth=1               the command's end has a foreign tag
  garbage-line:nth=3,count=1,kind=K        before the nth answer; K: ascii bin crlf tagged paren nul star perm
  long-line:nth=3,size=1048576             before the nth answer a line of this length
  bitflip:rate=0.0005,where=line|lit|any   bits of the server's stream turn
  wrong-literal-length:nth=1,delta=-3      n+delta bytes are announced, n come
  huge-literal:nth=1,size=4294967295,send=0  size bytes are announced; send zeros come, then what there is
  dup-untagged:p=1.0,match=FETCH           untagged answers come twice
  drop-untagged:p=0.3,match=FETCH          untagged answers are swallowed
  untagged-flood:nth=3,count=100000,text=T before the nth answer this many untagged ones
  expunge:verb=FETCH,nth=1,seq=1,count=1   "* SEQ EXPUNGE" before the end of the nth such command
  exists:verb=NOOP,nth=1,n=0               "* N EXISTS" there
  uidvalidity-rewrite:value=N|add=K        another UIDVALIDITY; without a value another one for each connection
  uidnext-rewrite:value=N|add=K            another UIDNEXT
  uid-rewrite:add=K                        other UIDs in FETCH answers
  strip-capability:cap=IDLE+CONDSTORE      capabilities are missing
  add-capability:cap=X                     capabilities are claimed
  strip-line:match=REGEX                   lines without literals are missing
  replace:from=REGEX,to=TEXT               words of lines are others
  starttls-inject:text=T                   more than the answer to STARTTLS comes before TLS
  starttls-strip                           no STARTTLS
  chaos:list=a;b;c                         one of these (| for :) for each connection, or of a list of its own
"""

import random
import re

PRESETS = {  # reply, code, text: in the words of the services
    "gmail-throttle": ("NO", "[THROTTLED]", "Too many commands"),
    "gmail-conns": ("NO", "[ALERT]", "Too many simultaneous connections. (Failure)"),
    "gmail-bandwidth": ("NO", "[OVERQUOTA]", "Account exceeded command or bandwidth limits. (Failure)"),
    "o365-notconnected": ("BAD", "", "User is authenticated but not connected."),
    "o365-throttle": ("BAD", "", "Request is throttled. Suggested Backoff Time: 2000 milliseconds"),
    "auth-failed": ("NO", "[AUTHENTICATIONFAILED]", "Invalid credentials (Failure)"),
    "auth-expired": ("NO", "[EXPIRED]", "Access token has expired"),
    "unavailable": ("NO", "[UNAVAILABLE]", "Temporary System Error"),
    "inuse": ("NO", "[INUSE]", "Mailbox in use"),
    "overquota": ("NO", "[OVERQUOTA]", "Quota exceeded"),
}
CHAOS = ["pass", "resegment:max=5", "cut-random:max=20000", "cut-random:max=3000,how=rst",
         "cut-mid-literal:nth=2,at=0.4", "cut-mid-line:nth=9", "bye:verb=FETCH,nth=1", "garbage-line:nth=6,kind=bin",
         "dup-untagged:p=0.5,match=FETCH", "deny:preset=unavailable,verb=FETCH", "wrong-literal-length:nth=1,delta=-3",
         "bitflip:rate=0.0002,where=line", "expunge:verb=FETCH,nth=1,seq=1"]
NAMES = set(re.findall(r"^  ([a-z0-9-]+)", __doc__, re.M))


class Cut(Exception):
    """The connection ends now."""

    def __init__(self, how="fin"):
        super().__init__(how)
        self.how = how


class Stall(Exception):
    """No byte moves any more; the sockets stay open."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class Scenario:
    """One fault on one connection, and how often its place came by."""

    def __init__(self, name, values, rng):
        self.name, self.values, self.rng = name, values, rng
        self.seen = 0

    def text(self, key, default=""):
        return self.values.get(key, default)

    def number(self, key, default=0):
        return int(self.values.get(key, default))

    def part(self, key, default=0.0):
        return float(self.values.get(key, default))

    def hits(self):
        """Counts a place; true for the nth of them, of deny for the count from there."""
        self.seen += 1
        first = self.number("nth", 1)
        return first <= self.seen < first + (self.number("count", 1) if self.name == "deny" else 1)

    def means(self, verb, default="FETCH"):
        return self.text("verb", default).upper() in verb.split()


def parse_scenario(text):
    """-> (name, values, connections)"""
    where, body = None, text
    found = re.search(r"@((?:\d+(?:-\d*)?)(?:,\d+(?:-\d*)?)*|odd|even|p[0-9.]+)\Z", text)
    if found:
        where, body = found.group(1), text[:found.start()]
    name, _, rest = body.partition(":")
    values = {}
    for item in re.split(r",(?=[a-z_0-9]+=)", rest) if rest else ():
        key, equals, value = item.partition("=")
        if not equals:
            raise ValueError("no value for %r in scenario %r" % (item, text))
        values[key] = value
    if name not in NAMES:
        raise ValueError("unknown scenario %r" % name)
    return name, values, where


def is_meant(where, number, seed):
    """Whether the connection NUMBER is among those WHERE names."""
    if where in (None, "odd", "even"):
        return where is None or number % 2 == (where == "odd")
    if where.startswith("p"):
        return random.Random("%s/%d/pick" % (seed, number)).random() < float(where[1:])
    for one in where.split(","):
        first, dash, last = one.partition("-")
        if int(first) == number if not dash else int(first) <= number and (not last or number <= int(last)):
            return True
    return False
