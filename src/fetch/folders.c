/* SPDX-License-Identifier: MIT
 * folders.c - LIST, roles, and which folders a job means.
 * In: a session. Out: folders to look at. Next: src/fetch/imap.c
 */
#include <string.h>

#include "folders.h"
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

/* A role by attribute is sure; one by name is told as a guess with *ret_by_name. */
typedef struct {
	KithServerFolder *folder;
	KithFolderRole by_name;
} Listed;

static void free_listed(void *data)
{
	Listed *listed = data;

	if (listed->folder != NULL)
		kith_server_folder_free(listed->folder);
	g_free(listed);
}

static void take_listed(GPtrArray *all, const struct mailimap_mailbox_list *entry)
{
	if (entry->mb_name == NULL || !is_usable_name(entry->mb_name) ||
	    !is_selectable(entry->mb_flag))
		return;
	for (guint i = 0; i < all->len; i++)	/* some servers list a folder twice */
		if (strcmp(((Listed *)all->pdata[i])->folder->raw_name, entry->mb_name) == 0)
			return;
	Listed *listed = g_new0(Listed, 1);
	listed->folder = g_new0(KithServerFolder, 1);
	listed->folder->raw_name = g_strdup(entry->mb_name);
	listed->folder->name = kith_folder_name_decode(entry->mb_name);
	listed->folder->role = role_of_flags(entry->mb_flag);
	if (g_ascii_strcasecmp(entry->mb_name, "INBOX") == 0)
		listed->folder->role = KITH_FOLDER_INBOX;
	listed->by_name = kith_folder_role_by_name(listed->folder->name, entry->mb_delimiter);
	g_ptr_array_add(all, listed);
}

static int run_list(KithSession *session, clist **ret_list)
{
	kith_session_begin(session, LIST_BYTES);
	if (!kith_session_can(session, "SPECIAL-USE") ||
	    !kith_session_can(session, "LIST-EXTENDED"))
		return mailimap_list(session->imap, "", "*", ret_list);
	int code = mailimap_custom_command(session->imap, "LIST \"\" \"*\" RETURN (SPECIAL-USE)");
	if (code == MAILIMAP_NO_ERROR) {
		*ret_list = session->imap->imap_response_info->rsp_mailbox_list;
		session->imap->imap_response_info->rsp_mailbox_list = NULL;	/* ours now */
	}
	return code;
}

/* All selectable folders, at most as many as kith takes. */
static GPtrArray *list_all(KithSession *session, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(free_listed);
	clist *list = NULL;
	int code = run_list(session, &list);

	if (code != MAILIMAP_NO_ERROR) {
		(void)kith_session_failed(session, code, "LIST", error);	/* false: known */
		return NULL;
	}
	for (clistiter *at = list != NULL ? clist_begin(list) : NULL; at != NULL;
	     at = clist_next(at)) {
		if (all->len >= KITH_LIMIT_FOLDERS)
			break;
		take_listed(all, clist_content(at));
	}
	if (list != NULL)
		mailimap_list_result_free(list);
	return g_steal_pointer(&all);
}

/* --- choosing */

static KithServerFolder *steal(Listed *listed)
{
	if (listed->folder->role == KITH_FOLDER_OTHER)
		listed->folder->role = listed->by_name;
	return g_steal_pointer(&listed->folder);
}

static void choose_inbox(GPtrArray *all, GPtrArray *chosen)
{
	for (guint i = 0; i < all->len; i++) {
		Listed *listed = all->pdata[i];

		if (listed->folder != NULL && listed->folder->role == KITH_FOLDER_INBOX) {
			g_ptr_array_add(chosen, steal(listed));
			return;
		}
	}
	KithServerFolder *inbox = g_new0(KithServerFolder, 1);	/* RFC 3501 5.1: it is always there */
	inbox->raw_name = g_strdup("INBOX");
	inbox->name = g_strdup("INBOX");
	inbox->role = KITH_FOLDER_INBOX;
	g_ptr_array_add(chosen, inbox);
}

/* Every folder that says it is Sent; when none says so, every one that is called so. */
static bool choose_sent(GPtrArray *all, GPtrArray *chosen)
{
	guint before = chosen->len;

	for (int by_name = 0; by_name < 2 && chosen->len == before; by_name++)
		for (guint i = 0; i < all->len; i++) {
			Listed *listed = all->pdata[i];

			if (listed->folder == NULL || listed->folder->role == KITH_FOLDER_INBOX)
				continue;
			if ((by_name ? listed->by_name : listed->folder->role) == KITH_FOLDER_SENT)
				g_ptr_array_add(chosen, steal(listed));
		}
	return chosen->len > before;
}

static bool choose_named(GPtrArray *all, const char *name, GPtrArray *chosen)
{
	for (guint i = 0; i < all->len; i++) {
		Listed *listed = all->pdata[i];

		if (listed->folder == NULL)
			continue;
		bool is_inbox = listed->folder->role == KITH_FOLDER_INBOX &&
				g_ascii_strcasecmp(name, "INBOX") == 0;
		if (is_inbox || strcmp(listed->folder->name, name) == 0 ||
		    strcmp(listed->folder->raw_name, name) == 0) {
			g_ptr_array_add(chosen, steal(listed));
			return true;
		}
	}
	return false;
}

static char *names_for_people(GPtrArray *all)
{
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < all->len && i < 20; i++) {
		const Listed *listed = all->pdata[i];

		if (listed->folder != NULL)
			g_string_append_printf(names, "%s\"%s\"", names->len > 0 ? ", " : "",
					       listed->folder->name);
	}
	return g_string_free(names, FALSE);
}

GPtrArray *kith_folders_choose(KithSession *session, KithChannel *channel, GError **error)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new_with_free_func(kith_server_folder_free);
	g_autoptr(GPtrArray) all = list_all(session, error);
	const GPtrArray *wanted = session->job->folders;

	if (all == NULL)
		return NULL;
	for (guint i = 0; wanted != NULL && i < wanted->len; i++) {
		if (choose_named(all, wanted->pdata[i], chosen))
			continue;
		g_autofree char *names = names_for_people(all);
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: there is no folder \"%s\" (`folders`); there are %s",
			    session->where, (const char *)wanted->pdata[i],
			    *names != '\0' ? names : "none");
		return NULL;
	}
	if (wanted != NULL)
		return g_steal_pointer(&chosen);
	choose_inbox(all, chosen);
	if (!choose_sent(all, chosen)) {
		g_autofree char *names = names_for_people(all);

		g_string_append_printf(channel->notes,
				       "%s: no folder of sent mail was found: what you answer stays "
				       "unknown; name it with `folders` (there %s%s)",
				       session->where, *names != '\0' ? "are " : "is only INBOX", names);
	}
	return g_steal_pointer(&chosen);
}
