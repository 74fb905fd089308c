-- SPDX-License-Identifier: MIT
-- Schema 2: sync that can be trusted. What a folder said of itself, how far a sync is, when to try again.

-- ================================================================ DURABLE

ALTER TABLE account ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;	-- syncs that failed since the last that went well
ALTER TABLE account ADD COLUMN retry_at INTEGER;	-- not tried by itself before; NULL: any time
ALTER TABLE account ADD COLUMN error_code INTEGER NOT NULL DEFAULT 0;	-- KithError of the last failure; of failures = 0: none
ALTER TABLE account ADD COLUMN is_throttled INTEGER NOT NULL DEFAULT 0;	-- 1: the server itself asked to wait until retry_at
ALTER TABLE account ADD COLUMN tried_with TEXT;		-- hash of how the last failure's login was configured
ALTER TABLE account ADD COLUMN sync_began_at INTEGER;	-- of the sync that runs, or ran last
ALTER TABLE account ADD COLUMN sync_at INTEGER;		-- when these numbers were written
ALTER TABLE account ADD COLUMN sync_found INTEGER NOT NULL DEFAULT 0;	-- mails it had to fetch, so far as is known
ALTER TABLE account ADD COLUMN sync_done INTEGER NOT NULL DEFAULT 0;	-- of these, with a sighting now
ALTER TABLE account ADD COLUMN sync_bytes INTEGER NOT NULL DEFAULT 0;	-- of these, slim
ALTER TABLE account ADD COLUMN sync_is_counted INTEGER NOT NULL DEFAULT 0;	-- 0: sync_found may still grow
ALTER TABLE account ADD COLUMN sync_is_over INTEGER NOT NULL DEFAULT 1;	-- 0: it runs, or was killed

ALTER TABLE folder ADD COLUMN uidnext INTEGER NOT NULL DEFAULT 0;	-- what the source said before the last whole look;
ALTER TABLE folder ADD COLUMN modseq INTEGER NOT NULL DEFAULT 0;	-- 0: it does not say
ALTER TABLE folder ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0;	-- 1: the sightings that have not ended are what it
							-- listed then
ALTER TABLE folder ADD COLUMN listed_at INTEGER;	-- last time that every UID was asked for, not only the changes
ALTER TABLE folder ADD COLUMN began_at INTEGER;		-- when it became the current epoch; NULL: by a kith of schema 1
ALTER TABLE folder ADD COLUMN turns INTEGER NOT NULL DEFAULT 1;	-- how often it did within a day of that
ALTER TABLE folder ADD COLUMN ended_at INTEGER;		-- of an older epoch: when its sightings ended

ALTER TABLE sighting ADD COLUMN envelope TEXT;		-- of a quarantined mail: From, Date, Subject, Message-ID, a line each
ALTER TABLE sighting ADD COLUMN version TEXT;		-- of a quarantined mail: the kith that could not read it
ALTER TABLE sighting ADD COLUMN since_at INTEGER;	-- skipped for being older than this
ALTER TABLE sighting ADD COLUMN gmail_thread INTEGER;	-- X-GM-THRID, as a signed number

CREATE TABLE proof (				-- mails of kith's own, seen in a mailbox, that no row of outgoing knows: an
						-- older database was put back. Their occasion is not written again
	id TEXT PRIMARY KEY,			-- outgoing.id, whose signature was right
	at INTEGER NOT NULL			-- when it was seen
) STRICT, WITHOUT ROWID;

-- ================================================================ DERIVED

ALTER TABLE mail ADD COLUMN host TEXT GENERATED ALWAYS AS	-- right-hand side of message_id: the sender's program
	(lower(substr(message_id, instr(message_id, '@') + 1))) VIRTUAL;	-- or server makes it
CREATE INDEX mail_host ON mail (host, direction, author);
CREATE INDEX mail_author_user ON mail (author_user_id, mail_id) WHERE author_user_id IS NOT NULL;
CREATE INDEX sighting_envelope ON sighting (folder_id) WHERE envelope IS NOT NULL;

CREATE TABLE claim (				-- a mail from outside that seems to answer one of us (src/relate/claim.c)
	mail_id INTEGER PRIMARY KEY REFERENCES mail ON DELETE CASCADE,
	message_id TEXT NOT NULL,		-- what it answers
	host TEXT NOT NULL,			-- its right-hand side, lower case
	author TEXT NOT NULL,			-- who answers, normalized
	user_id INTEGER REFERENCES user,	-- whom of us; NULL: a shared address
	witness TEXT NOT NULL,			-- 'quote' it quotes them by name, 'domain' the id is of our own domain,
						-- 'place' neither, and the mail is between them and the author alone
	subject TEXT NOT NULL			-- without Re:
) STRICT;
CREATE INDEX claim_message_id ON claim (message_id);
CREATE INDEX claim_host ON claim (host);
CREATE INDEX claim_author ON claim (author);
CREATE INDEX claim_user ON claim (user_id, mail_id);

-- A gap: something one of us wrote that nobody here has seen. What a claim needs beside itself is looked up when it is
-- asked for, so that mails may come in any order, and a gap is gone when its mail turns up.
CREATE VIEW gap AS
SELECT c.mail_id, c.message_id, c.user_id, c.author, a.message_id AS answered, a.mail_id AS answered_mail_id,
	c.witness
FROM claim c
-- What the missing mail answered: the next ancestor, when the same person wrote it.
LEFT JOIN mail a ON a.mail_id = (SELECT k.mail_id FROM mail_reference r JOIN mail k ON k.message_id = r.message_id
	WHERE r.mail_id = c.mail_id AND r.position = 2 AND k.direction = 0 AND k.author = c.author
	AND k.mail_id < c.mail_id ORDER BY k.mail_id LIMIT 1)
WHERE NOT EXISTS (SELECT 1 FROM mail m WHERE m.message_id = c.message_id)
-- An absence note of ours changes the subject; an answer does not.
AND (a.mail_id IS NULL OR c.witness = 'quote' OR c.subject = '' OR substr(a.subject, -length(c.subject)) = c.subject)
AND (c.witness <> 'place'
	-- They wrote, the missing mail came after, they answered it, and it was made where they do not write.
	OR (a.mail_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mail m
		WHERE m.host = c.host AND m.direction = 0 AND m.author = c.author))
	-- Or it was made where we write, and nobody else does.
	OR (EXISTS (SELECT 1 FROM mail m WHERE m.host = c.host AND m.direction > 0)
		AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.host = c.host AND m.direction = 0)))
-- Some servers give a sent mail another id than its Sent copy has: a mail of ours to them with this subject, later than
-- every ancestor that is known (else in the 30 days before), is taken for the missing one.
AND NOT EXISTS (SELECT 1 FROM address w JOIN mail_address ma ON ma.address_id = w.address_id
	JOIN mail m ON m.mail_id = ma.mail_id
	WHERE w.address = c.author AND ma.role IN ('to', 'cc', 'bcc') AND m.direction = 1
	AND ma.mail_id < c.mail_id AND ma.mail_id > coalesce((SELECT max(k.mail_id) FROM mail_reference r
		JOIN mail k ON k.message_id = r.message_id
		WHERE r.mail_id = c.mail_id AND r.position > 1 AND k.mail_id < c.mail_id), c.mail_id - (2592000 << 16))
	AND (c.subject = '' OR substr(m.subject, -length(c.subject)) = c.subject));

-- Mails of before have no claims until they are understood anew.
INSERT INTO setting (name, value) SELECT 'rebuild-wanted', 'mails that are missing from Sent are not known'
WHERE EXISTS (SELECT 1 FROM mail);
