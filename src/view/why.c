/* SPDX-License-Identifier: MIT
 * why.c - the rule, the thresholds and the mails behind a decision.
 * In: an id, Message-ID, address or ACCOUNT/FOLDER/UID. Out: the object of `kith why`. Next: src/view/status.c
 */
#include <string.h>

#include "json.h"

typedef struct {
	KithStore *store;
	const KithViewer *viewer;
	json_t *found;
	GError *error;
} Search;

static const char *const status_names[] = { "stored", "skipped", "quarantined", "gone" };

/* "ada/INBOX/17: stored; first seen 3 Mar 09:00, gone 4 Mar 10:00" */
static bool add_sighting(const KithSightingRow *row, void *context)
{
	Search *search = context;
	json_t *list = json_object_get(search->found, "seen");
	GTimeZone *zone = search->viewer->zone;
	g_autofree char *first = kith_time_format_human(row->first_seen_at, zone);
	g_autoptr(GString) line = g_string_new(NULL);

	g_string_append_printf(line, "%s/%s/%" G_GINT64_FORMAT ": %s", row->account, row->folder, row->uid,
			       row->status == KITH_SIGHTING_GONE && row->mail != NULL ? "stored" :
			       status_names[row->status]);
	if (row->reason != NULL)
		g_string_append_printf(line, " (%s)", row->reason);
	g_string_append_printf(line, "; first seen %s", first);
	if (row->gone_at != 0) {
		g_autofree char *gone = kith_time_format_human(row->gone_at, zone);

		g_string_append_printf(line, ", no longer there since %s", gone);
	}
	if (!row->is_current)
		g_string_append(line, "; before the server numbered the folder anew");
	if (row->version != NULL)
		g_string_append_printf(line, "; tried by kith %s, and again after an upgrade", row->version);
	(void)json_array_append_new(list, kith_json_text(line->str));
	if (row->envelope != NULL) {
		g_auto(GStrv) lines = g_strsplit(row->envelope, "\n", 8);

		for (char **part = lines; *part != NULL; part++)
			(void)json_array_append_new(list, kith_json_text(*part));
	}
	return true;
}

/* --- a follow-up */

static bool add_evidence(const KithMessageRow *row, void *context)
{
	Search *search = context;
	g_autofree char *when = kith_time_format_human(row->at, search->viewer->zone);
	g_autofree char *line = g_strdup_printf("%s, %s: %s <%s>", when,
						row->author_name != NULL ? row->author_name : row->author,
						row->subject != NULL ? row->subject : "(not shared)",
						row->message_id != NULL ? row->message_id : row->id);

	(void)json_array_append_new(json_object_get(search->found, "mails"), kith_json_text(line));
	return false;
}

static bool add_change(int64_t at, KithFollowStatus status, const char *cause, void *context)
{
	Search *search = context;
	g_autofree char *when = kith_time_format_human(at, search->viewer->zone);
	g_autofree char *line = g_strdup_printf("%s: %s, %s", when, kith_follow_status_name(status), cause);

	(void)json_array_append_new(json_object_get(search->found, "history"), kith_json_text(line));
	return true;
}

static bool take_follow_up(const KithDueRow *row, void *context)
{
	Search *search = context;
	g_auto(GStrv) ids = g_strsplit(row->evidence, " ", -1);

	search->found = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?, s:o, s:o, s:[], s:[]}", "what", "follow-up",
				  "id", row->id, "rule", kith_follow_kind_name(row->kind), "reason", row->reason,
				  "with", row->name, "note", row->note,
				  "since", kith_json_time(search->viewer, row->since_at),
				  "due_at", kith_json_time(search->viewer, row->due_at), "mails", "history");
	for (char **id = ids; *id != NULL && search->error == NULL; id++) {
		if (**id != '\0')
			(void)kith_read_message_exact(search->store, search->viewer->user_id, *id, add_evidence, search,
						      &search->error);
	}
	if (search->error == NULL)
		(void)kith_read_changes(search->store, row->follow_up_id, add_change, search, &search->error);
	return false;
}

/* --- a contact, a mail, a conversation */

static bool take_contact(const KithContactRow *row, void *context)
{
	Search *search = context;

	search->found = json_pack("{s:s, s:s, s:s, s:s, s:I, s:I}",
				  "what", row->is_contact ? "contact" : "seen, no contact",
				  "id", row->id, "name", row->name, "reason", row->why,
				  "messages_in", (json_int_t)row->messages_in,
				  "messages_out", (json_int_t)row->messages_out);
	return false;
}

static bool take_message(const KithMessageRow *row, void *context)
{
	Search *search = context;

	search->found = json_pack("{s:s, s:s, s:s?, s:o, s:s?, s:s?, s:s, s:s?, s:s?, s:s?, s:[]}", "what", "mail",
				  "id", row->id, "message_id", row->message_id,
				  "at", kith_json_time(search->viewer, row->at), "from", row->author,
				  "subject", row->subject, "kind", kith_mail_kind_name(row->kind),
				  "kind_reason", row->kind_reason, "answers", row->parent,
				  "defect", row->same_id ? "another mail has this Message-ID too" : NULL, "seen");
	(void)kith_read_sightings(search->store, search->viewer->user_id, row->id, add_sighting, search,
				  &search->error);
	return false;
}

static bool add_member(const KithMessageRow *row, void *context)
{
	Search *search = context;
	g_autofree char *line = g_strdup_printf("<%s> %s%s%s", row->message_id != NULL ? row->message_id : row->id,
						row->parent != NULL ? "answers <" : "begins or names nothing known",
						row->parent != NULL ? row->parent : "", row->parent != NULL ? ">" : "");

	(void)json_array_append_new(json_object_get(search->found, "mails"), kith_json_text(line));
	return true;
}

static bool take_conversation(const KithConversationRow *row, void *context)
{
	Search *search = context;

	search->found = json_pack("{s:s, s:s, s:s, s:[]}", "what", "conversation", "id", row->id, "reason",
				  "mails that name each other's or a common Message-ID "
				  "and have a participant in common",
				  "mails");
	(void)kith_read_messages(search->store, search->viewer->user_id, row->conversation_id, add_member, search,
				 &search->error);
	return false;
}

/* --- ACCOUNT/FOLDER/UID */

static bool begin_seen(Search *search, const char *what)
{
	search->found = json_pack("{s:s, s:[]}", "what", what, "seen");
	return search->found != NULL;
}

/* Keeps what was begun when something was seen. */
static void end_seen(Search *search)
{
	if (json_array_size(json_object_get(search->found, "seen")) > 0)
		return;
	json_decref(search->found);
	search->found = NULL;
}

/* The folder is known and the UID is not: say so, and how fresh that is. */
static bool say_not_listed(const Search *search, const char *account, const char *folder, int64_t uid, GError **error)
{
	int64_t looked_at;

	if (!kith_read_looked_at(search->store, search->viewer->user_id, account, folder, &looked_at, error))
		return false;
	if (looked_at == 0)
		return true;
	g_autofree char *when = kith_time_format_human(looked_at, search->viewer->zone);
	g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND,
		    "%s/%s listed no UID %" G_GINT64_FORMAT " when kith last looked (%s) and has no history of it; "
		    "`kith sync %s` looks again", account, folder, uid, when, account);
	return false;
}

static bool find_sighting(Search *search, const char *text, GError **error)
{
	const char *first = strchr(text, '/'), *last = strrchr(text, '/');
	char *end = NULL;

	if (first == NULL || first == last)
		return true;
	int64_t uid = g_ascii_strtoll(last + 1, &end, 10);
	if (end == last + 1 || *end != '\0' || uid <= 0)
		return true;
	g_autofree char *account = g_strndup(text, (gsize)(first - text));
	g_autofree char *folder = g_strndup(first + 1, (gsize)(last - first - 1));
	if (!begin_seen(search, "sighting") ||
	    !kith_read_sighting(search->store, search->viewer->user_id, account, folder, uid, add_sighting, search,
				error))
		return false;
	end_seen(search);
	return search->found != NULL || say_not_listed(search, account, folder, uid, error);
}

/* --- a Message-ID without a mail */

static bool find_unread(Search *search, const char *message_id, GError **error)
{
	if (!begin_seen(search, "a mail that could not be read") ||
	    !kith_read_unread(search->store, search->viewer->user_id, message_id, add_sighting, search, error))
		return false;
	end_seen(search);
	return true;
}

static bool find_outgoing(Search *search, const char *message_id, GError **error)
{
	g_autofree char *kind = NULL, *state = NULL;
	int64_t at;

	if (!kith_read_outgoing(search->store, search->viewer->user_id, message_id, &kind, &state, &at, error))
		return false;
	if (kind != NULL)
		search->found = json_pack("{s:s, s:s, s:s, s:o}", "what", "a mail that kith wrote", "kind", kind,
					  "state", state, "at", kith_json_time(search->viewer, at));
	return true;
}

static bool add_naming(const char *message_id, const char *author, int64_t at, void *context)
{
	Search *search = context;
	g_autofree char *when = kith_time_format_human(at, search->viewer->zone);
	g_autofree char *line = g_strdup_printf("%s, %s: <%s>", when, author != NULL ? author : "?",
						message_id != NULL ? message_id : "without a Message-ID");

	(void)json_array_append_new(json_object_get(search->found, "named_by"), kith_json_text(line));
	return json_array_size(json_object_get(search->found, "named_by")) < KITH_LIMIT_LIST_ITEMS;
}

/* Named by mails that kith has, and in no folder that it reads. */
static bool find_ghost(Search *search, const char *message_id, GError **error)
{
	search->found = json_pack("{s:s, s:s, s:s, s:[]}", "what", "a mail that kith has not seen", "message_id",
				  message_id, "reason", "it is in none of the folders that kith reads, or was "
				  "deleted before kith read it; these mails answer or name it", "named_by");
	if (!kith_read_who_names(search->store, search->viewer->user_id, message_id, add_naming, search, error))
		return false;
	if (json_array_size(json_object_get(search->found, "named_by")) == 0) {
		json_decref(search->found);
		search->found = NULL;
	}
	return true;
}

/* The first kind of thing that has this id. */
static bool find(Search *search, const char *text, GError **error)
{
	KithStore *store = search->store;
	int64_t viewer_id = search->viewer->user_id;
	const KithDueFilter filter = { .all = true, .id = text };
	g_autofree char *bare = g_str_has_prefix(text, "<") && g_str_has_suffix(text, ">")
					? g_strndup(text + 1, strlen(text) - 2) : g_strdup(text);

	if (!kith_read_due(store, viewer_id, &filter, take_follow_up, search, error))
		return false;
	if (search->found == NULL && !kith_read_message_exact(store, viewer_id, bare, take_message, search, error))
		return false;
	if (search->found == NULL &&
	    !kith_read_conversation_exact(store, viewer_id, text, take_conversation, search, error))
		return false;
	if (search->found == NULL && !kith_read_contact_exact(store, viewer_id, text, take_contact, search, error))
		return false;
	if (search->found == NULL && !find_unread(search, bare, error))
		return false;
	if (search->found == NULL && !find_outgoing(search, bare, error))
		return false;
	if (search->found == NULL && !find_ghost(search, bare, error))
		return false;
	return search->found != NULL || find_sighting(search, text, error);
}

json_t *kith_view_why(KithStore *store, const KithViewer *viewer, const char *id, GError **error)
{
	Search search = { .store = store, .viewer = viewer };

	if (!find(&search, id, error) || search.error != NULL) {
		if (search.error != NULL)
			g_propagate_error(error, search.error);
		json_decref(search.found);
		return NULL;
	}
	if (search.found == NULL) {
		g_autofree char *clean = kith_text_snippet(id, 80);

		g_set_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND,
			    "nothing you may see has the id \"%s\"; a follow-up's id, a Message-ID, an address or "
			    "ACCOUNT/FOLDER/UID is wanted", clean);
	}
	return search.found;
}
