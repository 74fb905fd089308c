#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What has to hold of a store and its mailboxes whatever a server or a network did.

    invariants.py --database kith.db --mailbox ada=/srv/mail/ada [--before before.json] [--golden golden.json]
    invariants.py --database kith.db --mailbox ada=/srv/mail/ada --save before.json   (mailboxes as they are now)
    invariants.py --database kith.db --mailbox ada=/srv/mail/ada --dump golden.json   (store as it is now)

I1 complete    every UID that the mailbox lists has one sighting, ended well or with its reason; none was made up
I2 once        no mail twice, no entry twice, the search index knows every mail once
I3 untouched   files, flags and UIDs of the mailbox are as they were
I6 sound       SQLite finds nothing wrong, no reference hangs, the log is bounded, one process writes
I7 golden      the store says what the store of a run without faults says
I8 live        two syncs mend all; while the peer is silent no time is burnt; no command outlives its deadline
I9 bounded     memory is bounded, no process and no open file stays

Reads the database through a read-only connection and the mailbox (Maildir of Dovecot) from its files: nothing
here asks kith. I8 and I9 are of a run: live() and bounded() are given what was measured of it.
"""

import argparse
import hashlib
import json
import os
import sqlite3
import sys

STORED, SKIPPED, QUARANTINED, GONE = range(4)  # KithSightingStatus
MAX_WAL_BYTES = 64 * 1024 * 1024
MAX_RSS_KB = 256 * 1024
IDLE_CPU_PART = 0.05  # of the time a peer is silent
MAX_CYCLES = 2
NOT_READ = {"Drafts", "Junk", "Trash"}

# What a store says, in natural keys: no rowid, no time of a look, nothing that depends on the order of arrival.
DUMPS = {
    "sighting": "SELECT account.title, folder.raw_name, uid, status, coalesce(mail, ''), coalesce(reason, ''), "
                "internal_at, size_bytes FROM sighting JOIN folder USING (folder_id) JOIN account USING (account_id) "
                "WHERE is_current = 1 AND status <> 3",
    "folder": "SELECT account.title, raw_name, folder.name, role, uidvalidity, server_count, missing_count "
              "FROM folder JOIN account USING (account_id) WHERE is_current = 1",
    "slim": "SELECT mail, size_bytes, arrived_at, is_sent_copy, rank, hex(bytes) FROM slim",
    "mail": "SELECT mail.id, message_id, at, kind, kind_reason, is_automatic, direction, is_direct, author, author_name, "
            "mail.subject, people, new_text, text, signature, snippet, language, attachments, defects, parent, "
            "away_until, bounced_id, same_id, conversation.id FROM mail JOIN conversation USING (conversation_id)",
    "mail_user": "SELECT mail.id, user.title FROM mail_user JOIN mail USING (mail_id) JOIN user USING (user_id)",
    "conversation": "SELECT id, subject, first_at, last_at, count FROM conversation",
    "contact": "SELECT contact.id, contact.name, domain, is_contact, why, first_at, last_at, last_in_at, last_out_at, "
               "messages_in, messages_out, human_in, direct_in, personal_out, user.title, owner_at FROM contact "
               "LEFT JOIN organization USING (organization_id) LEFT JOIN user ON owner_user_id = user_id",
    "address": "SELECT address, address.name, nature, contact.id FROM address LEFT JOIN contact USING (contact_id)",
    "entry": "SELECT contact.id, entry.at, entry.kind, entry.direction, mail.id, entry.text FROM entry "
             "JOIN contact USING (contact_id) LEFT JOIN mail USING (mail_id)",
    "waiting": "SELECT cause, follow_up.kind, user.title, address, conversation, since_at, due_at, reason, evidence "
               "FROM follow_up JOIN user USING (user_id) WHERE status = 0",
}


def open_database(path):
    database = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    database.execute("PRAGMA query_only = 1")
    return database


# --- the mailbox, from its files

def read_uids(folder):
    """-> (UIDVALIDITY, {UID: file name without flags}) of a Maildir that Dovecot has numbered"""
    try:
        lines = open(os.path.join(folder, "dovecot-uidlist"), encoding="utf-8").read().splitlines()
    except FileNotFoundError:
        return 0, {}
    header = {word[0]: word[1:] for word in lines[0].split()[1:]}
    files = {name.partition(":2,")[0] for part in ("cur", "new") for name in os.listdir(os.path.join(folder, part))}
    uids = {}
    for line in lines[1:]:
        uid, _, name = line.partition(" :")
        base = name.partition(":2,")[0]
        if base in files:
            uids[int(uid.split()[0])] = base
    return int(header["V"]), uids


def folders_of(mailbox):
    """{name as Dovecot spells it: path} of a Maildir++"""
    found = {"INBOX": mailbox}
    for name in os.listdir(mailbox):
        if name.startswith(".") and os.path.isdir(os.path.join(mailbox, name, "cur")):
            found[name[1:]] = os.path.join(mailbox, name)
    return found


def snapshot(mailboxes):
    """All that a client could change: names with flags, content, numbers."""
    seen = {}
    for account, mailbox in sorted(mailboxes.items()):
        for name, path in sorted(folders_of(mailbox).items()):
            validity, uids = read_uids(path)
            seen["%s/%s" % (account, name)] = [validity, sorted(uids.items())]
            for part in ("cur", "new"):
                for file in sorted(os.listdir(os.path.join(path, part))):
                    content = open(os.path.join(path, part, file), "rb").read()
                    seen["%s/%s/%s/%s" % (account, name, part, file)] = hashlib.sha256(content).hexdigest()
    return json.loads(json.dumps(seen))


# --- the invariants; each gives a list of what does not hold

def complete(database, mailboxes):
    broken = []
    for account, mailbox in mailboxes.items():
        for name, path in folders_of(mailbox).items():
            validity, uids = read_uids(path)
            found = dict(database.execute(
                "SELECT uid, status FROM sighting JOIN folder USING (folder_id) JOIN account USING (account_id) "
                "WHERE title = ? AND raw_name = ? AND uidvalidity = ? AND is_current = 1 AND status <> ?",
                (account, name, validity, GONE)))
            missing, made_up = sorted(uids.keys() - found.keys()), sorted(found.keys() - uids.keys())
            if missing and name not in NOT_READ:
                broken.append("I1 %s: %s: no sighting of UIDs %s" % (account, name, missing))
            if made_up:
                broken.append("I1 %s: %s: sightings of UIDs that there are not: %s" % (account, name, made_up))
    return broken + reasons(database)


def reasons(database):
    """Every sighting has ended somehow."""
    return ["I1 folder %d uid %d: status %d without %s" % (folder, uid, status, "mail" if status == STORED else "reason")
            for folder, uid, status in database.execute(
                "SELECT folder_id, uid, status FROM sighting WHERE CASE status WHEN 0 THEN mail IS NULL "
                "WHEN 3 THEN 0 ELSE coalesce(reason, '') = '' END")]


def once(database):
    broken = []
    for name, sql in {
            "mails": "SELECT count(*), count(DISTINCT id) FROM mail",
            "mails by what they are": "SELECT count(*), count(DISTINCT coalesce(message_id, id) || '/' || coalesce(author, '') "
                                      "|| '/' || at || '/' || new_text) FROM mail",
            "entries": "SELECT count(*), count(DISTINCT contact_id || '/' || at || '/' || kind || '/' || "
                       "coalesce(mail_id, '') || '/' || coalesce(told_id, '') || '/' || coalesce(follow_up_id, '') || '/' "
                       "|| coalesce(text, '')) FROM entry",
            "mails of the index": "SELECT (SELECT count(*) FROM mail_search), (SELECT count(*) FROM mail)",
            "slim mails": "SELECT (SELECT count(*) FROM slim), (SELECT count(*) FROM mail)",
            "current epochs": "SELECT count(*), count(DISTINCT account_id || '/' || raw_name) FROM folder "
                              "WHERE is_current = 1"}.items():
        there, different = database.execute(sql).fetchone()
        if there != different:
            broken.append("I2 %s: %d, but %d expected" % (name, there, different))
    return broken


def untouched(before, now):
    return ["I3 %s: %r, was %r" % (name, now.get(name), before.get(name)) for name in sorted(before.keys() | now.keys())
            if before.get(name) != now.get(name)]


def writers(path):
    """The processes that have the database open for writing."""
    found = set()
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat("/proc/%s" % process).st_uid != os.getuid():
                continue
            for number in os.listdir("/proc/%s/fd" % process):
                if os.path.realpath("/proc/%s/fd/%s" % (process, number)) == path:
                    flags = open("/proc/%s/fdinfo/%s" % (process, number), encoding="ascii").read()
                    if int(flags.split("flags:")[1].split()[0], 8) & os.O_ACCMODE != os.O_RDONLY:
                        found.add(int(process))
        except OSError:  # it is over
            continue
    return found


def sound(database, path):
    broken = ["I6 integrity: %s" % row for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    broken += ["I6 reference: %r" % (row,) for row in database.execute("PRAGMA foreign_key_check")]
    wal = path + "-wal"
    if os.path.exists(wal) and os.path.getsize(wal) > MAX_WAL_BYTES:
        broken.append("I6 the log has %d bytes" % os.path.getsize(wal))
    writing = writers(os.path.realpath(path))
    return broken + (["I6 written by the processes %s" % sorted(writing)] if len(writing) > 1 else [])


def dump(database):
    """What the store says, as {table: [row, ...]}, sorted."""
    said = {}
    for name, sql in DUMPS.items():
        rows = [[hashlib.sha256(value.encode()).hexdigest() if isinstance(value, str) and len(value) > 2000 else value
                 for value in row] for row in database.execute(sql)]
        said[name] = sorted(rows, key=json.dumps)
    return said


def golden(said, expected):
    broken = []
    for name in sorted(said.keys() | expected.keys()):
        here, there = said.get(name, []), expected.get(name, [])
        broken += ["I7 %s: only after faults: %s" % (name, json.dumps(row)[:300]) for row in here if row not in there]
        broken += ["I7 %s: missing after faults: %s" % (name, json.dumps(row)[:300]) for row in there if row not in here]
        if len(here) != len(there):
            broken.append("I7 %s: %d rows, %d without faults" % (name, len(here), len(there)))
    return broken


def live(seconds, deadline_s, cpu_s, usual_cpu_s):
    """USUAL_CPU_S: of a run whose peer is not silent, and has all there is to do."""
    broken = []
    if seconds > deadline_s:
        broken.append("I8 it took %.1f s, %.1f are allowed" % (seconds, deadline_s))
    if cpu_s > 1.5 * usual_cpu_s + IDLE_CPU_PART * seconds:
        broken.append("I8 it burnt %.1f s of processor time in %.1f s" % (cpu_s, seconds))
    return broken


def bounded(rss_kb, processes):
    """PROCESSES: what still runs of it."""
    broken = ["I9 %d KB of memory, %d are allowed" % (rss_kb, MAX_RSS_KB)] if rss_kb > MAX_RSS_KB else []
    return broken + ["I9 process %s stayed" % one for one in processes]


def check(path, mailboxes, before=None, expected=None, is_whole=True):
    """I1-I3, I6, I7 of a store at rest. Not IS_WHOLE: while there are faults mails may be missing, nothing else."""
    database = open_database(path)
    try:
        broken = complete(database, mailboxes) if is_whole else reasons(database)
        broken += once(database) + sound(database, path)
        if before is not None:
            broken += untouched(before, snapshot(mailboxes))
        if expected is not None:
            broken += golden(json.loads(json.dumps(dump(database))), expected)
        return broken
    finally:
        database.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--mailbox", action="append", required=True, metavar="ACCOUNT=MAILDIR")
    parser.add_argument("--before", help="mailboxes as --save wrote them")
    parser.add_argument("--golden", help="a store as --dump wrote it")
    parser.add_argument("--save", help="write the mailboxes as they are, and end")
    parser.add_argument("--dump", help="write the store as it is, and end")
    options = parser.parse_args()
    mailboxes = dict(one.split("=", 1) for one in options.mailbox)
    if options.save or options.dump:
        what = snapshot(mailboxes) if options.save else dump(open_database(options.database))
        with open(options.save or options.dump, "w", encoding="utf-8") as out:
            json.dump(what, out, indent=1)
        return 0
    before = json.load(open(options.before, encoding="utf-8")) if options.before else None
    expected = json.load(open(options.golden, encoding="utf-8")) if options.golden else None
    broken = check(options.database, mailboxes, before, expected)
    print("\n".join(broken) or "all hold")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
