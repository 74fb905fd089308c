-- SPDX-License-Identifier: MIT
-- Schema 3: understanding mail. The words of forwarded mails are found.

-- ================================================================ DERIVED

ALTER TABLE mail ADD COLUMN forwarded TEXT NOT NULL DEFAULT '';	-- words of the mails that are forwarded in it

DROP TABLE mail_search;
CREATE VIRTUAL TABLE mail_search USING fts5 (	-- rowid = mail_id; quoted lines are not indexed
	people, subject, new_text, forwarded,
	content = 'mail', content_rowid = 'mail_id',
	tokenize = 'unicode61 remove_diacritics 2'
);
-- Merging less often costs a search a little and spares a first sync half of its writing.
INSERT INTO mail_search (mail_search, rank) VALUES ('automerge', 16);
INSERT INTO mail_search (mail_search, rank) VALUES ('crisismerge', 64);
INSERT INTO mail_search (mail_search) VALUES ('rebuild');

-- Mails of before were understood by an older kith.
INSERT OR REPLACE INTO setting (name, value)
SELECT 'rebuild-wanted', 'mails were read by an older kith, which understood less of them'
WHERE EXISTS (SELECT 1 FROM mail);
