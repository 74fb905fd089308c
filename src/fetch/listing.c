/* SPDX-License-Identifier: MIT
 * listing.c - NAMESPACE, LIST and XLIST.
 * In: untagged answers. Out: folders. Next: src/fetch/folders.c
 *
 * Read from the tokens of the answers as they came: one folder's name that libetpan cannot parse
 * would cost the whole account, here it costs that folder. What the server says of a folder
 * (RFC 6154, XLIST) comes before what its name tells.
 */
#include "listing.h"

#include <string.h>

#include "names.h"
#include "tokens.h"

#define LIST_BYTES (4 * 1024 * 1024)
#define MAX_LISTED (4 * KITH_LIMIT_FOLDERS)	/* chosen from; the chosen are limited later */

#define TOKEN(tokens, i) (&g_array_index((tokens), KithToken, (i)))

void kith_server_folder_free(void *data)
{
	KithServerFolder *folder = data;

	g_free(folder->raw_name);
	g_free(folder->name);
	g_free(folder);
}

void kith_listing_init(KithListing *listing)
{
	*listing = (KithListing){
		.folders = g_ptr_array_new_with_free_func(kith_server_folder_free),
		.seen = g_hash_table_new(g_str_hash, g_str_equal),
		.personal = g_ptr_array_new_with_free_func(g_free),
		.foreign = g_ptr_array_new_with_free_func(g_free),
	};
}

void kith_listing_clear(KithListing *listing)
{
	g_clear_pointer(&listing->seen, g_hash_table_unref);
	g_clear_pointer(&listing->folders, g_ptr_array_unref);
	g_clear_pointer(&listing->personal, g_ptr_array_unref);
	g_clear_pointer(&listing->foreign, g_ptr_array_unref);
}

/* --- prefixes */

/* The longest of PREFIXES that NAME begins with; NULL none. */
static const char *prefix_of(const GPtrArray *prefixes, const char *name)
{
	const char *longest = NULL;

	for (guint i = 0; i < prefixes->len; i++) {
		const char *prefix = prefixes->pdata[i];

		if (*prefix != '\0' && g_str_has_prefix(name, prefix) &&
		    (longest == NULL || strlen(prefix) > strlen(longest)))
			longest = prefix;
	}
	return longest;
}

const char *kith_listing_prefix(const KithListing *listing, const char *raw_name)
{
	return prefix_of(listing->personal, raw_name);
}

/* Other users' and shared folders; a personal prefix that says more wins. */
static bool is_foreign(const KithListing *listing, const char *name)
{
	const char *foreign = prefix_of(listing->foreign, name);
	const char *personal = prefix_of(listing->personal, name);

	return foreign != NULL && (personal == NULL || strlen(personal) < strlen(foreign));
}

/* --- one answer */

/* Names come from the server and go back to it: no controls, and not endless. */
static bool is_usable_name(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (g_ascii_iscntrl(name[i]))
			return false;
	return length > 0 && length <= KITH_LIMIT_FOLDER_NAME_BYTES;
}

/* The name at INDEX; NULL when it cannot be used. Some servers write names with blanks in
 * them without quotes: then it is all the rest of the line. */
static char *name_at(const GArray *tokens, guint index, const char *end)
{
	const KithToken *token = TOKEN(tokens, index);
	bool is_last = index + 1 == tokens->len;

	if (token->text == NULL)
		return NULL;
	if (token->text[-1] == ' ' && !is_last && TOKEN(tokens, index + 1)->kind != KITH_TOKEN_OPEN) {
		size_t length = (size_t)(end - token->text);

		while (length > 0 && (token->text[length - 1] == '\n' || token->text[length - 1] == '\r'))
			length--;
		return is_usable_name(token->text, length) ? g_strndup(token->text, length) : NULL;
	}
	if (!is_usable_name(token->text, token->length))
		return NULL;
	return token->kind == KITH_TOKEN_NIL ? g_strndup(token->text, token->length)
					     : kith_tokens_text(tokens, index, false);
}

static char delimiter_at(const GArray *tokens, guint index)
{
	g_autofree char *text = kith_tokens_text(tokens, index, false);

	return text != NULL ? *text : '\0';
}

static void read_flags(const GArray *tokens, guint list, KithServerFolder *folder)
{
	for (guint at = list + 1; at < TOKEN(tokens, list)->other; at = kith_tokens_next(tokens, at)) {
		g_autofree char *flag = kith_tokens_text(tokens, at, true);

		if (flag == NULL)
			continue;
		if (strcmp(flag, "\\noselect") == 0 || strcmp(flag, "\\nonexistent") == 0)
			folder->is_closed = true;
		if (folder->role == KITH_FOLDER_OTHER)
			folder->role = kith_folder_role_by_attribute(flag);
	}
	folder->is_view = folder->role == KITH_FOLDER_ALL;
}

/* By its name only the one that is called so is INBOX (RFC 3501 5.1). XLIST lists it under its
 * name in the user's language. */
static void settle_role(KithServerFolder *folder)
{
	if (folder->role == KITH_FOLDER_INBOX || g_ascii_strcasecmp(folder->raw_name, "INBOX") == 0) {
		g_free(folder->raw_name);
		g_free(folder->name);
		folder->raw_name = g_strdup("INBOX");
		folder->name = g_strdup("INBOX");
		folder->role = KITH_FOLDER_INBOX;
		return;
	}
	if (folder->role == KITH_FOLDER_OTHER)
		folder->role = kith_folder_role_by_name(folder->name, folder->delimiter);
	if (folder->role == KITH_FOLDER_INBOX)
		folder->role = KITH_FOLDER_OTHER;
}

/* "LIST (\HasNoChildren) "/" name", with more lists behind it (RFC 5258). */
static bool take_folder(KithListing *listing, const GArray *tokens, const char *end)
{
	if (tokens->len < 5 || TOKEN(tokens, 1)->kind != KITH_TOKEN_OPEN)
		return false;
	guint delimiter = kith_tokens_next(tokens, 1);
	g_autofree char *raw = delimiter + 1 < tokens->len ? name_at(tokens, delimiter + 1, end) : NULL;
	if (raw == NULL || listing->folders->len >= MAX_LISTED)
		return false;
	KithServerFolder *folder = g_new0(KithServerFolder, 1);
	folder->raw_name = g_steal_pointer(&raw);
	folder->name = kith_folder_name_decode(folder->raw_name);
	folder->delimiter = delimiter_at(tokens, delimiter);
	folder->is_foreign = is_foreign(listing, folder->raw_name);
	read_flags(tokens, 1, folder);
	settle_role(folder);
	if (g_hash_table_add(listing->seen, folder->raw_name))
		g_ptr_array_add(listing->folders, folder);
	else	/* some servers list a folder twice */
		kith_server_folder_free(folder);
	return true;
}

static bool is_answer(const char *bytes, size_t length, const char *word)
{
	size_t have = strlen(word);

	return length > have && g_ascii_strncasecmp(bytes, word, have) == 0 && bytes[have] == ' ';
}

static void take_list(GBytes *answer, void *context)
{
	KithListing *listing = context;
	gsize length;
	const char *bytes = g_bytes_get_data(answer, &length);

	if (!is_answer(bytes, length, "LIST") && !is_answer(bytes, length, "XLIST"))
		return;
	g_autoptr(GArray) tokens = kith_tokens_read((const uint8_t *)bytes, length, NULL);
	if (tokens == NULL || !take_folder(listing, tokens, bytes + length))
		listing->unread++;
}

/* --- namespaces */

/* (("INBOX." ".") ("#mh/" "/")), or NIL */
static void add_prefixes(GPtrArray *prefixes, const GArray *tokens, guint list)
{
	guint child, text;

	for (guint i = 0; prefixes->len < KITH_LIMIT_FOLDERS && kith_tokens_child(tokens, list, i, &child); i++) {
		char *prefix = kith_tokens_child(tokens, child, 0, &text) ? kith_tokens_text(tokens, text, false)
									  : NULL;

		if (prefix != NULL)
			g_ptr_array_add(prefixes, prefix);
	}
}

static void take_namespaces(GBytes *answer, void *context)
{
	KithListing *listing = context;
	gsize length;
	const char *bytes = g_bytes_get_data(answer, &length);

	if (!is_answer(bytes, length, "NAMESPACE"))
		return;
	g_autoptr(GArray) tokens = kith_tokens_read((const uint8_t *)bytes, length, NULL);
	GPtrArray *const kinds[] = {listing->personal, listing->foreign, listing->foreign};
	guint at = 1;
	for (size_t i = 0; tokens != NULL && i < G_N_ELEMENTS(kinds) && at < tokens->len; i++) {
		add_prefixes(kinds[i], tokens, at);
		at = kith_tokens_next(tokens, at);
	}
}

/* --- questions */

/* False when the session cannot go on; a refusal is told with *ret_refused. */
static bool ask(KithSession *session, KithListing *listing, const char *command, KithRawEach each,
		GError **ret_refused, GError **error)
{
	g_autoptr(GError) cause = NULL;

	if (kith_session_raw_each(session, command, LIST_BYTES, each, listing, &cause))
		return true;
	if (session->is_dead) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	g_propagate_error(ret_refused, g_steal_pointer(&cause));
	return true;
}

/* The best that the server offers; when it refuses that, what every server knows. */
static bool ask_list(KithSession *session, KithListing *listing, GError **error)
{
	bool can_use = kith_session_can(session, "SPECIAL-USE");
	const char *best = can_use && kith_session_can(session, "LIST-EXTENDED")
				   ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)"
			   : !can_use && kith_session_can(session, "XLIST") ? "XLIST \"\" \"*\""
									    : NULL;
	g_autoptr(GError) refused = NULL, refused_too = NULL;

	if (best != NULL && !ask(session, listing, best, take_list, &refused, error))
		return false;
	if (best != NULL && refused == NULL)
		return true;
	if (!ask(session, listing, "LIST \"\" \"*\"", take_list, &refused_too, error))
		return false;
	if (refused_too == NULL)
		return true;
	g_propagate_prefixed_error(error, g_steal_pointer(&refused_too), "listing the folders: ");
	return false;
}

static bool has_begun(const KithListing *listing, const char *prefix)
{
	for (guint i = 0; i < listing->folders->len; i++)
		if (g_str_has_prefix(((KithServerFolder *)listing->folders->pdata[i])->raw_name, prefix))
			return true;
	return false;
}

static bool ask_for_raw(KithSession *session, KithListing *listing, const char *raw, bool is_beginning,
			GError **error)
{
	g_autoptr(GString) command = g_string_new("LIST \"\" \"");
	g_autoptr(GError) refused = NULL;

	if (!is_usable_name(raw, strlen(raw)))
		return true;
	for (const char *p = raw; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(command, '\\');
		g_string_append_c(command, *p);
	}
	g_string_append(command, is_beginning ? "*\"" : "\"");
	return ask(session, listing, command->str, take_list, &refused, error);
}

bool kith_listing_ask_for(KithSession *session, KithListing *listing, const char *name, bool is_beginning,
			  GError **error)
{
	g_autofree char *raw = kith_folder_name_encode(name);

	return raw == NULL || ask_for_raw(session, listing, raw, is_beginning, error);
}

bool kith_listing_ask(KithSession *session, KithListing *listing, GError **error)
{
	g_autoptr(GError) refused = NULL;

	if (kith_session_can(session, "NAMESPACE") &&
	    !ask(session, listing, "NAMESPACE", take_namespaces, &refused, error))
		return false;
	if (!ask_list(session, listing, error))
		return false;
	/* RFC 2342: "*" need not reach into a personal namespace with a prefix. */
	for (guint i = 0; i < listing->personal->len && i < 10; i++) {
		const char *prefix = listing->personal->pdata[i];

		if (*prefix != '\0' && !has_begun(listing, prefix) &&
		    !ask_for_raw(session, listing, prefix, true, error))
			return false;
	}
	return true;
}
