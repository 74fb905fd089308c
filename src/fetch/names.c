/* SPDX-License-Identifier: MIT
 * names.c - what a folder's name tells when the server does not, and modified UTF-7.
 * In: a folder's name; folder-names.txt. Out: its role, its other spelling. Next: src/fetch/choice.c
 */
#include "names.h"

#include <string.h>
#include <unicode/ucnv.h>

#include "src/fetch/folder-names-resource.h"

static const struct {
	const char *word;
	KithNameMeaning meaning;
} words[] = {
	{"inbox", {KITH_FOLDER_INBOX, false}},	 {"sent", {KITH_FOLDER_SENT, false}},
	{"archive", {KITH_FOLDER_ARCHIVE, false}}, {"all", {KITH_FOLDER_ALL, false}},
	{"drafts", {KITH_FOLDER_DRAFTS, false}}, {"junk", {KITH_FOLDER_JUNK, false}},
	{"trash", {KITH_FOLDER_TRASH, false}},	 {"aside", {KITH_FOLDER_ASIDE, false}},
	{"office", {KITH_FOLDER_ASIDE, true}},
};

/* RFC 6154; AllMail, Spam, Starred and Inbox are XLIST's. */
static const struct {
	const char *attribute;
	KithFolderRole role;
} attributes[] = {
	{"Sent", KITH_FOLDER_SENT}, {"Archive", KITH_FOLDER_ARCHIVE}, {"All", KITH_FOLDER_ALL},
	{"AllMail", KITH_FOLDER_ALL}, {"Drafts", KITH_FOLDER_DRAFTS}, {"Junk", KITH_FOLDER_JUNK},
	{"Spam", KITH_FOLDER_JUNK}, {"Trash", KITH_FOLDER_TRASH}, {"Inbox", KITH_FOLDER_INBOX},
	/* Views over other folders. */
	{"Flagged", KITH_FOLDER_ASIDE}, {"Starred", KITH_FOLDER_ASIDE}, {"Important", KITH_FOLDER_ASIDE},
};

/* For comparing: composed, without case. */
static char *fold(const char *name, size_t length)
{
	g_autofree char *composed = g_utf8_normalize(name, (gssize)length, G_NORMALIZE_DEFAULT_COMPOSE);

	return g_utf8_casefold(composed != NULL ? composed : "", -1);
}

static void add_line(GHashTable *names, const char *line)
{
	const char *tab = strchr(line, '\t');

	if (*line == '#' || tab == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i].word) == (size_t)(tab - line) &&
		    memcmp(words[i].word, line, (size_t)(tab - line)) == 0)
			g_hash_table_insert(names, fold(tab + 1, strlen(tab + 1)),
					    (gpointer)&words[i].meaning);
}

static GHashTable *known_names(void)
{
	static GHashTable *names;	/* read once; the process has one thread */

	if (names != NULL)
		return names;
	g_autoptr(GBytes) text = g_resource_lookup_data(kith_folder_names_get_resource(),
							"/kith/fetch/folder-names.txt",
							G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(text, NULL), "\n", -1);
	for (char **line = lines; *line != NULL; line++)
		add_line(names, *line);
	return names;
}

KithNameMeaning kith_folder_name_meaning(const char *name, char delimiter)
{
	const char *cut = delimiter != '\0' ? strrchr(name, delimiter) : NULL;
	const char *last = cut != NULL ? cut + 1 : name;
	size_t length = strlen(last);

	if (length > 5 && g_ascii_strcasecmp(last + length - 5, ".mbox") == 0)
		length -= 5;
	g_autofree char *wanted = fold(last, length);
	const KithNameMeaning *meaning = g_hash_table_lookup(known_names(), wanted);
	return meaning != NULL ? *meaning : (KithNameMeaning){KITH_FOLDER_OTHER, false};
}

KithFolderRole kith_folder_role_by_name(const char *name, char delimiter)
{
	return kith_folder_name_meaning(name, delimiter).role;
}

KithFolderRole kith_folder_role_by_attribute(const char *attribute)
{
	if (*attribute == '\\')
		attribute++;
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (g_ascii_strcasecmp(attribute, attributes[i].attribute) == 0)
			return attributes[i].role;
	return KITH_FOLDER_OTHER;
}

static UConverter *open_converter(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open("IMAP-mailbox-name", &status);

	if (U_FAILURE(status))
		return NULL;
	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	return converter;
}

char *kith_folder_name_decode(const char *raw_name)
{
	size_t length = strlen(raw_name), size = length * 4 + 1;
	g_autofree char *decoded = g_malloc(size);
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = open_converter();
	g_autofree char *valid = NULL;

	if (converter != NULL) {
		int32_t got = ucnv_toAlgorithmic(UCNV_UTF8, converter, decoded, (int32_t)size,
						 raw_name, (int32_t)length, &status);
		ucnv_close(converter);
		if (U_SUCCESS(status))
			valid = kith_text_valid(decoded, (size_t)got, KITH_LIMIT_FOLDER_NAME_BYTES);
	}
	if (valid == NULL)
		valid = kith_text_valid(raw_name, length, KITH_LIMIT_FOLDER_NAME_BYTES);
	return kith_text_clean(valid, false);
}

char *kith_folder_name_encode(const char *name)
{
	size_t length = strlen(name), size = length * 8 + 16;
	g_autofree char *encoded = g_malloc(size);
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = open_converter();

	if (converter == NULL)
		return NULL;
	int32_t got = ucnv_fromAlgorithmic(converter, UCNV_UTF8, encoded, (int32_t)size,
					   name, (int32_t)length, &status);
	ucnv_close(converter);
	return U_SUCCESS(status) ? g_strndup(encoded, (size_t)got) : NULL;
}
