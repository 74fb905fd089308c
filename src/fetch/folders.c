/* SPDX-License-Identifier: MIT
 * folders.c - LIST, roles, and which folders a job means.
 * In: a session. Out: folders to look at. Next: src/fetch/imap.c
 *
 * What the server says of a folder (RFC 6154, XLIST) comes before what its name tells.
 */
#include "folders.h"

#include <string.h>

#include "choice.h"
#include "gmail.h"
#include "names.h"

#define LIST_BYTES (4 * 1024 * 1024)

void kith_server_folder_free(void *data)
{
	KithServerFolder *folder = data;

	g_free(folder->raw_name);
	g_free(folder->name);
	g_free(folder);
}

/* --- LIST */

/* Names come from the server and go back to it: no controls, and not endless. */
static bool is_usable_name(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < length; i++)
		if (g_ascii_iscntrl(name[i]))
			return false;
	return length > 0 && length <= KITH_LIMIT_FOLDER_NAME_BYTES;
}

static KithFolderRole role_of_flags(const struct mailimap_mbx_list_flags *flags)
{
	if (flags == NULL || flags->mbf_oflags == NULL)
		return KITH_FOLDER_OTHER;
	for (clistiter *at = clist_begin(flags->mbf_oflags); at != NULL; at = clist_next(at)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(at);
		KithFolderRole role = flag->of_flag_ext != NULL
					      ? kith_folder_role_by_attribute(flag->of_flag_ext)
					      : KITH_FOLDER_OTHER;

		if (role != KITH_FOLDER_OTHER)
			return role;
	}
	return KITH_FOLDER_OTHER;
}

static bool is_selectable(const struct mailimap_mbx_list_flags *flags)
{
	if (flags == NULL)
		return true;
	if (flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
	    flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT)
		return false;
	for (clistiter *at = flags->mbf_oflags != NULL ? clist_begin(flags->mbf_oflags) : NULL;
	     at != NULL; at = clist_next(at)) {
		const struct mailimap_mbx_list_oflag *flag = clist_content(at);

		if (flag->of_flag_ext != NULL &&
		    g_ascii_strcasecmp(flag->of_flag_ext, "NonExistent") == 0)
			return false;
	}
	return true;
}

/* The server's answer to one LIST, taken apart. */
typedef struct {
	GPtrArray *folders;	/* KithServerFolder * */
	GHashTable *seen;	/* raw names: some servers list a folder twice */
	GPtrArray *personal;	/* char *: prefixes of the user's own folders */
	GPtrArray *foreign;	/* char *: of everybody else's */
} Listing;

static void clear_listing(Listing *listing)
{
	g_clear_pointer(&listing->folders, g_ptr_array_unref);
	g_clear_pointer(&listing->seen, g_hash_table_unref);
	g_clear_pointer(&listing->personal, g_ptr_array_unref);
	g_clear_pointer(&listing->foreign, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, clear_listing)

/* The longest of PREFIXES that NAME begins with, which is not all of it; NULL none. */
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

/* Other users' and shared folders; a personal prefix that says more wins. */
static bool is_foreign(const Listing *listing, const char *name)
{
	const char *foreign = prefix_of(listing->foreign, name);
	const char *personal = prefix_of(listing->personal, name);

	return foreign != NULL && (personal == NULL || strlen(personal) < strlen(foreign));
}

static void take_listed(Listing *listing, const struct mailimap_mailbox_list *entry)
{
	if (entry->mb_name == NULL || !is_usable_name(entry->mb_name) ||
	    !is_selectable(entry->mb_flag) || g_hash_table_contains(listing->seen, entry->mb_name))
		return;
	bool is_inbox = g_ascii_strcasecmp(entry->mb_name, "INBOX") == 0;
	KithFolderRole told = role_of_flags(entry->mb_flag);
	if (told == KITH_FOLDER_INBOX && !is_inbox)
		return;		/* XLIST's other name for INBOX */
	KithServerFolder *folder = g_new0(KithServerFolder, 1);
	folder->raw_name = g_strdup(entry->mb_name);
	folder->name = kith_folder_name_decode(entry->mb_name);
	folder->delimiter = entry->mb_delimiter;
	folder->is_view = told == KITH_FOLDER_ALL;
	folder->is_foreign = is_foreign(listing, folder->raw_name);
	folder->role = is_inbox ? KITH_FOLDER_INBOX : told != KITH_FOLDER_OTHER ? told :
		       kith_folder_role_by_name(folder->name, folder->delimiter);
	if (folder->role == KITH_FOLDER_INBOX && !is_inbox)
		folder->role = KITH_FOLDER_OTHER;	/* a person's folder of that name */
	(void)g_hash_table_add(listing->seen, folder->raw_name);	/* it was not in there */
	g_ptr_array_add(listing->folders, folder);
}

static int run_list(KithSession *session, clist **ret_list)
{
	kith_session_begin(session, LIST_BYTES);
	if (kith_session_can(session, "SPECIAL-USE") && kith_session_can(session, "LIST-EXTENDED") &&
	    kith_session_command(session, "LIST \"\" \"*\" RETURN (SPECIAL-USE)") == MAILIMAP_NO_ERROR) {
		*ret_list = session->imap->imap_response_info->rsp_mailbox_list;
		session->imap->imap_response_info->rsp_mailbox_list = NULL;	/* ours now */
		return MAILIMAP_NO_ERROR;
	}
	if (!kith_session_can(session, "SPECIAL-USE") && kith_session_can(session, "XLIST") &&
	    mailimap_xlist(session->imap, "", "*", ret_list) == MAILIMAP_NO_ERROR)
		return MAILIMAP_NO_ERROR;
	return mailimap_list(session->imap, "", "*", ret_list);
}

static void add_prefixes(GPtrArray *prefixes, const struct mailimap_namespace_item *item)
{
	const clist *list = item != NULL ? item->ns_data_list : NULL;

	for (clistiter *at = list != NULL ? clist_begin(list) : NULL; at != NULL; at = clist_next(at)) {
		const struct mailimap_namespace_info *info = clist_content(at);

		if (info->ns_prefix != NULL && prefixes->len < KITH_LIMIT_FOLDERS)
			g_ptr_array_add(prefixes, g_strdup(info->ns_prefix));
	}
}

/* RFC 2342. A server that does not say has one namespace. */
static bool ask_namespaces(KithSession *session, Listing *listing, GError **error)
{
	struct mailimap_namespace_data *data = NULL;

	if (!kith_session_can(session, "NAMESPACE"))
		return true;
	kith_session_begin(session, LIST_BYTES);
	int code = mailimap_namespace(session->imap, &data);
	if (code == MAILIMAP_NO_ERROR && data != NULL) {
		add_prefixes(listing->personal, data->ns_personal);
		add_prefixes(listing->foreign, data->ns_other);
		add_prefixes(listing->foreign, data->ns_shared);
		mailimap_namespace_data_free(data);
		return true;
	}
	g_autoptr(GError) cause = NULL;
	(void)kith_session_failed(session, code, "NAMESPACE", &cause);	/* a refusal is no harm */
	if (!session->is_dead)
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

static bool ask_folders(KithSession *session, Listing *listing, GError **error)
{
	clist *list = NULL;

	if (!ask_namespaces(session, listing, error))
		return false;
	int code = run_list(session, &list);
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "LIST", error);
	for (clistiter *at = list != NULL ? clist_begin(list) : NULL; at != NULL; at = clist_next(at)) {
		if (listing->folders->len >= KITH_LIMIT_FOLDERS)
			break;
		take_listed(listing, clist_content(at));
	}
	if (list != NULL)
		mailimap_list_result_free(list);
	return true;
}

/* RFC 3501 5.1: INBOX is always there, listed or not. */
static void ensure_inbox(GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++)
		if (((KithServerFolder *)folders->pdata[i])->role == KITH_FOLDER_INBOX)
			return;
	KithServerFolder *inbox = g_new0(KithServerFolder, 1);
	inbox->raw_name = g_strdup("INBOX");
	inbox->name = g_strdup("INBOX");
	inbox->role = KITH_FOLDER_INBOX;
	g_ptr_array_add(folders, inbox);
}

/* --- choosing */

static KithFolderCandidate candidate_of(const Listing *listing, const KithServerFolder *folder)
{
	return (KithFolderCandidate){
		.name = folder->name, .raw_name = folder->raw_name,
		.prefix = prefix_of(listing->personal, folder->raw_name),
		.delimiter = folder->delimiter, .role = folder->role,
		.is_view = folder->is_view, .is_foreign = folder->is_foreign,
	};
}

static KithFolderCandidate *candidates_of(const Listing *listing)
{
	GPtrArray *folders = listing->folders;
	KithFolderCandidate *candidates = g_new0(KithFolderCandidate, folders->len);

	for (guint i = 0; i < folders->len; i++)
		candidates[i] = candidate_of(listing, folders->pdata[i]);
	kith_choice_settle_roles(candidates, folders->len);
	for (guint i = 0; i < folders->len; i++)
		((KithServerFolder *)folders->pdata[i])->role = candidates[i].role;
	return candidates;
}

static char *names_for_people(const GPtrArray *folders)
{
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < folders->len && i < 20; i++)
		g_string_append_printf(names, "%s\"%s\"", names->len > 0 ? ", " : "",
				       ((KithServerFolder *)folders->pdata[i])->name);
	if (folders->len > 20)
		g_string_append_printf(names, " and %u others", folders->len - 20);
	return g_string_free(names, FALSE);
}

static bool is_met(const char *pattern, const KithFolderCandidate *candidates, guint count)
{
	for (guint i = 0; i < count; i++)
		if (kith_choice_matches(pattern, &candidates[i]))
			return true;
	return false;
}

/* A folder that is named and not there is a mistake; a pattern that matches nothing may yet. */
static bool check_patterns(const KithSession *session, KithChannel *channel, const Listing *listing,
			   const KithFolderCandidate *candidates, GError **error)
{
	const GPtrArray *patterns = session->job->folders;

	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];

		if (strcmp(pattern, "auto") == 0 || *pattern == '!' ||
		    is_met(pattern, candidates, listing->folders->len))
			continue;
		if (kith_choice_has_wildcard(pattern)) {
			g_string_append_printf(channel->notes, "%s%s: there is no folder like \"%s\" (`folders`)",
					       channel->notes->len > 0 ? "; " : "", session->where, pattern);
			continue;
		}
		g_autofree char *names = names_for_people(listing->folders);
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: there is no folder \"%s\" (`folders`); there are %s",
			    session->where, pattern, names);
		return false;
	}
	return true;
}

/* Gmail: All Mail holds what is in INBOX, Sent and under every label, each mail once. */
static bool is_all_of_gmail(KithSession *session, const KithServerFolder *folder)
{
	const GPtrArray *patterns = session->job->folders;

	return folder->is_view && kith_gmail_is(session) &&
	       (patterns == NULL || g_ptr_array_find_with_equal_func((GPtrArray *)patterns, "auto",
								     g_str_equal, NULL));
}

static bool has_all_of_gmail(KithSession *session, const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++)
		if (is_all_of_gmail(session, folders->pdata[i]))
			return true;
	return false;
}

static bool is_taken(KithSession *session, const KithServerFolder *folder,
		     const KithFolderCandidate *candidate, bool is_gmail)
{
	const GPtrArray *patterns = session->job->folders;

	if (!is_gmail)
		return kith_choice_takes(patterns, candidate);
	if (is_all_of_gmail(session, folder))
		return true;
	/* what else is named beside auto */
	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];

		if (*pattern != '!' && strcmp(pattern, "auto") != 0 &&
		    kith_choice_matches(pattern, candidate))
			return true;
	}
	return false;
}

static int compare_places(gconstpointer a, gconstpointer b)
{
	const KithServerFolder *left = *(KithServerFolder *const *)a, *right = *(KithServerFolder *const *)b;
	int places = kith_choice_place(left->role) - kith_choice_place(right->role);

	return places != 0 ? places : strcmp(left->name, right->name);
}

/* Moves what is taken from the listing. */
static GPtrArray *take_folders(KithSession *session, Listing *listing, const KithFolderCandidate *candidates)
{
	GPtrArray *chosen = g_ptr_array_new_with_free_func(kith_server_folder_free);
	bool is_gmail = has_all_of_gmail(session, listing->folders);

	for (guint i = 0; i < listing->folders->len; i++) {
		KithServerFolder *folder = listing->folders->pdata[i];

		if (!is_taken(session, folder, &candidates[i], is_gmail))
			continue;
		KithServerFolder *copy = g_memdup2(folder, sizeof *folder);
		copy->raw_name = g_strdup(folder->raw_name);
		copy->name = g_strdup(folder->name);
		g_ptr_array_add(chosen, copy);
	}
	g_ptr_array_sort(chosen, compare_places);
	return chosen;
}

static bool has_sent(const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++) {
		const KithServerFolder *folder = folders->pdata[i];

		if (folder->role == KITH_FOLDER_SENT || folder->role == KITH_FOLDER_ALL)
			return true;
	}
	return false;
}

static void note_sent_missing(const KithSession *session, KithChannel *channel, const GPtrArray *folders)
{
	g_autofree char *names = names_for_people(folders);

	g_string_append_printf(channel->notes,
			       "%s%s: no folder of sent mail was found: what you answer stays "
			       "unknown; name it with `folders` (there %s %s)",
			       channel->notes->len > 0 ? "; " : "", session->where,
			       folders->len > 1 ? "are" : "is only", names);
}

GPtrArray *kith_folders_choose(KithSession *session, KithChannel *channel, GError **error)
{
	g_auto(Listing) listing = {
		.folders = g_ptr_array_new_with_free_func(kith_server_folder_free),
		.seen = g_hash_table_new(g_str_hash, g_str_equal),
		.personal = g_ptr_array_new_with_free_func(g_free),
		.foreign = g_ptr_array_new_with_free_func(g_free),
	};

	if (!ask_folders(session, &listing, error))
		return NULL;
	ensure_inbox(listing.folders);
	g_autofree KithFolderCandidate *candidates = candidates_of(&listing);
	if (!check_patterns(session, channel, &listing, candidates, error))
		return NULL;
	GPtrArray *chosen = take_folders(session, &listing, candidates);
	if (session->job->folders == NULL && !has_sent(chosen))
		note_sent_missing(session, channel, listing.folders);
	return chosen;
}
