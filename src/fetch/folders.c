/* SPDX-License-Identifier: MIT
 * folders.c - which folders of a server a job means.
 * In: a session. Out: folders to look at. Next: src/fetch/imap.c
 */
#include "folders.h"

#include <string.h>

#include "choice.h"
#include "gmail.h"

#define MAX_QUESTIONS 20	/* for patterns that match nothing of the first listing */

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

static KithFolderCandidate candidate_of(const KithListing *listing, const KithServerFolder *folder)
{
	return (KithFolderCandidate){
		.name = folder->name, .raw_name = folder->raw_name,
		.prefix = kith_listing_prefix(listing, folder->raw_name),
		.delimiter = folder->delimiter, .role = folder->role,
		.is_view = folder->is_view, .is_foreign = folder->is_foreign,
	};
}

/* auto is meant when it is named, or when nothing is but what to leave out. */
static bool is_auto_meant(const GPtrArray *patterns)
{
	bool has_taker = false;

	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];

		if (strcmp(pattern, "auto") == 0)
			return true;
		has_taker = has_taker || *pattern != '!';
	}
	return !has_taker;
}

/* Gmail: All Mail holds what is in INBOX, Sent and under every label, each mail once: the
 * others are the views. */
static void turn_views(KithFolderCandidate *candidates, guint count)
{
	bool has_all = false;

	for (guint i = 0; i < count; i++)
		has_all = has_all || candidates[i].is_view;
	for (guint i = 0; has_all && i < count; i++)
		candidates[i].is_view = !candidates[i].is_view;
}

static KithFolderCandidate *candidates_of(KithSession *session, const KithListing *listing)
{
	GPtrArray *folders = listing->folders;
	KithFolderCandidate *candidates = g_new0(KithFolderCandidate, folders->len);

	for (guint i = 0; i < folders->len; i++)
		candidates[i] = candidate_of(listing, folders->pdata[i]);
	kith_choice_settle_roles(candidates, folders->len);
	for (guint i = 0; i < folders->len; i++)
		((KithServerFolder *)folders->pdata[i])->role = candidates[i].role;
	if (kith_gmail_is(session) && is_auto_meant(session->job->folders))
		turn_views(candidates, folders->len);
	return candidates;
}

G_GNUC_PRINTF(3, 4)
static void note(const KithSession *session, KithChannel *channel, const char *format, ...)
{
	va_list arguments;

	g_string_append_printf(channel->notes, "%s%s: ", channel->notes->len > 0 ? "; " : "", session->where);
	va_start(arguments, format);
	g_string_append_vprintf(channel->notes, format, arguments);
	va_end(arguments);
}

static char *names_for_people(const GPtrArray *folders)
{
	GString *names = g_string_new(NULL);
	guint told = 0, others = 0;

	for (guint i = 0; i < folders->len; i++) {
		const KithServerFolder *folder = folders->pdata[i];

		if (folder->is_closed)
			continue;
		if (told == 20)
			others++;
		else
			g_string_append_printf(names, "%s\"%s\"", told++ > 0 ? ", " : "", folder->name);
	}
	if (others > 0)
		g_string_append_printf(names, " and %u others", others);
	return g_string_free(names, FALSE);
}

/* --- patterns */

static bool is_met(const KithListing *listing, const char *pattern)
{
	for (guint i = 0; i < listing->folders->len; i++) {
		const KithServerFolder *folder = listing->folders->pdata[i];
		const KithFolderCandidate candidate = candidate_of(listing, folder);

		if (!folder->is_closed && kith_choice_matches(pattern, &candidate))
			return true;
	}
	return false;
}

/* What is named may be there without being listed: other users' folders, or too many. */
static bool ask_for_patterns(KithSession *session, KithListing *listing, GError **error)
{
	const GPtrArray *patterns = session->job->folders;
	char delimiter = ((const KithServerFolder *)listing->folders->pdata[0])->delimiter;	/* INBOX at least */
	guint questions = 0;

	for (guint i = 0; patterns != NULL && i < patterns->len && questions < MAX_QUESTIONS; i++) {
		const char *pattern = patterns->pdata[i];
		size_t head = strcspn(pattern, "*%");

		if (strcmp(pattern, "auto") == 0 || *pattern == '!' || head == 0 || is_met(listing, pattern))
			continue;
		g_autofree char *beginning = g_strndup(pattern, head);
		if (delimiter != '\0')
			g_strdelimit(beginning, "/", delimiter);
		if (!kith_listing_ask_for(session, listing, beginning, pattern[head] != '\0', error))
			return false;
		questions++;
	}
	return true;
}

/* A folder that is named and not there is a mistake; a pattern that matches nothing may yet. */
static bool check_patterns(const KithSession *session, KithChannel *channel, const KithListing *listing,
			   GError **error)
{
	const GPtrArray *patterns = session->job->folders;

	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];
		bool is_excluding = *pattern == '!';

		if (strcmp(pattern, "auto") == 0 || is_met(listing, pattern + is_excluding))
			continue;
		if (is_excluding || kith_choice_has_wildcard(pattern)) {
			note(session, channel, "there is no folder like \"%s\" (`folders`)", pattern + is_excluding);
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

/* --- the folders */

static int compare_places(gconstpointer a, gconstpointer b)
{
	const KithServerFolder *left = *(KithServerFolder *const *)a, *right = *(KithServerFolder *const *)b;
	int places = kith_choice_place(left->role) - kith_choice_place(right->role);

	return places != 0 ? places : strcmp(left->name, right->name);
}

static GPtrArray *take_folders(KithSession *session, KithChannel *channel, const KithListing *listing,
			       const KithFolderCandidate *candidates)
{
	GPtrArray *chosen = g_ptr_array_new_with_free_func(kith_server_folder_free);

	for (guint i = 0; i < listing->folders->len; i++) {
		const KithServerFolder *folder = listing->folders->pdata[i];

		if (folder->is_closed || !kith_choice_takes(session->job->folders, &candidates[i]))
			continue;
		KithServerFolder *copy = g_memdup2(folder, sizeof *folder);
		copy->raw_name = g_strdup(folder->raw_name);
		copy->name = g_strdup(folder->name);
		g_ptr_array_add(chosen, copy);
	}
	g_ptr_array_sort(chosen, compare_places);
	if (chosen->len > KITH_LIMIT_FOLDERS) {
		note(session, channel, "%u folders are more than kith reads: %u of them were left out; choose with "
		     "`folders`", chosen->len, chosen->len - KITH_LIMIT_FOLDERS);
		g_ptr_array_set_size(chosen, KITH_LIMIT_FOLDERS);
	}
	return chosen;
}

static bool has_sent(const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++) {
		const KithServerFolder *folder = folders->pdata[i];

		if (folder->role == KITH_FOLDER_SENT || folder->is_view)
			return true;
	}
	return false;
}

static bool has_view(const GPtrArray *folders)
{
	for (guint i = 0; i < folders->len; i++)
		if (((const KithServerFolder *)folders->pdata[i])->is_view)
			return true;
	return false;
}

static void note_what_is_missing(KithSession *session, KithChannel *channel, const KithListing *listing,
				 const GPtrArray *chosen)
{
	g_autofree char *names = names_for_people(listing->folders);

	if (listing->unread > 0)
		note(session, channel, "%u folders have names that kith cannot use and were left out",
		     listing->unread);
	if (kith_gmail_is(session) && is_auto_meant(session->job->folders) && !has_view(listing->folders))
		note(session, channel, "Gmail does not show All Mail to IMAP: mails without a label stay unknown; turn "
		     "it on in Gmail's settings (Labels: All Mail, show in IMAP)");
	if (session->job->folders == NULL && !has_sent(chosen))
		note(session, channel, "no folder of sent mail was found: what you answer stays unknown; name it "
		     "with `folders` (there %s %s)", listing->folders->len > 1 ? "are" : "is only", names);
}

GPtrArray *kith_folders_choose(KithSession *session, KithChannel *channel, GError **error)
{
	g_auto(KithListing) listing = {0};

	kith_listing_init(&listing);
	if (!kith_listing_ask(session, &listing, error))
		return NULL;
	ensure_inbox(listing.folders);
	if (!ask_for_patterns(session, &listing, error) || !check_patterns(session, channel, &listing, error))
		return NULL;
	g_autofree KithFolderCandidate *candidates = candidates_of(session, &listing);
	GPtrArray *chosen = take_folders(session, channel, &listing, candidates);
	note_what_is_missing(session, channel, &listing, chosen);
	return chosen;
}
