/* SPDX-License-Identifier: MIT
 * limits.h - every size that somebody else chooses, and the most of it kith takes.
 * In: nothing. Out: constants. Next: include/kith/base.h
 */
#pragma once

/* --- one mail */
#define KITH_LIMIT_HEADER_BYTES (256 * 1024)		/* a mail's whole header block */
#define KITH_LIMIT_HEADER_FIELD_BYTES (16 * 1024)	/* one address field: GMime recurses over groups */
#define KITH_LIMIT_FIRST_FETCH_BYTES (64 * 1024)	/* fetched at once; a longer mail by sections */
#define KITH_LIMIT_PART_BYTES (512 * 1024)		/* one kept part, as it came (encoded) */
#define KITH_LIMIT_SLIM_BYTES (2 * 1024 * 1024)		/* a slim mail, all kept parts together */
#define KITH_LIMIT_STDIN_BYTES (256 * 1024 * 1024)	/* a mail on standard input */
#define KITH_LIMIT_PARTS 1000				/* MIME parts of one mail */
#define KITH_LIMIT_DEPTH 20				/* nested multiparts and messages */
#define KITH_LIMIT_TEXT_BYTES (256 * 1024)		/* readable text of a mail, UTF-8 */
#define KITH_LIMIT_HTML_BYTES (512 * 1024)		/* HTML given to the converter */
#define KITH_LIMIT_RTF_BYTES (512 * 1024)		/* Rich Text, unpacked */
#define KITH_LIMIT_ADDRESSES 500			/* addresses of one field */
#define KITH_LIMIT_REFERENCES 1000			/* ids kept of References */
#define KITH_LIMIT_SUBJECT_BYTES 1000
#define KITH_LIMIT_NAME_BYTES 200
#define KITH_LIMIT_ADDRESS_BYTES 254			/* RFC 5321 4.5.3.1.3 */
#define KITH_LIMIT_MESSAGE_ID_BYTES 998			/* RFC 5322 2.1.1 */
#define KITH_LIMIT_LIST_ITEMS 200			/* attachments, recipients of a bounce, defects, ... */
#define KITH_LIMIT_SNIPPET_CHARS 120
#define KITH_LIMIT_ZONES 2000				/* stretches of one text; the rest goes with the last */
#define KITH_LIMIT_FORWARDS 20				/* mails forwarded in one mail */

/* --- processes */
#define KITH_LIMIT_MESSAGE_BYTES (4 * 1024 * 1024)	/* one message between processes */
#define KITH_LIMIT_PARSE_MEMORY_BYTES (256ULL * 1024 * 1024)
#define KITH_LIMIT_PARSE_CPU_S 10			/* one mail */
#define KITH_LIMIT_BATCH_MAILS 500			/* one transaction */
#define KITH_LIMIT_BATCH_BYTES (8 * 1024 * 1024)
#define KITH_LIMIT_REQUEST_BYTES (64 * 1024)		/* one question on the control socket */

/* --- servers */
#define KITH_LIMIT_CONNECT_MS 15000
#define KITH_LIMIT_COMMAND_MS 60000			/* one IMAP command, as a whole */
#define KITH_LIMIT_COMMAND_BYTES (64ULL * 1024 * 1024)	/* one IMAP command's answer */
#define KITH_LIMIT_FOLDERS 1000
#define KITH_LIMIT_WATCHES 10000			/* folders of one local source that are watched or walked */
#define KITH_LIMIT_FOLDER_NAME_BYTES 1000
#define KITH_LIMIT_FOLDER_MAILS 2000000			/* mails of one folder */
#define KITH_LIMIT_UID_WINDOW 5000			/* UIDs asked for in one UID SEARCH */
#define KITH_LIMIT_LISTING_AGE_S (24 * 3600)		/* then every UID is asked for, not only changes */
#define KITH_LIMIT_EPOCHS 3				/* of a folder (UIDVALIDITY): in a day, and kept */
#define KITH_LIMIT_EPOCHS_S (24 * 3600)
#define KITH_LIMIT_RETRY_AFTER_S (24 * 3600)		/* a server's wish to be left alone, at most */
#define KITH_LIMIT_SMTP_ANSWER_S 600			/* RFC 5321 4.5.3.2.6 */

/* --- what people type */
#define KITH_LIMIT_SECRET_BYTES 4096			/* a password with its line end */
#define KITH_LIMIT_SECRET_COMMAND_MS 30000		/* a password-command; a person may have to type */
#define KITH_LIMIT_CONFIG_BYTES (1024 * 1024)
#define KITH_LIMIT_QUERY_BYTES 1000
#define KITH_LIMIT_NOTE_BYTES (16 * 1024)

/* --- follow */
#define KITH_LIMIT_FOLLOW_MAILS 200			/* of one conversation, read for its follow-ups */
#define KITH_LIMIT_FOLLOW_TEXT_CHARS 4000		/* of a mail, read for a question or thanks */
#define KITH_LIMIT_GAPS_OF 40				/* last mails of a user that Sent is held against */
