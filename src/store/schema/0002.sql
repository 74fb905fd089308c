-- SPDX-License-Identifier: MIT
-- Schema 2: sync that can be trusted. What a folder said of itself, how far a sync is, when to try again.

-- ================================================================ DURABLE

ALTER TABLE account ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;	-- syncs that failed since the last that went well
ALTER TABLE account ADD COLUMN retry_at INTEGER;	-- not tried by itself before; NULL: any time
ALTER TABLE account ADD COLUMN sync_began_at INTEGER;	-- of the sync that runs, or ran last
ALTER TABLE account ADD COLUMN sync_at INTEGER;		-- when these numbers were written
ALTER TABLE account ADD COLUMN sync_found INTEGER NOT NULL DEFAULT 0;	-- mails it had to fetch, so far as is known
ALTER TABLE account ADD COLUMN sync_done INTEGER NOT NULL DEFAULT 0;	-- of these, with a sighting now
ALTER TABLE account ADD COLUMN sync_bytes INTEGER NOT NULL DEFAULT 0;	-- of these, slim
ALTER TABLE account ADD COLUMN sync_is_over INTEGER NOT NULL DEFAULT 1;	-- 0: it runs, or was killed

ALTER TABLE folder ADD COLUMN uidnext INTEGER NOT NULL DEFAULT 0;	-- what the source said before the last whole look;
ALTER TABLE folder ADD COLUMN modseq INTEGER NOT NULL DEFAULT 0;	-- 0: it does not say
ALTER TABLE folder ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0;	-- 1: the sightings that have not ended are what it
							-- listed then
ALTER TABLE folder ADD COLUMN listed_at INTEGER;	-- last time that every UID was asked for, not only the changes

ALTER TABLE sighting ADD COLUMN envelope TEXT;		-- of a quarantined mail: From, Date, Subject, Message-ID, a line each
ALTER TABLE sighting ADD COLUMN version TEXT;		-- of a quarantined mail: the kith that could not read it
ALTER TABLE sighting ADD COLUMN since_at INTEGER;	-- skipped for being older than this
ALTER TABLE sighting ADD COLUMN gmail_thread INTEGER;	-- X-GM-THRID, as a signed number
