/* SPDX-License-Identifier: MIT
 * search.c - a search as people type it, for a viewer.
 * In: words, `from: to: with: org: in: after: before: has:`. Out: objects of `kith search`. Next: src/view/due.c
 */
#include <string.h>

#include "json.h"

/* A query taken apart. Words and phrases become FTS5 strings: quoted, so that no operator is left in them. */
typedef struct {
	GString *words;
	char *from, *to, *with, *org, *folder;
	bool has_attachment;
	int64_t after_at, before_at;
} Query;

static void query_clear(Query *query)
{
	(void)g_string_free(query->words, TRUE);
	g_free(query->from);
	g_free(query->to);
	g_free(query->with);
	g_free(query->org);
	g_free(query->folder);
}

/* The next word or "quoted phrase" of *TEXT; NULL at the end. A quote may follow a field's colon. */
static char *next_token(const char **text)
{
	GString *token = g_string_new(NULL);
	bool quoted = false;
	const char *p = *text;

	while (*p == ' ' || *p == '\t' || *p == '\n')
		p++;
	if (*p == '\0') {
		*text = p;
		(void)g_string_free(token, TRUE);
		return NULL;
	}
	for (; *p != '\0' && (quoted || (*p != ' ' && *p != '\t' && *p != '\n')); p++) {
		if (*p == '"')
			quoted = !quoted;
		else
			g_string_append_c(token, *p);
	}
	*text = p;
	return g_string_free(token, FALSE);
}

/* Anything FTS5 would find a word in: without one, a phrase is empty and matches nothing. */
static bool has_word(const char *text)
{
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_isalnum(g_utf8_get_char(p)))
			return true;
	}
	return false;
}

static void add_words(Query *query, const char *token)
{
	if (!has_word(token))
		return;
	g_string_append(query->words, query->words->len > 0 ? " AND \"" : "\"");
	for (const char *p = token; *p != '\0'; p++)
		g_string_append(query->words, *p == '"' ? "\"\"" : (const char[]){ *p, '\0' });
	g_string_append_c(query->words, '"');
}

static char *pattern(const char *value)
{
	GString *out = g_string_new("%");

	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '%' || *p == '_' || *p == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
	g_string_append_c(out, '%');
	return g_string_free(out, FALSE);
}

static bool set_time(const char *field, const char *value, int64_t *ret_at, GError **error)
{
	if (kith_time_parse(value, ret_at, error))
		return true;
	g_prefix_error(error, "%s: ", field);
	(*error)->code = KITH_ERROR_USAGE;
	return false;
}

/* One `field:value`; false with an error, or *ret_known false: no field, a word with a colon. */
static bool take_field(Query *query, const char *token, bool *ret_known, GError **error)
{
	const struct { const char *name; char **to; } patterns[] = {
		{ "from:", &query->from }, { "to:", &query->to }, { "with:", &query->with },
		{ "org:", &query->org }, { "in:", &query->folder },
	};

	*ret_known = true;
	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
		size_t length = strlen(patterns[i].name);

		if (g_ascii_strncasecmp(token, patterns[i].name, length) != 0 || token[length] == '\0')
			continue;
		g_free(*patterns[i].to);
		*patterns[i].to = pattern(token + length);
		return true;
	}
	if (g_str_has_prefix(token, "after:"))
		return set_time("after", token + strlen("after:"), &query->after_at, error);
	if (g_str_has_prefix(token, "before:"))
		return set_time("before", token + strlen("before:"), &query->before_at, error);
	if (strcmp(token, "has:attachment") == 0) {
		query->has_attachment = true;
		return true;
	}
	if (g_str_has_prefix(token, "has:") || g_str_has_prefix(token, "topic:")) {
		g_autofree char *clean = kith_text_snippet(token, 40);

		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			    "\"%s\" is not understood; has:attachment is, and from: to: with: org: in: after: before:",
			    clean);
		return false;
	}
	*ret_known = false;
	return true;
}

static bool query_parse(Query *query, const char *text, GError **error)
{
	char *token;

	if (strlen(text) > KITH_LIMIT_QUERY_BYTES) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "a search may have %d bytes", KITH_LIMIT_QUERY_BYTES);
		return false;
	}
	while ((token = next_token(&text)) != NULL) {
		g_autofree char *owned = token;
		bool known;

		if (!take_field(query, token, &known, error))
			return false;
		if (!known)
			add_words(query, token);
	}
	return true;
}

typedef struct {
	const KithViewer *viewer;
	KithViewEach each;
	void *context;
} Listing;

static bool list_hit(const KithHitRow *row, void *context)
{
	const Listing *listing = context;
	json_t *object = json_pack("{s:s?, s:s?, s:o, s:s?, s:s?, s:s?}", "message_id", row->message_id,
				   "conversation", row->conversation, "at", kith_json_time(listing->viewer, row->at),
				   "from", row->from, "subject", row->subject, "snippet", row->snippet);
	bool more = listing->each(object, listing->context);

	json_decref(object);
	return more;
}

static bool run(KithStore *store, const Query *query, const Listing *listing, bool newest, uint32_t limit,
		GError **error)
{
	bool has_words = query->words->len > 0;
	g_autofree char *full = g_strdup_printf("{people subject new_text forwarded} : (%s)", query->words->str);
	g_autofree char *subject = g_strdup_printf("{people subject} : (%s)", query->words->str);
	g_autofree char *meta = g_strdup_printf("{people} : (%s)", query->words->str);
	const KithSearchQuery rows = {
		.full = has_words ? full : NULL, .subject = subject, .meta = meta,
		.from = query->from, .to = query->to, .with = query->with, .org = query->org, .folder = query->folder,
		.has_attachment = query->has_attachment, .after_at = query->after_at, .before_at = query->before_at,
		.newest = newest, .limit = limit, .now_at = listing->viewer->now_at,
	};

	return kith_read_search(store, listing->viewer->user_id, &rows, list_hit, (void *)listing, error);
}

bool kith_view_search(KithStore *store, const KithViewer *viewer, const char *text, bool newest, uint32_t limit,
		KithViewEach each, void *context, GError **error)
{
	Query query = { .words = g_string_new(NULL) };
	const Listing listing = { .viewer = viewer, .each = each, .context = context };
	bool ok = query_parse(&query, text, error);

	if (ok && query.words->len == 0 && query.from == NULL && query.to == NULL && query.with == NULL &&
	    query.org == NULL && query.folder == NULL && !query.has_attachment && query.after_at == 0 &&
	    query.before_at == 0) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_USAGE, "there is no word to look for in that");
		ok = false;
	}
	ok = ok && run(store, &query, &listing, newest, limit, error);
	query_clear(&query);
	return ok;
}
