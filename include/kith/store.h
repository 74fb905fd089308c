/* SPDX-License-Identifier: MIT
 * store.h - SQLite: one writing connection, rows <-> nouns. SQL stands in src/store/ only.
 * In: nouns and questions. Out: rows as nouns. Next: src/relate/
 *
 * The writing connection exists once, in the process that holds the writer's lock
 * (DATABASE.lock, flock). Readers are query_only and never checkpoint.
 */
#pragma once

#include "kith/config.h"

typedef struct KithStore KithStore;

typedef enum { KITH_STORE_READ, KITH_STORE_WRITE } KithStoreMode;

/* Opens PATH; WRITE creates it (0600) and migrates it, with a backup first.
 * Errors: TEMPORARY (somebody else holds the writer's lock: the message says who),
 * NOT_FOUND (READ: no database yet), CORRUPT, INVALID (a newer kith's database), LIMIT. */
KithStore *kith_store_open(const char *path, KithStoreMode mode, GError **error);
void kith_store_close(KithStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithStore, kith_store_close)

/* Transactions do not nest. DURABLE: synchronous=FULL, for the outbox. */
bool kith_store_begin(KithStore *store, bool durable, GError **error);
bool kith_store_commit(KithStore *store, GError **error);
void kith_store_rollback(KithStore *store);

/* Users, accounts and own addresses of CONFIG into their tables (one transaction). */
bool kith_store_mirror_config(KithStore *store, const KithConfig *config, GError **error);

/* Row ids of what CONFIG names; 0 when unknown. */
int64_t kith_store_find_user(KithStore *store, const char *title);
int64_t kith_store_find_account(KithStore *store, const char *title);

/* Every statement of the program, for the test that prepares all of them. NULL-ended. */
bool kith_store_check_statements(KithStore *store, GError **error);

/* --- ledger (store/ledger.c): folders and sightings */

/* The row of one epoch of one folder, made if new; older epochs of that name are no longer current. */
bool kith_ledger_open_folder(KithStore *store, int64_t account_id, const char *name, const char *raw_name,
		uint32_t uidvalidity, KithFolderRole role, int64_t now_at, int64_t *ret_folder_id, GError **error);
/* Whether a look at that epoch would be a change of UIDVALIDITY, and how many there were since SINCE_AT (the first
 * epoch counts as one); 0: it is the epoch of the last look. */
bool kith_ledger_count_turns(KithStore *store, int64_t account_id, const char *raw_name, uint32_t uidvalidity,
		int64_t since_at, uint32_t *ret_count, GError **error);
/* That row, for reading only; *ret_folder_id 0: none yet. */
bool kith_ledger_find_folder(KithStore *store, int64_t account_id, const char *raw_name, uint32_t uidvalidity,
		int64_t *ret_folder_id, GError **error);
/* UIDs with a sighting that has not ended, ascending, as [first, last] pairs of int64_t in a GArray. */
GArray *kith_ledger_listed(KithStore *store, int64_t folder_id, GError **error);
/* Of those the ones that need not be fetched (again). Others: quarantined, by another version of kith or when AGAIN,
 * and skipped as older than a day that is no longer asked for (SINCE_AT; 0 all mails are wanted). */
GArray *kith_ledger_known(KithStore *store, int64_t folder_id, int64_t since_at, bool again, GError **error);
/* What the source said before the last whole look, and whether the sightings are what it listed then. */
typedef struct {
	uint64_t uidnext, modseq, count;	/* 0: not said */
	bool is_whole;
	int64_t listed_at;	/* last time that every UID was asked for; 0 never */
} KithFolderLook;
bool kith_ledger_look(KithStore *store, int64_t folder_id, KithFolderLook *ret_look, GError **error);
bool kith_ledger_add(KithStore *store, int64_t folder_id, const KithRawMail *raw, const char *mail,
		int64_t now_at, GError **error);
/* UIDs [FIRST, LAST] are listed no more. */
bool kith_ledger_gone(KithStore *store, int64_t folder_id, uint64_t first, uint64_t last, int64_t now_at,
		GError **error);
/* UIDs [FIRST, LAST] are listed, and skipped for REASON; SINCE_AT: for being older than that, 0 for another. */
bool kith_ledger_skip(KithStore *store, int64_t folder_id, uint64_t first, uint64_t last, const char *reason,
		int64_t since_at, int64_t now_at, GError **error);
/* A whole look ended: LOOK->count mails are listed, MISSING of them have no sighting. */
bool kith_ledger_looked(KithStore *store, int64_t folder_id, const KithFolderLook *look, uint64_t missing,
		int64_t now_at, GError **error);
/* The folder was read as a whole: the sightings of its older epochs end, and of those epochs only the last few are
 * kept, as far as they hold mails that are nowhere else in the account. In the caller's transaction. */
bool kith_ledger_end_older_epochs(KithStore *store, int64_t folder_id, int64_t now_at, GError **error);
/* After a sync that went well: folders that it did not look at, nor another since BEFORE_AT, are not there any more, or
 * not wanted. Their sightings end; their mails and history stay. */
bool kith_ledger_end_absent(KithStore *store, int64_t account_id, int64_t before_at, int64_t now_at, GError **error);
int64_t kith_ledger_first_sync_at(KithStore *store, int64_t account_id);	/* 0: not yet */

/* --- accounts (store/account.c): how their syncs go */

typedef struct {
	int64_t first_sync_at, last_try_at, retry_at;	/* 0: never, any time */
	uint32_t failures;	/* since the last sync that went well */
	KithError code;		/* of the last of them */
	bool is_throttled;	/* the server itself asked to wait */
	char *tried_with;	/* how the login was configured then; NULL */
} KithAccountState;
void kith_account_state_clear(KithAccountState *state);
bool kith_account_state(KithStore *store, int64_t account_id, KithAccountState *ret_state, GError **error);
/* A sync begins: its progress is at zero. */
bool kith_account_began(KithStore *store, int64_t account_id, int64_t now_at, GError **error);
/* So many mails more must come; no more will be found; MAILS of them are accounted for (in the transaction that
 * does it). */
bool kith_account_found(KithStore *store, int64_t account_id, uint64_t mails, int64_t now_at, GError **error);
bool kith_account_counted(KithStore *store, int64_t account_id, GError **error);
bool kith_account_moved(KithStore *store, int64_t account_id, uint64_t mails, uint64_t bytes, int64_t now_at,
		GError **error);
/* The end of a sync. TROUBLE: what a person should know although it went well, or NULL. */
bool kith_account_synced(KithStore *store, int64_t account_id, const char *trouble, int64_t now_at, GError **error);
typedef struct {
	KithError code;
	const char *text, *tried_with;
	bool is_throttled;
	int64_t retry_at;
} KithAccountFailure;
bool kith_account_failed(KithStore *store, int64_t account_id, const KithAccountFailure *failure, int64_t now_at,
		GError **error);

/* --- settings (store/store.c) */
GBytes *kith_store_get_setting(KithStore *store, const char *name, GError **error);	/* NULL: none */
bool kith_store_drop_setting(KithStore *store, const char *name, GError **error);
bool kith_store_set_setting(KithStore *store, const char *name, GBytes *value, GError **error);
/* The 32 bytes that sign tokens; made at the first start. */
bool kith_store_token_key(KithStore *store, uint8_t ret_key[32], GError **error);

/* --- store/mail.c, store/people.c, store/thread.c: what relate reads and writes
 * All within the caller's transaction. */

typedef enum {
	KITH_NATURE_PERSON,
	KITH_NATURE_OWN,
	KITH_NATURE_ROLE,	/* info@, sales@: people share it */
	KITH_NATURE_LIST,
	KITH_NATURE_ROBOT,	/* no-reply, mailer-daemon */
} KithNature;

/* What an address by itself looks like: ROLE, LIST, ROBOT or PERSON (store/nature.c). */
KithNature kith_address_nature(const char *norm_address);
/* The registrable domain (publicsuffix.org) of an organization's address; NULL for free mail. */
char *kith_address_organization(const char *norm_address);

/* Somebody or something that takes part in a mail. One address may stand in several roles. */
typedef struct {
	char *address;		/* normalized */
	char *name;		/* NULL when none */
	const char *role;	/* as in mail_address.role; "forwarded": wrote what one of us forwarded to kith */
	KithNature nature;	/* what the address by itself looks like */
	int64_t address_id;	/* 0 until kith_people_meet */
	int64_t contact_id;	/* 0: no contact row */
} KithParticipant;
void kith_participant_free(KithParticipant *participant);

/* A mail from outside that seems to answer one of us; whether it stands is told by the view `gap` (0002.sql). */
typedef struct {
	const char *message_id;		/* what it answers; borrowed */
	char *host;			/* its right-hand side, lower case */
	char *subject;			/* without Re: */
	const char *witness;		/* as in claim.witness; NULL: the mail claims nothing */
	int64_t user_id;		/* whom of us; 0: a shared address */
} KithClaim;

/* A mail as it becomes rows. */
typedef struct {
	const char *id;
	int64_t at;
	const KithMail *mail;
	int direction;			/* 0 in, 1 out, 2 among us */
	bool is_direct;
	const char *author;		/* normalized; NULL unknown */
	int64_t author_user_id;		/* 0: outside */
	const char *parent;		/* bare Message-ID; NULL */
	GPtrArray *participants;	/* KithParticipant * */
	/* char *: own Message-ID first (or NULL), then what it names, nearest first; no doubles */
	GPtrArray *ids;
	const KithClaim *claim;		/* NULL: none */
	int64_t conversation_id;	/* set by kith_thread_place */
	int64_t mail_id;		/* set by kith_mail_insert */
} KithMailRow;

typedef struct {
	int64_t mail_id;		/* 0: no such mail */
	int64_t conversation_id;
	int direction;
	char *new_text;
	char *rank;			/* of the kept copy; "" when its slim mail is gone */
} KithKnownMail;
void kith_known_mail_clear(KithKnownMail *known);

bool kith_mail_find(KithStore *store, const char *id, KithKnownMail *ret_known, GError **error);
bool kith_mail_insert(KithStore *store, KithMailRow *row, GError **error);
/* The mail and all that hangs on it, but for its conversation and the counts of people. */
bool kith_mail_delete(KithStore *store, int64_t mail_id, GError **error);
/* Whose mail it is: the users of every account it was seen in. */
bool kith_mail_set_users(KithStore *store, const char *id, bool *ret_has_new, GError **error);
GArray *kith_mail_contacts(KithStore *store, int64_t mail_id, GError **error);

typedef struct { const char *mail; GBytes *slim; int64_t arrived_at; bool is_sent_copy; const char *rank; } KithSlim;
bool kith_slim_put(KithStore *store, const KithSlim *slim, GError **error);
GBytes *kith_slim_get(KithStore *store, const char *mail, GError **error);
/* Identities and arrival of every slim mail, oldest arrival first. */
typedef struct { char *mail; int64_t arrived_at; } KithSlimName;
GPtrArray *kith_slim_names(KithStore *store, GError **error);
/* The account's word in the configuration. */
char *kith_account_title(KithStore *store, int64_t account_id, GError **error);
bool kith_mail_clear_all(KithStore *store, GError **error);

/* SUBJECT without its Re:, Aw:, Fwd: ... */
char *kith_thread_subject(const char *subject);
/* The conversation ROW belongs to: made, joined or grown. PREVIOUS: one that keeps it in any case; 0. */
bool kith_thread_place(KithStore *store, KithMailRow *row, int64_t previous, GError **error);
/* Counts and first mail again from its mails; an empty one is removed. */
bool kith_thread_recount(KithStore *store, int64_t conversation_id, GError **error);
GPtrArray *kith_thread_aliases(KithStore *store, GError **error);
bool kith_thread_restore_alias(KithStore *store, const char *id, GError **error);

/* Address rows, names and natures of ROW's participants; contact rows of those outside who wrote,
 * were written to, or bounced. Sets address_id and contact_id. */
bool kith_people_meet(KithStore *store, KithMailRow *row, GError **error);
/* What the stored ROW adds to its people: counts, times, entries, answer times. */
bool kith_people_count(KithStore *store, const KithMailRow *row, GError **error);
/* Whose standing the new ROW changes without their taking part in it: it is the mail that they answered, or makes
 * the ids they answered look like ours, or not. */
bool kith_people_judge_claims(KithStore *store, const KithMailRow *row, GError **error);
/* Before a mail is deleted: what its addresses looked like because of it. Its contacts (int64_t), whose counts
 * must then be made again. */
GArray *kith_people_forget(KithStore *store, int64_t mail_id, GError **error);
/* All counts of these contacts (int64_t) again from their mails. */
bool kith_people_recount(KithStore *store, const GArray *contact_ids, GError **error);
/* Those of them that nothing speaks of any more are removed. */
bool kith_people_drop_unused(KithStore *store, const GArray *contact_ids, GError **error);
/* Whether ADDRESS is a contact, after a user told something about it. Makes its row when there is none. */
bool kith_people_told(KithStore *store, const char *norm_address, GError **error);
bool kith_people_clear(KithStore *store, GError **error);
/* After a rebuild: entries of notes again, then people and organizations without a trace are removed. */
bool kith_people_finish(KithStore *store, GError **error);

/* --- store/dump.c: what the derived tables say, in natural keys only, in a fixed order: equal
 * dumps are equal stores. For tests and `kith rebuild`'s own check. */
bool kith_store_dump(KithStore *store, FILE *out, GError **error);
/* Steps of SQLite's machine that this connection took so far: the cost of something, without a clock. */
uint64_t kith_store_steps(KithStore *store);
/* --- store/follow.c: follow-ups, commands, what was told */

typedef struct {
	int64_t follow_up_id;
	char *id;			/* short; NULL before it is stored */
	char *cause;			/* unique: opens once */
	KithFollowKind kind;
	int64_t user_id;
	char *address;			/* whom it is about; NULL */
	char *conversation;		/* a mail identity in it; NULL */
	int64_t since_at, due_at;
	char *due_wall, *due_zone;	/* manual: as told; NULL */
	char *recurrence;		/* manual: "every 2 weeks"; NULL */
	bool only_without_reply;
	KithFollowStatus status;
	int64_t status_at, occurrence;
	int64_t told_at;		/* when the user last told something about it; 0 never; read only */
	char *reason, *note, *evidence;
} KithFollowUp;
void kith_follow_up_free(KithFollowUp *follow_up);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithFollowUp, kith_follow_up_free)

/* Why a state changes: in words, by which mail (NULL), by what a user told (0). */
typedef struct { const char *words; const char *mail; int64_t told_id; } KithFollowCause;

/* Lists hold KithFollowUp *, oldest first. */
GPtrArray *kith_follow_up_of_conversation(KithStore *store, int64_t conversation_id, GError **error);
/* Of any address of that contact. */
GPtrArray *kith_follow_up_open_for(KithStore *store, const char *address, GError **error);
/* Open ones of a bounce's recipients. */
GPtrArray *kith_follow_up_bounced(KithStore *store, int64_t mail_id, GError **error);
/* sent, with recurrence */
GPtrArray *kith_follow_up_to_repeat(KithStore *store, int64_t user_id, GError **error);
/* By short id; NULL without error: none. */
bool kith_follow_up_find(KithStore *store, const char *id, KithFollowUp **ret_follow_up, GError **error);
bool kith_follow_up_get(KithStore *store, int64_t follow_up_id, KithFollowUp **ret_follow_up, GError **error);
/* Stores it as new and sets its ids; *ret_added false when its cause opened one before. */
bool kith_follow_up_add(KithStore *store, KithFollowUp *follow_up, const KithFollowCause *cause, int64_t now_at,
		bool *ret_added, GError **error);
/* Writes what may change (status, due, user, reason, note, evidence, occurrence) and the change. */
bool kith_follow_up_change(KithStore *store, const KithFollowUp *follow_up, const KithFollowCause *cause,
		int64_t now_at, GError **error);
/* FOLLOW_UP has another cause now (cause, address, conversation, since): the row takes it over, with the id that goes
 * with it. *ret_taken false, and nothing is written, when that cause opened another one before. */
bool kith_follow_up_take_cause(KithStore *store, KithFollowUp *follow_up, bool *ret_taken, GError **error);
/* Takes back what TOLD_ID changed, where nothing changed since; *ret_count follow-ups. */
bool kith_follow_up_undo(KithStore *store, int64_t told_id, int64_t now_at, uint32_t *ret_count, GError **error);
/* Ids (int64_t) that are due and untold, longest due first; how many were told in [FROM, UNTIL). */
GArray *kith_follow_up_due(KithStore *store, int64_t user_id, int64_t now_at, bool only_told, GError **error);
/* Whether an account of the user's is in its first sync, or none was ever read: what is not read yet may answer what
 * looks open now. Three days after its first mail nobody waits for the rest any more. */
bool kith_follow_is_half_read(KithStore *store, int64_t user_id, int64_t now_at, bool *ret_half_read, GError **error);
bool kith_follow_up_count_sent(KithStore *store, int64_t user_id, int64_t from_at, int64_t until_at,
		uint32_t *ret_count, GError **error);

typedef struct { int64_t told_id; char *verb, *subject, *words; } KithToldRow;
void kith_told_row_clear(KithToldRow *row);
bool kith_told_add(KithStore *store, int64_t at, int64_t user_id, const char *verb, const char *subject,
		const char *words, const char *mail, int64_t *ret_told_id, GError **error);
/* The user's last act that was not taken back; told_id 0: none. */
bool kith_told_last(KithStore *store, int64_t user_id, KithToldRow *ret_row, GError **error);
bool kith_told_undo(KithStore *store, int64_t told_id, int64_t now_at, GError **error);
/* A told act on the timeline of the contact that ADDRESS belongs to; no contact, no entry. */
bool kith_told_entry(KithStore *store, int64_t told_id, const char *address, const char *kind, int64_t at,
		int64_t user_id, const char *text, GError **error);

bool kith_command_is_known(KithStore *store, const char *mail, bool *ret_known, GError **error);
bool kith_command_add(KithStore *store, const char *mail, int64_t at, int64_t user_id, const char *words,
		const char *outcome, GError **error);

/* --- store/follow-read.c: what the rules of follow read */

typedef struct { char *address, *role; int64_t user_id, contact_id; int nature; } KithFollowPerson;
typedef struct {
	int64_t mail_id, at;
	/* new_text: its beginning */
	char *id, *message_id, *author, *author_name, *subject, *new_text, *language;
	KithMailKind kind;
	bool is_automatic;
	int direction;
	int64_t author_user_id, author_contact_id;
	int author_nature;
	GArray *readers;		/* int64_t user ids: whose mail it is */
	GPtrArray *people;		/* KithFollowPerson *, of To and Cc */
	bool proves_answer;		/* it answers a mail of ours that is in no mailbox */
	int64_t unseen_user_id;		/* who wrote that; 0: somebody at a shared address */
} KithFollowMail;
void kith_follow_mail_free(KithFollowMail *mail);

/* The newest mails of a conversation (at most KITH_LIMIT_FOLLOW_MAILS), oldest first. */
GPtrArray *kith_follow_mails(KithStore *store, int64_t conversation_id, GError **error);
/* The conversation that a mail is in, by identity; 0 none. */
int64_t kith_follow_conversation_of(KithStore *store, const char *mail_identity);

typedef struct { int64_t answer_at, seconds; } KithAnswerTime;
/* Newest real answers of that person, or of all people of their organization. */
GArray *kith_follow_answer_times(KithStore *store, const char *address, bool of_organization, GError **error);
/* The newest out-of-office of that person since SINCE_AT that names its end; *ret_until NULL: none. */
bool kith_follow_away(KithStore *store, const char *address, int64_t since_at, char **ret_until, char **ret_mail,
		GError **error);
/* A bounce that says MESSAGE_ID (or, naming no mail, one sent at SENT_AT) never reached ADDRESS;
 * *ret_mail NULL: none. */
bool kith_follow_bounce(KithStore *store, const char *address, const char *message_id, int64_t sent_at,
		char **ret_mail, GError **error);
/* Whether the user said `never` about that person. */
bool kith_follow_is_never(KithStore *store, int64_t user_id, const char *address, bool *ret_never, GError **error);

/* The words of a follow-up's last change. */
char *kith_follow_up_last_cause(KithStore *store, int64_t follow_up_id);
/* What the person of that address is called; NULL: unknown. */
char *kith_follow_name_of(KithStore *store, const char *norm_address);
/* An address of the contact with that id; *ret_address NULL: none. */
bool kith_follow_contact_by_id(KithStore *store, const char *id, char **ret_address, GError **error);
/* Contacts of USER_ID's own mail whose name holds NAME: "Name <address>" in pairs of
 * ret_addresses and ret_names, at most 6. */
bool kith_follow_contacts_by_name(KithStore *store, int64_t user_id, const char *name, GPtrArray *addresses,
		GPtrArray *names, GError **error);
/* --- store/outbox.c: outgoing */

typedef struct {
	const char *id;			/* in X-Kith-Id, before its signature */
	const char *kind, *occasion, *recipient, *message_id, *subject;
	int64_t user_id, follow_up_id;	/* follow_up_id 0: none */
	GBytes *bytes;
	int64_t created_at;
} KithOutgoingRow;
/* *ret_added false: the occasion was written before. */
bool kith_outgoing_add(KithStore *store, const KithOutgoingRow *row, bool *ret_added, GError **error);
/* The next mail to try: queued and due; or uncertain, QUIET_S ago, and not seen by a sync that began after
 * that; for users without a mailbox QUIET_WITHOUT_MAILBOX_S ago. */
bool kith_outgoing_next(KithStore *store, int64_t now_at, int64_t quiet_s, int64_t quiet_without_mailbox_s,
		bool *ret_found, int64_t *ret_outgoing_id, char **ret_recipient, GBytes **ret_bytes, GError **error);
/* State `sending` counts a try. */
bool kith_outgoing_set_state(KithStore *store, int64_t outgoing_id, const char *state, int64_t at, int64_t next_try_at,
		const char *error_text, GError **error);
bool kith_outgoing_get(KithStore *store, int64_t outgoing_id, int64_t *ret_tries, int64_t *ret_created_at,
		char **ret_state, GError **error);
/* A mail with this id lies in a mailbox and has no row: a row that is added later for it counts as proved. */
bool kith_outgoing_add_proof(KithStore *store, const char *id, int64_t now_at, GError **error);
bool kith_outgoing_is_written(KithStore *store, const char *occasion, bool *ret_written, GError **error);
bool kith_outgoing_recover(KithStore *store, int64_t now_at, GError **error);
/* By either; *ret_outgoing_id 0: none. */
bool kith_outgoing_find(KithStore *store, const char *message_id, const char *id, int64_t *ret_outgoing_id,
		char **ret_state, GError **error);
/* --- store/read-*.c: what view reads, always for a viewer (VIEWER_ID: user_id)
 *
 * Rows are borrowed for the call of EACH, which returns false to stop. What the viewer's tier
 * hides is NULL in the row; what they may not know of has no row. */

typedef struct {
	int64_t contact_id;
	const char *id, *name, *organization, *owner;	/* organization, owner: NULL */
	bool is_contact;
	const char *why;
	int64_t first_at, last_at, last_in_at, last_out_at, messages_in, messages_out;	/* 0 none */
	int64_t rhythm_s, next_at;
} KithContactRow;
typedef bool (*KithContactEach)(const KithContactRow *row, void *context);
/* Contacts whose name, address or organization holds QUERY (NULL: all), last heard of first. */
bool kith_read_contacts(KithStore *store, int64_t viewer_id, const char *query, KithContactEach each, void *context,
		GError **error);
/* Of one id or address, whether contact or only seen: at most one row. */
bool kith_read_contact_exact(KithStore *store, int64_t viewer_id, const char *id_or_address, KithContactEach each,
		void *context, GError **error);
GPtrArray *kith_read_addresses(KithStore *store, int64_t contact_id, GError **error);	/* char * */
/* An organization by id, domain or name; *ret_organization_id 0: none. */
bool kith_read_organization(KithStore *store, const char *text, int64_t *ret_organization_id, GError **error);

typedef struct {
	int64_t at;
	const char *kind, *owner, *conversation, *message_id, *subject, *snippet, *text, *name;
	int direction;		/* -1 none */
	bool is_typed;
} KithEntryRow;
typedef bool (*KithEntryEach)(const KithEntryRow *row, void *context);
typedef struct {
	int64_t contact_id, organization_id;
	int64_t since_at, until_at;
	const char *kind;
	int64_t limit;
} KithEntryFilter;
bool kith_read_entries(KithStore *store, int64_t viewer_id, const KithEntryFilter *filter, KithEntryEach each,
		void *context, GError **error);

typedef struct { int64_t conversation_id; const char *id, *owner; int64_t last_at; } KithConversationRow;
typedef bool (*KithConversationEach)(const KithConversationRow *row, void *context);
/* CONTACT_ID 0: of all. Newest first. */
bool kith_read_conversations(KithStore *store, int64_t viewer_id, int64_t contact_id, KithConversationEach each,
		void *context, GError **error);
bool kith_read_conversation_exact(KithStore *store, int64_t viewer_id, const char *id, KithConversationEach each,
		void *context, GError **error);
typedef struct {
	int64_t mail_id, at;
	const char *id, *message_id, *parent, *author, *author_name, *subject, *snippet, *kind_reason;
	const char *unseen_answered;	/* Message-ID: answered before, by one of us, with a mail nobody has */
	KithMailKind kind;
	int direction;
	bool is_automatic, same_id;
	KithTier tier;
} KithMessageRow;
typedef bool (*KithMessageEach)(const KithMessageRow *row, void *context);
bool kith_read_messages(KithStore *store, int64_t viewer_id, int64_t conversation_id, KithMessageEach each,
		void *context, GError **error);
/* By identity or Message-ID. */
bool kith_read_message_exact(KithStore *store, int64_t viewer_id, const char *id, KithMessageEach each, void *context,
		GError **error);
/* People outside who take part: ids and names in step. */
bool kith_read_conversation_people(KithStore *store, int64_t viewer_id, int64_t conversation_id, GPtrArray *ids,
		GPtrArray *names, GError **error);

typedef struct {
	const char *id, *name, *address, *conversation, *reason, *note, *evidence, *contact;
	KithFollowKind kind;
	KithFollowStatus status;
	int64_t follow_up_id, since_at, due_at, conversation_id;
} KithDueRow;
typedef bool (*KithDueEach)(const KithDueRow *row, void *context);
/* The viewer's own follow-ups; ALL: also what is over. CONVERSATION_ID, CONTACT_ID 0: of all. */
typedef struct { bool all; int64_t conversation_id, contact_id, follow_up_id; const char *id; } KithDueFilter;
bool kith_read_due(KithStore *store, int64_t viewer_id, const KithDueFilter *filter, KithDueEach each, void *context,
		GError **error);

/* What a search asks: an FTS5 expression per tier, or NULL for no words; LIKE patterns; times. */
typedef struct {
	const char *full, *subject, *meta;
	const char *from, *to, *with, *org, *folder;
	bool has_attachment;
	int64_t after_at, before_at;
	bool newest;
	int64_t limit, now_at;
} KithSearchQuery;
typedef struct { const char *message_id, *conversation, *from, *subject, *snippet; int64_t at; } KithHitRow;
typedef bool (*KithHitEach)(const KithHitRow *row, void *context);
bool kith_read_search(KithStore *store, int64_t viewer_id, const KithSearchQuery *query, KithHitEach each,
		void *context, GError **error);

typedef struct {
	const char *account, *error;
	const char *users;		/* titles, blank-separated */
	int64_t last_sync_at, last_try_at, first_sync_at, retry_at, failures;	/* times 0: never, or none */
	bool is_throttled;		/* until retry_at, as the server asked */
	/* the sync that runs, or ran last */
	int64_t began_at, moved_at, found, done, bytes;
	bool is_over, is_counted;	/* is_counted: no more will be found */
	int64_t folders, listed_at;	/* current ones; when the one was that was longest not listed as a whole */
	int64_t stored, skipped, quarantined, gone;
} KithAccountRow;
typedef bool (*KithAccountEach)(const KithAccountRow *row, void *context);
bool kith_read_accounts(KithStore *store, KithAccountEach each, void *context, GError **error);

typedef struct {
	const char *account, *folder;
	int64_t server, stored, skipped, quarantined, missing, looked_at, gone;
	int64_t duplicates;	/* one mail stored under two identities: should be none */
} KithFolderRow;
typedef bool (*KithFolderEach)(const KithFolderRow *row, void *context);
/* Per current folder; ACCOUNT NULL: of all. */
bool kith_read_folders(KithStore *store, const char *account, KithFolderEach each, void *context, GError **error);
typedef struct {
	const char *account, *folder, *reason, *mail;
	const char *envelope, *version;	/* of a quarantined mail; NULL */
	int64_t uid, size_bytes, first_seen_at, gone_at;	/* gone_at 0: it is there */
	KithSightingStatus status;
	bool is_current;	/* false: of an older epoch of the folder (another UIDVALIDITY) */
} KithSightingRow;
typedef bool (*KithSightingEach)(const KithSightingRow *row, void *context);
/* Of one UID, the current epoch first; of one mail's identity; of a quarantined mail with that bare Message-ID.
 * In the viewer's own accounts only. */
bool kith_read_sighting(KithStore *store, int64_t viewer_id, const char *account, const char *folder, int64_t uid,
		KithSightingEach each, void *context, GError **error);
bool kith_read_sightings(KithStore *store, int64_t viewer_id, const char *mail, KithSightingEach each, void *context,
		GError **error);
bool kith_read_unread(KithStore *store, int64_t viewer_id, const char *message_id, KithSightingEach each, void *context,
		GError **error);
/* When a folder of the viewer's own accounts was last looked at as a whole; 0: never, or there is none. */
bool kith_read_looked_at(KithStore *store, int64_t viewer_id, const char *account, const char *folder,
		int64_t *ret_looked_at, GError **error);
/* Mails that name MESSAGE_ID in References or In-Reply-To, oldest first. */
typedef bool (*KithNamedEach)(const char *message_id, const char *author, int64_t at, void *context);
bool kith_read_who_names(KithStore *store, int64_t viewer_id, const char *message_id, KithNamedEach each, void *context,
		GError **error);
/* A mail that kith wrote to the viewer: *ret_kind NULL when it wrote none with that id. */
bool kith_read_outgoing(KithStore *store, int64_t viewer_id, const char *message_id, char **ret_kind, char **ret_state,
		int64_t *ret_at, GError **error);
/* Mails kith wrote that wait, and that failed. */
bool kith_read_outbox(KithStore *store, int64_t *ret_waiting, int64_t *ret_failed, GError **error);
/* Words after the tag verb, oldest first: "+a -b". */
GPtrArray *kith_read_tags(KithStore *store, int64_t contact_id, GError **error);
/* The Message-ID of a mail, by its identity; the identity of one without; NULL: no such mail. */
char *kith_read_message_id(KithStore *store, const char *mail);
/* The word in `user ada { }`; NULL when there is no such user. */
bool kith_read_user_title(KithStore *store, int64_t user_id, char **ret_title, GError **error);
/* Every change of a follow-up, oldest first. */
typedef bool (*KithChangeEach)(int64_t at, KithFollowStatus status, const char *cause, void *context);
bool kith_read_changes(KithStore *store, int64_t follow_up_id, KithChangeEach each, void *context, GError **error);
/* People who wrote to the viewer for the first time in [SINCE, UNTIL), at most 20. */
typedef bool (*KithPersonEach)(const char *name, const char *address, const char *subject, int64_t at, void *context);
bool kith_read_new_people(KithStore *store, int64_t viewer_id, int64_t since_at, int64_t until_at, KithPersonEach each,
		void *context, GError **error);
typedef struct { int64_t mails_in, mails_out, people, done; } KithNumbers;
bool kith_read_numbers(KithStore *store, int64_t viewer_id, int64_t since_at, int64_t until_at,
		KithNumbers *ret_numbers, GError **error);
typedef struct { const char *account, *error; int64_t last_sync_at, quarantined; bool has_sent; } KithHealthRow;
typedef bool (*KithHealthEach)(const KithHealthRow *row, void *context);
bool kith_read_health(KithStore *store, int64_t viewer_id, KithHealthEach each, void *context, GError **error);
/* Ids that a mail names, oldest ancestor first; its own words (only for whose tier is full). */
GPtrArray *kith_read_references(KithStore *store, int64_t mail_id, GError **error);
bool kith_read_words(KithStore *store, int64_t mail_id, char **ret_words, GError **error);
/* The viewer's own mail, oldest first; CONTACT_ID 0: with everybody. */
typedef bool (*KithOwnMailEach)(const char *id, int64_t at, const char *author, void *context);
bool kith_read_own_mail(KithStore *store, int64_t viewer_id, int64_t contact_id, KithOwnMailEach each, void *context,
		GError **error);

/* --- store/read-health.c: Sent proof. VIEWER_ID 0: of all, for the operator; else of the viewer's own accounts */

typedef struct {
	const char *account;
	bool has_sent_folder;		/* or one that holds everything (Gmail) */
	int64_t proven_count;		/* mails in it from addresses of the account's users; 0: no proof yet */
	int64_t newest_sent_at;		/* of these; 0 none */
} KithSentRow;
typedef bool (*KithSentEach)(const KithSentRow *row, void *context);
bool kith_read_sent(KithStore *store, int64_t viewer_id, KithSentEach each, void *context, GError **error);

/* "4 of your last 40 mails are not in Sent": of the newest LIMIT mails to people outside, as far back as Sent goes. */
typedef struct {
	const char *user;		/* title; one row per user with an account */
	int64_t own_count;		/* at most LIMIT: seen anywhere, or known from answers only */
	int64_t missing_count;		/* of these, in none of their mailboxes */
	int64_t newest_missing_at;	/* at the latest; 0 none */
} KithGapRow;
typedef bool (*KithGapEach)(const KithGapRow *row, void *context);
bool kith_read_gaps(KithStore *store, int64_t viewer_id, int64_t limit, KithGapEach each, void *context,
		GError **error);
