/* SPDX-License-Identifier: MIT
 * template-load.c - templates: the user's own, else the ones built in.
 * In: a name. Out: its text. Next: templates/
 */
#include <string.h>

#include "kith/send.h"
#include "templates/templates-resource.h"

#define TEMPLATE_LIMIT (256 * 1024)

static char *load_own(const char *folder, const char *name, bool *ret_found, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = NULL;
	gsize length;

	*ret_found = g_file_test(path, G_FILE_TEST_EXISTS);
	if (!*ret_found)
		return NULL;
	if (!g_file_get_contents(path, &text, &length, error))
		return NULL;
	if (length > TEMPLATE_LIMIT || strlen(text) != length || !g_utf8_validate(text, -1, NULL)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: a template is UTF-8 text of at most %d bytes", path,
			    TEMPLATE_LIMIT);
		return NULL;
	}
	return g_steal_pointer(&text);
}

char *kith_template_load(const char *folder, const char *name, GError **error)
{
	bool found = false;
	char *own = folder != NULL ? load_own(folder, name, &found, error) : NULL;

	if (found)
		return own;
	g_autofree char *path = g_strconcat("/kith/templates/", name, NULL);
	g_autoptr(GBytes) built_in = g_resource_lookup_data(kith_templates_get_resource(), path,
							    G_RESOURCE_LOOKUP_FLAGS_NONE, error);
	return built_in != NULL ? g_strndup(g_bytes_get_data(built_in, NULL), g_bytes_get_size(built_in)) : NULL;
}
