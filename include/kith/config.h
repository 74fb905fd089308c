/* SPDX-License-Identifier: MIT
 * config.h - kith.conf, read and checked.
 * In: a file (libConfuse syntax, kith.conf(5)). Out: a KithConfig, or every mistake at once.
 * Next: include/kith/account.h
 */
#pragma once

#include "kith/model.h"

/* A length of time as people write it: "1 workday", "30d", "2 weeks", "4 work hours". */
typedef enum { KITH_SPAN_HOURS, KITH_SPAN_DAYS, KITH_SPAN_WORK_HOURS, KITH_SPAN_WORK_DAYS } KithSpanUnit;
typedef struct { uint32_t count; KithSpanUnit unit; } KithSpan;
bool kith_span_parse(const char *text, KithSpan *ret_span, GError **error);

/* "Mon-Fri 09:00-17:30": days as bits (Monday 1 << 0), minutes after midnight. */
typedef struct { uint8_t days; uint16_t from_min, until_min; } KithWorkHours;

typedef enum { KITH_ROLE_REP, KITH_ROLE_LEAD, KITH_ROLE_PRODUCT } KithRole;
typedef enum { KITH_KEEP_SLIM, KITH_KEEP_TEXT, KITH_KEEP_META } KithKeep;
typedef enum {
	KITH_SOURCE_IMAPS,
	KITH_SOURCE_IMAP_STARTTLS,
	KITH_SOURCE_IMAP_PLAIN,		/* loopback only */
	KITH_SOURCE_MAILDIR,
	KITH_SOURCE_MBOX,		/* a file, or a folder of such files */
	KITH_SOURCE_EML,		/* a folder of files, one mail each */
} KithSourceKind;

typedef struct {
	char *title;		/* the word in `user ada { ... }` */
	char *name;
	GPtrArray *addresses;	/* char *, normalized; the first is where kith writes to */
	char *zone_name;	/* IANA */
	GTimeZone *zone;
	KithWorkHours work_hours;
	KithRole role;
	char *team;
	KithTier share;		/* to colleagues */
	char *unix_user;	/* who this is on this machine; NULL */
} KithUser;

typedef struct {
	char *title;
	GPtrArray *users;	/* KithUser *, borrowed; at least one */
	KithSourceKind source;
	char *host;		/* NULL: a local source */
	uint16_t port;
	char *path;		/* of a local source, else NULL */
	char *login;
	char *password_command, *password_file, *credential;	/* at most one */
	GPtrArray *folders;	/* char *; NULL = auto */
	KithSpan since;		/* how far back mails are read; count 0: see since_day_at */
	int64_t since_day_at;	/* the same as a day: its first moment in UTC; 0: all mails */
	uint64_t largest_bytes;	/* of longer mails only the header is read; 0 no limit */
	uint64_t bytes_per_s;	/* read from the server at most; 0 no limit */
	uint8_t connections;	/* at most, while the first sync runs */
	KithKeep keep;
	char *tls_ca;		/* PEM file; NULL = system's */
	bool sending;		/* on; hold is false */
} KithAccount;

typedef struct {
	bool implicit_tls;	/* smtps:// */
	bool plain;		/* smtp:// to loopback without tls-ca: no TLS */
	char *host;		/* NULL: no smtp section */
	uint16_t port;
	char *login;
	char *password_command, *password_file, *credential;
	char *tls_ca;
} KithSmtp;

typedef struct {
	char *path;		/* of the file it came from */
	char *address;		/* kith's own, normalized */
	char *database;		/* absolute path */
	char *zone_name;
	GTimeZone *zone;
	GPtrArray *domains;	/* char *, A-labels: our own */
	bool sending;
	KithSpan history;
	GPtrArray *users;	/* KithUser * */
	GPtrArray *accounts;	/* KithAccount * */
	KithSmtp smtp;
	bool commands_from_sent;	/* a mail to kith in a user's own Sent folder is a command */
	KithSpan you_owe_after;
	bool waiting_by_rhythm;
	KithSpan waiting_after;	/* when not by rhythm, and the default while there is none */
	uint32_t per_day;	/* reminders a user */
	uint8_t digest_day;	/* Monday 0 */
	uint16_t digest_min;	/* minutes after midnight, user's zone */
	char *templates;	/* folder of the user's own templates; NULL */
} KithConfig;

/* Reads PATH. On mistakes: CONFIG, and the message holds one line for each,
 * "FILE:LINE: what is wrong, what was expected". */
KithConfig *kith_config_load(const char *path, GError **error);
void kith_config_free(KithConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithConfig, kith_config_free)

/* The file to read: GIVEN, else $KITH_CONFIG, else $XDG_CONFIG_HOME/kith/kith.conf
 * (or ~/.config), else SYSCONFDIR/kith/kith.conf. CONFIG names all that were tried
 * and points to `kith init`. */
char *kith_config_find(const char *given, GError **error);

const KithUser *kith_config_find_user(const KithConfig *config, const char *title);
const KithUser *kith_config_find_user_by_address(const KithConfig *config, const char *norm_address);
const KithAccount *kith_config_find_account(const KithConfig *config, const char *title);

/* What stands behind the plus of kith's own address, "kith+3d@example.com": "3d"; "" without a plus; NULL: NORM_ADDRESS
 * is not kith's. To be freed. */
char *kith_config_detail(const KithConfig *config, const char *norm_address);
/* The same of the first address of kith's in LIST (KithAddress *). */
char *kith_config_detail_in(const KithConfig *config, const GPtrArray *list);
/* Who, from outside, wrote the mail that is forwarded in MAIL: normalized, to be freed; NULL: nobody. */
char *kith_config_forwarded_from(const KithConfig *config, const KithMail *mail);

/* True for a team member's address and for every address of our own domains and kith's own. */
bool kith_config_is_own(const KithConfig *config, const char *norm_address);

/* The moment before which mails of ACCOUNT are not read; 0: none. */
int64_t kith_config_since_at(const KithAccount *account, int64_t now_at);

/* Whether kith may write to USER: their accounts' word, else the word for all. */
bool kith_config_may_send(const KithConfig *config, const KithUser *user);

/* The option table, one per option: feeds `kith config`, kith.conf(5) and their check. */
typedef struct {
	const char *section;	/* NULL top level, "user", "account", ... */
	const char *name;
	const char *type;	/* "text", "list of text", "span", "on | hold", ... */
	const char *fallback;	/* default as written; NULL required; "" none */
	const char *meaning;
} KithOption;
extern const KithOption kith_config_options[];	/* ends with name NULL */
