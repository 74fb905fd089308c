/* SPDX-License-Identifier: MIT
 * choice.c - which of the folders there are an account reads.
 * In: folders with their roles, `folders` of kith.conf. Out: yes or no for each. Next: src/fetch/folders.c
 */
#include "choice.h"

#include <string.h>

#include "names.h"

#define OFFICE_TOGETHER 3	/* Calendar, Contacts and Tasks side by side are Exchange's */

/* --- roles */

static bool is_hidden(KithFolderRole role)
{
	return role == KITH_FOLDER_DRAFTS || role == KITH_FOLDER_JUNK || role == KITH_FOLDER_TRASH ||
	       role == KITH_FOLDER_ASIDE;
}

/* CHILD is "PARENT/..." */
static bool is_below(const KithFolderCandidate *child, const KithFolderCandidate *parent)
{
	size_t length = strlen(parent->name);

	return parent->delimiter != '\0' && strncmp(child->name, parent->name, length) == 0 &&
	       child->name[length] == parent->delimiter;
}

static void inherit(KithFolderCandidate *child, const KithFolderCandidate *candidates, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		KithFolderRole role = candidates[i].role;

		if ((is_hidden(role) || (role == KITH_FOLDER_SENT && child->role == KITH_FOLDER_OTHER)) &&
		    is_below(child, &candidates[i])) {
			child->role = role;
			return;
		}
	}
}

static bool is_office(const KithFolderCandidate *candidate)
{
	return candidate->role == KITH_FOLDER_ASIDE &&
	       kith_folder_name_meaning(candidate->name, candidate->delimiter).is_office;
}

void kith_choice_settle_roles(KithFolderCandidate *candidates, size_t count)
{
	size_t office = 0;

	for (size_t i = 0; i < count; i++)
		office += is_office(&candidates[i]);
	for (size_t i = 0; i < count && office < OFFICE_TOGETHER; i++)
		if (is_office(&candidates[i]))
			candidates[i].role = KITH_FOLDER_OTHER;
	for (size_t i = 0; i < count; i++)
		inherit(&candidates[i], candidates, count);
}

int kith_choice_place(KithFolderRole role)
{
	switch (role) {
	case KITH_FOLDER_INBOX:
		return 0;
	case KITH_FOLDER_SENT:
		return 1;
	case KITH_FOLDER_ARCHIVE:
	case KITH_FOLDER_ALL:
		return 2;
	case KITH_FOLDER_OTHER:
	case KITH_FOLDER_DRAFTS:
	case KITH_FOLDER_JUNK:
	case KITH_FOLDER_TRASH:
	case KITH_FOLDER_ASIDE:
		break;
	}
	return 3;
}

/* --- patterns */

bool kith_choice_has_wildcard(const char *pattern)
{
	return strpbrk(pattern, "*%") != NULL;
}

/* NAME against PATTERN, with one place to come back to per kind of wildcard: linear in their product. */
static bool matches(const char *pattern, const char *name, char delimiter)
{
	const char *star = NULL, *star_at = NULL, *part = NULL, *part_at = NULL;

	while (*name != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			star_at = name;
			part = NULL;
		} else if (*pattern == '%') {
			part = ++pattern;
			part_at = name;
		} else if (*pattern == *name || (*pattern == '/' && *name == delimiter && delimiter != '\0')) {
			pattern++;
			name++;
		} else if (part != NULL && *part_at != delimiter) {
			pattern = part;
			name = ++part_at;
		} else if (star != NULL) {
			pattern = star;
			name = ++star_at;
			part = NULL;
		} else {
			return false;
		}
	}
	while (*pattern == '*' || *pattern == '%')
		pattern++;
	return *pattern == '\0';
}

/* Some programs write an umlaut as two characters, some as one. */
static char *compose(const char *text)
{
	char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_DEFAULT_COMPOSE);

	return composed != NULL ? composed : g_strdup(text);
}

/* Foreign folders are many; a pattern means them when it begins as their names do. */
static bool may_mean(const char *pattern, const KithFolderCandidate *candidate)
{
	g_autofree char *head = g_strndup(pattern, strcspn(pattern, "*%"));
	g_autofree char *beginning = g_strconcat(head, "*", NULL);

	return !candidate->is_foreign || (*head != '\0' && kith_choice_matches(beginning, candidate));
}

bool kith_choice_matches(const char *pattern, const KithFolderCandidate *candidate)
{
	size_t prefix = candidate->prefix != NULL ? strlen(candidate->prefix) : 0;

	if (candidate->role == KITH_FOLDER_INBOX && g_ascii_strcasecmp(pattern, "INBOX") == 0)
		return true;
	if (candidate->raw_name != NULL && strcmp(pattern, candidate->raw_name) == 0)
		return true;
	g_autofree char *wanted = compose(pattern), *name = compose(candidate->name);
	if (matches(wanted, name, candidate->delimiter))
		return true;
	return prefix > 0 && strncmp(name, candidate->prefix, prefix) == 0 &&
	       matches(wanted, name + prefix, candidate->delimiter);
}

static bool is_auto(const KithFolderCandidate *candidate)
{
	return !is_hidden(candidate->role) && !candidate->is_view && !candidate->is_foreign;
}

static bool pattern_takes(const char *pattern, const KithFolderCandidate *candidate)
{
	if (strcmp(pattern, "auto") == 0)
		return is_auto(candidate);
	if (kith_choice_has_wildcard(pattern) &&
	    (is_hidden(candidate->role) || candidate->is_view || !may_mean(pattern, candidate)))
		return false;
	return kith_choice_matches(pattern, candidate);
}

bool kith_choice_takes(const GPtrArray *patterns, const KithFolderCandidate *candidate)
{
	bool is_taken = false, has_taker = false;

	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i];

		if (*pattern == '!') {
			if (kith_choice_matches(pattern + 1, candidate))
				return false;
			continue;
		}
		has_taker = true;
		is_taken = is_taken || pattern_takes(pattern, candidate);
	}
	return has_taker ? is_taken : is_auto(candidate);
}
