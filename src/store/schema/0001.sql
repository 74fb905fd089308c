-- SPDX-License-Identifier: MIT
-- Schema 1. All times are UTC seconds since 1970, named _at. Public ids are hashes of what a thing is.
-- DURABLE tables hold what cannot be computed again; DERIVED ones are what `kith rebuild` empties and fills.

-- ================================================================ DURABLE

CREATE TABLE setting (				-- one row per fact about this store
	name TEXT PRIMARY KEY,			-- 'token-key', 'created-at', ...
	value ANY NOT NULL
) STRICT;

CREATE TABLE user (				-- mirror of the configuration, refreshed at every start
	user_id INTEGER PRIMARY KEY,
	title TEXT NOT NULL UNIQUE,		-- the word in `user ada { }`
	name TEXT NOT NULL,
	share INTEGER NOT NULL			-- KithTier that colleagues have of this user's mail
) STRICT;

CREATE TABLE own_address (			-- addresses of users; of kith itself with user_id NULL
	address TEXT PRIMARY KEY,		-- normalized
	user_id INTEGER REFERENCES user
) STRICT;

CREATE TABLE account (
	account_id INTEGER PRIMARY KEY,
	title TEXT NOT NULL UNIQUE,
	first_sync_at INTEGER,			-- when the first whole sync ended; NULL before
	last_sync_at INTEGER,			-- last sync that ended well
	last_try_at INTEGER,
	last_error TEXT				-- in words, for the user; NULL when well
) STRICT;

CREATE TABLE account_user (
	account_id INTEGER NOT NULL REFERENCES account,
	user_id INTEGER NOT NULL REFERENCES user,
	PRIMARY KEY (account_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE folder (				-- one epoch of one folder: a new UIDVALIDITY is a new row
	folder_id INTEGER PRIMARY KEY,
	account_id INTEGER NOT NULL REFERENCES account,
	name TEXT NOT NULL,			-- UTF-8, for people
	raw_name TEXT NOT NULL,			-- as the server spells it (modified UTF-7); a path for local sources
	uidvalidity INTEGER NOT NULL,
	role INTEGER NOT NULL,			-- KithFolderRole
	is_current INTEGER NOT NULL DEFAULT 1,	-- 0: an older epoch
	server_count INTEGER,			-- mails the server listed at the last whole look; NULL never
	missing_count INTEGER,			-- listed then, without a sighting after it
	looked_at INTEGER,
	UNIQUE (account_id, raw_name, uidvalidity)
) STRICT;

CREATE TABLE sighting (				-- the ledger: one row per UID of a folder
	folder_id INTEGER NOT NULL REFERENCES folder,
	uid INTEGER NOT NULL,
	status INTEGER NOT NULL,		-- KithSightingStatus
	mail TEXT,				-- identity of the mail (mail.id); NULL when not stored
	reason TEXT,				-- of skipped and quarantined
	internal_at INTEGER NOT NULL,		-- INTERNALDATE, 0 unknown
	size_bytes INTEGER NOT NULL,		-- RFC822.SIZE: a hint
	first_seen_at INTEGER NOT NULL,
	gone_at INTEGER,			-- the server listed it no more
	PRIMARY KEY (folder_id, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_mail ON sighting (mail) WHERE mail IS NOT NULL;

CREATE TABLE slim (				-- the slim mail of each mail
	mail TEXT PRIMARY KEY,			-- identity
	bytes BLOB NOT NULL,			-- zstd
	size_bytes INTEGER NOT NULL,		-- before compression
	arrived_at INTEGER NOT NULL,		-- INTERNALDATE of this copy, else when kith saw it
	is_sent_copy INTEGER NOT NULL,		-- 1: from a Sent folder (its text wins over other copies)
	rank TEXT NOT NULL			-- of copies the one with the greatest rank is kept: Sent first, then the
						-- one no list changed, then by a hash, so that order does not matter
) STRICT;

CREATE TABLE told (				-- everything a user told kith, in order; undone, never deleted
	told_id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	user_id INTEGER REFERENCES user,	-- NULL: the operator
	verb TEXT NOT NULL,			-- 'note', 'never', 'tag', 'stage', ...
	subject TEXT,				-- what it is about: a contact's address, a follow-up's or mail's id
	words TEXT NOT NULL,			-- the rest, as understood
	mail TEXT,				-- the mail that told it; NULL: the shell
	undone_at INTEGER
) STRICT;
CREATE INDEX told_subject ON told (subject);

CREATE TABLE follow_up (
	follow_up_id INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,		-- short, a thumb can type it
	cause TEXT NOT NULL UNIQUE,		-- what opened it: kind + user + mail identity (or told_id); opens once
	kind INTEGER NOT NULL,			-- KithFollowKind
	user_id INTEGER NOT NULL REFERENCES user,
	address TEXT,				-- whom it is about, normalized; NULL unknown
	conversation TEXT,			-- a mail identity in the conversation; NULL none
	since_at INTEGER NOT NULL,		-- when the waiting began
	due_at INTEGER NOT NULL,
	due_wall TEXT,				-- manual: wall time as told, "2026-03-03T09:00"
	due_zone TEXT,				-- IANA zone of due_wall
	recurrence TEXT,			-- manual: "every 2 weeks" as told; NULL once only
	only_without_reply INTEGER NOT NULL DEFAULT 0,	-- "if no reply in": an answer ends it
	status INTEGER NOT NULL,		-- KithFollowStatus
	status_at INTEGER NOT NULL,
	occurrence INTEGER NOT NULL DEFAULT 0,	-- reminders sent so far; names the next one
	reason TEXT NOT NULL,			-- in words, for the user
	note TEXT,
	evidence TEXT NOT NULL			-- mail identities, blank-separated
) STRICT;
CREATE INDEX follow_up_due ON follow_up (status, due_at);
CREATE INDEX follow_up_conversation ON follow_up (conversation);
CREATE INDEX follow_up_address ON follow_up (address, status);

CREATE TABLE follow_up_change (			-- every change of state
	follow_up_id INTEGER NOT NULL REFERENCES follow_up,
	at INTEGER NOT NULL,
	status INTEGER NOT NULL,
	due_at INTEGER NOT NULL,
	cause TEXT NOT NULL,			-- in words
	mail TEXT,				-- identity of the mail that caused it
	told_id INTEGER REFERENCES told		-- what a user told, which undo takes back; NULL: kith itself
) STRICT;
CREATE INDEX follow_up_change_of ON follow_up_change (follow_up_id, at);

CREATE TABLE command (				-- mails that were taken as commands: each once
	mail TEXT PRIMARY KEY,			-- identity
	at INTEGER NOT NULL,
	user_id INTEGER NOT NULL REFERENCES user,
	words TEXT NOT NULL,			-- the line
	outcome TEXT NOT NULL			-- what was understood, or why not
) STRICT;

CREATE TABLE outgoing (				-- mails that kith writes
	outgoing_id INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,		-- X-Kith-Id
	kind TEXT NOT NULL,			-- 'reminder', 'digest', 'confirmation', 'notice'
	occasion TEXT NOT NULL UNIQUE,		-- what it is for ('reminder FOLLOWUP OCCURRENCE', 'digest USER 2026-W10'): written once
	user_id INTEGER NOT NULL REFERENCES user,
	follow_up_id INTEGER REFERENCES follow_up,
	recipient TEXT NOT NULL,		-- the user's address, normalized
	message_id TEXT NOT NULL UNIQUE,	-- bare
	subject TEXT NOT NULL,
	bytes BLOB NOT NULL,			-- the mail, CRLF
	state TEXT NOT NULL,			-- queued, sending, sent, uncertain, proved, failed
	created_at INTEGER NOT NULL,
	state_at INTEGER NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0,
	next_try_at INTEGER NOT NULL,
	last_error TEXT
) STRICT;
CREATE INDEX outgoing_state ON outgoing (state, next_try_at);

-- ================================================================ DERIVED

CREATE TABLE mail (
	mail_id INTEGER PRIMARY KEY,		-- time first: at << 16 | 16 bits of the identity; newest-first costs nothing
	id TEXT NOT NULL UNIQUE,		-- identity (src/relate/identity.c)
	message_id TEXT,			-- bare
	at INTEGER NOT NULL,			-- Date clamped between Received and arrival
	kind INTEGER NOT NULL,			-- KithMailKind
	kind_reason TEXT NOT NULL,
	is_automatic INTEGER NOT NULL,
	direction INTEGER NOT NULL,		-- 0 in (from outside), 1 out (from one of us to outside), 2 among us
	is_direct INTEGER NOT NULL,		-- 1: one of us stands in To
	author TEXT,				-- normalized address; NULL unknown
	author_name TEXT,
	author_user_id INTEGER REFERENCES user,	-- which of us wrote it; NULL: outside
	subject TEXT NOT NULL,
	people TEXT NOT NULL,			-- names and addresses of all, for search
	new_text TEXT NOT NULL,
	text TEXT,				-- NULL when the same as new_text
	signature TEXT,
	snippet TEXT NOT NULL,			-- one line of the newest words
	language TEXT,
	attachments TEXT NOT NULL,		-- file names, newline-separated
	defects TEXT NOT NULL,			-- newline-separated
	parent TEXT,				-- Message-ID it answers; NULL
	away_until TEXT,			-- auto-reply
	bounced_id TEXT,			-- bounce: Message-ID of the mail that bounced
	same_id INTEGER NOT NULL DEFAULT 0,	-- 1: another mail has this Message-ID too
	conversation_id INTEGER NOT NULL REFERENCES conversation
) STRICT;
CREATE INDEX mail_message_id ON mail (message_id);
CREATE INDEX mail_conversation ON mail (conversation_id, mail_id);
CREATE INDEX mail_parent ON mail (parent, author) WHERE parent IS NOT NULL;
CREATE INDEX mail_bounced ON mail (bounced_id) WHERE bounced_id IS NOT NULL;

CREATE TABLE mail_user (			-- whose mail it is: seen in an account of theirs
	mail_id INTEGER NOT NULL REFERENCES mail ON DELETE CASCADE,
	user_id INTEGER NOT NULL REFERENCES user,
	PRIMARY KEY (mail_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_user_of ON mail_user (user_id, mail_id);

CREATE TABLE mail_address (			-- who took part
	mail_id INTEGER NOT NULL REFERENCES mail ON DELETE CASCADE,
	address_id INTEGER NOT NULL REFERENCES address,
	role TEXT NOT NULL,			-- author, from, to, cc, bcc, reply-to, list, bounced; undisclosed: no recipient is shown
	PRIMARY KEY (mail_id, address_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_address_of ON mail_address (address_id, mail_id);

CREATE TABLE mail_reference (			-- a mail and every id it names; ghosts are ids without a mail
	message_id TEXT NOT NULL,
	mail_id INTEGER NOT NULL REFERENCES mail ON DELETE CASCADE,
	conversation_id INTEGER NOT NULL,	-- of the mail: which conversations touch an id is one look
	position INTEGER NOT NULL,		-- 0: its own Message-ID; 1 the nearest ancestor, ...
	PRIMARY KEY (message_id, conversation_id, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_reference_of ON mail_reference (mail_id);

CREATE TABLE bounce_recipient (
	mail_id INTEGER NOT NULL REFERENCES mail ON DELETE CASCADE,
	address TEXT NOT NULL,
	status TEXT,
	permanent INTEGER NOT NULL,
	diagnostic TEXT
) STRICT;
CREATE INDEX bounce_recipient_of ON bounce_recipient (address);

CREATE TABLE conversation (
	conversation_id INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,		-- of its first known mail
	subject TEXT NOT NULL,			-- of its first mail, without Re:
	first_at INTEGER NOT NULL,
	last_at INTEGER NOT NULL,
	count INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_last ON conversation (last_at);

CREATE TABLE conversation_alias (		-- ids that a conversation had before it was joined or grew older mail
	id TEXT PRIMARY KEY,
	conversation_id INTEGER NOT NULL REFERENCES conversation
) STRICT;
CREATE INDEX conversation_alias_of ON conversation_alias (conversation_id);

CREATE TABLE address (
	address_id INTEGER PRIMARY KEY,
	address TEXT NOT NULL UNIQUE,		-- normalized
	name TEXT,				-- the newest display name its owner used, else others used for it
	name_rank INTEGER NOT NULL DEFAULT 0,	-- 2 its owner's, 1 somebody else's, 0 none
	name_at INTEGER NOT NULL DEFAULT 0,
	nature INTEGER NOT NULL DEFAULT 0,	-- 0 person, 1 own, 2 role, 3 list, 4 robot (no-reply, daemon)
	own_nature INTEGER NOT NULL DEFAULT 0,	-- what the address by itself looks like
	list_count INTEGER NOT NULL DEFAULT 0,	-- mails that name it as their list
	author_count INTEGER NOT NULL DEFAULT 0,	-- mails it wrote that are not its own list's: then it is no list
	contact_id INTEGER REFERENCES contact
) STRICT;
CREATE INDEX address_contact ON address (contact_id);

CREATE TABLE organization (
	organization_id INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,
	domain TEXT NOT NULL UNIQUE,		-- registrable domain
	name TEXT NOT NULL
) STRICT;

CREATE TABLE contact (				-- a person outside; seen until there is two-way mail or a human act
	contact_id INTEGER PRIMARY KEY,
	id TEXT NOT NULL UNIQUE,		-- hash of the first address
	name TEXT NOT NULL,
	organization_id INTEGER REFERENCES organization,
	is_contact INTEGER NOT NULL DEFAULT 0,	-- 0: only seen
	why TEXT NOT NULL DEFAULT '',		-- why it is a contact, or is not
	first_at INTEGER, last_at INTEGER, last_in_at INTEGER, last_out_at INTEGER,
	messages_in INTEGER NOT NULL DEFAULT 0,
	messages_out INTEGER NOT NULL DEFAULT 0,
	human_in INTEGER NOT NULL DEFAULT 0,	-- of messages_in: a person wrote it (personal, list, invite)
	direct_in INTEGER NOT NULL DEFAULT 0,	-- of messages_in: personal, to one of us directly
	personal_out INTEGER NOT NULL DEFAULT 0,	-- of messages_out: this person in To or Cc of a personal mail
	owner_user_id INTEGER REFERENCES user,	-- who of us wrote to them last
	owner_at INTEGER NOT NULL DEFAULT 0	-- when
) STRICT;
CREATE INDEX contact_last ON contact (is_contact, last_at);

CREATE TABLE answer_time (			-- one real answer of a person, for their rhythm
	contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
	mail_id INTEGER NOT NULL REFERENCES mail ON DELETE CASCADE,	-- the answer
	seconds INTEGER NOT NULL,		-- since the mail it answers
	PRIMARY KEY (contact_id, mail_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX answer_time_of ON answer_time (mail_id);

CREATE TABLE entry (				-- one thing on a timeline
	entry_id INTEGER PRIMARY KEY,
	contact_id INTEGER NOT NULL REFERENCES contact ON DELETE CASCADE,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,			-- mail, meeting, note, stage, fact, bounce, away, follow-up, reminder, topic
	direction INTEGER,			-- 0 in, 1 out, NULL
	mail_id INTEGER REFERENCES mail ON DELETE CASCADE,
	told_id INTEGER REFERENCES told,
	follow_up_id INTEGER REFERENCES follow_up,
	user_id INTEGER REFERENCES user,	-- whose
	text TEXT				-- of what is not a mail
) STRICT;
CREATE INDEX entry_timeline ON entry (contact_id, at);
CREATE UNIQUE INDEX entry_mail ON entry (mail_id, contact_id, kind) WHERE mail_id IS NOT NULL;

CREATE VIRTUAL TABLE mail_search USING fts5 (	-- rowid = mail_id; quoted lines are not indexed
	people, subject, new_text,
	content = 'mail', content_rowid = 'mail_id',
	tokenize = 'unicode61 remove_diacritics 2'
);
-- Merging less often costs a search a little and spares a first sync half of its writing.
INSERT INTO mail_search (mail_search, rank) VALUES ('automerge', 16);
INSERT INTO mail_search (mail_search, rank) VALUES ('crisismerge', 64);
