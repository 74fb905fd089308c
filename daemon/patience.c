/* SPDX-License-Identifier: MIT
 * patience.c - when an account that failed is tried again, and when it is left in peace.
 * In: how its syncs went. Out: a time. Next: daemon/core.c
 */
#include "patience.h"

#include <sys/stat.h>

#define MINUTE_S 60
#define HOUR_S 3600
#define JITTER 0.25

typedef struct { int64_t first_s, last_s; } Range;

static Range range_of(const KithMishap *mishap)
{
	if (mishap->is_throttled)
		return (Range) { 5 * MINUTE_S, HOUR_S };
	switch (mishap->code) {
	case KITH_ERROR_AUTH:
		return (Range) { 15 * MINUTE_S, 6 * HOUR_S };
	case KITH_ERROR_CONFIG:
		return (Range) { 15 * MINUTE_S, HOUR_S };
	case KITH_ERROR_TEMPORARY:
	case KITH_ERROR_INVALID:
	case KITH_ERROR_NOT_FOUND:
	case KITH_ERROR_LIMIT:
	case KITH_ERROR_UNCERTAIN:
	case KITH_ERROR_CORRUPT:
	case KITH_ERROR_CANCELLED:
	case KITH_ERROR_DENIED:
	case KITH_ERROR_USAGE:
		break;
	}
	return (Range) { MINUTE_S, HOUR_S };
}

int64_t kith_patience_delay_s(const KithMishap *mishap, double jitter)
{
	Range range = range_of(mishap);
	int64_t delay_s = range.first_s;

	for (uint32_t i = 1; i < mishap->failures && delay_s < range.last_s; i++)
		delay_s *= 2;
	delay_s = MIN(delay_s, range.last_s);
	delay_s += (int64_t)((double)delay_s * JITTER * jitter);
	if (!mishap->is_throttled || mishap->retry_after_s == 0)
		return delay_s;
	/* Not earlier than it said, and not much later. */
	int64_t asked_s = MIN(mishap->retry_after_s, KITH_LIMIT_RETRY_AFTER_S);
	return asked_s + (int64_t)((double)MINUTE_S * (1 + jitter));
}

/* A file's moment and size; what is in it is not looked at. */
static char *file_mark(const char *path)
{
	struct stat about;

	if (path == NULL || stat(path, &about) != 0)
		return g_strdup("");
	return g_strdup_printf("%" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT, (int64_t)about.st_mtim.tv_sec,
			       about.st_mtim.tv_nsec, (int64_t)about.st_size);
}

static const char *or_none(const char *text)
{
	return text != NULL ? text : "";
}

char *kith_patience_fingerprint(const KithAccount *account)
{
	const char *credentials = g_getenv("CREDENTIALS_DIRECTORY");
	g_autofree char *credential = account->credential != NULL && credentials != NULL ?
				      g_build_filename(credentials, account->credential, NULL) : NULL;
	g_autofree char *where = g_strdup_printf("%d %u", account->source, account->port);
	g_autofree char *password = file_mark(account->password_file);
	g_autofree char *held = file_mark(credential);
	g_autofree char *ca = file_mark(account->tls_ca);

	return kith_hash_id(26, where, or_none(account->host), or_none(account->path), or_none(account->login),
			    or_none(account->password_command), or_none(account->password_file),
			    or_none(account->credential), or_none(account->tls_ca), password, held, ca, NULL);
}

KithTry kith_patience_may_try(const KithAccount *account, const KithAccountState *state, bool is_wish, int64_t now_at)
{
	if (now_at >= state->retry_at)
		return KITH_TRY_NOW;
	/* The clock was set back: nothing waits longer than the longest wait. */
	if (state->retry_at - now_at > 2 * KITH_LIMIT_RETRY_AFTER_S)
		return KITH_TRY_NOW;
	if (state->is_throttled)
		return KITH_TRY_THROTTLED;
	g_autofree char *with = kith_patience_fingerprint(account);
	return is_wish || g_strcmp0(with, state->tried_with) != 0 ? KITH_TRY_NOW : KITH_TRY_LATER;
}

char *kith_patience_text(int64_t retry_at, int64_t now_at, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(retry_at);
	g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
	g_autofree char *clock = local != NULL ? g_date_time_format(local, "%H:%M") : g_strdup("later");

	return g_strdup_printf("the server asked for patience until %s (in %" G_GINT64_FORMAT " min)", clock,
			       (MAX(retry_at - now_at, 0) + MINUTE_S - 1) / MINUTE_S);
}
