/* SPDX-License-Identifier: MIT
 * test-corpus.c - each NAME.eml of the corpus folder is read as its NAME.json says.
 * In: tests/parse/corpus. Out: one test case per mail. Next: src/parse/parse.c
 */
#include <string.h>

#include <glib.h>
#include <jansson.h>

#include "kith/fetch.h"
#include "kith/parse.h"

static void check_defect(const json_t *mail, const char *text)
{
	const json_t *defects = json_object_get(mail, "defects");
	size_t i;
	json_t *defect;

	json_array_foreach(defects, i, defect)
		if (strstr(json_string_value(defect), text) != NULL)
			return;
	g_test_message("no defect says: %s", text);
	g_test_fail();
}

static void check_field(const json_t *mail, const char *key, const json_t *wanted)
{
	const json_t *got = json_object_get(mail, key);
	char *got_text, *wanted_text;

	if (strcmp(key, "defects_has") == 0) {
		check_defect(mail, json_string_value(wanted));
		return;
	}
	if (got != NULL && json_equal(got, wanted))
		return;
	got_text = got == NULL ? NULL : json_dumps(got, JSON_ENCODE_ANY | JSON_SORT_KEYS);
	wanted_text = json_dumps(wanted, JSON_ENCODE_ANY | JSON_SORT_KEYS);
	g_test_message("%s: got %s, wanted %s", key, got_text == NULL ? "nothing" : got_text,
		       wanted_text);
	g_test_fail();
	free(got_text);
	free(wanted_text);
}

static void test_mail(gconstpointer data)
{
	const char *name = data;
	g_autofree char *mail_name = g_strconcat(name, ".eml", NULL);
	g_autofree char *wanted_name = g_strconcat(name, ".json", NULL);
	const char *path = g_test_get_filename(G_TEST_DIST, "parse", "corpus", mail_name, NULL);
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autofree char *bytes = NULL;
	gsize length;
	json_error_t where;
	json_t *wanted, *mail_json, *field;
	const char *key;

	g_assert_true(g_file_get_contents(path, &bytes, &length, &error));
	wanted = json_load_file(g_test_get_filename(G_TEST_DIST, "parse", "corpus", wanted_name,
						    NULL), 0, &where);
	if (wanted == NULL)
		g_error("%s: line %d: %s", wanted_name, where.line, where.text);
	g_autoptr(GBytes) slim = kith_slim_from_bytes((const uint8_t *)bytes, length, defects);
	g_autoptr(KithMail) mail = kith_parse(slim);
	mail_json = kith_mail_to_json(mail, name);
	json_object_foreach(wanted, key, field)
		check_field(mail_json, key, field);
	json_decref(mail_json);
	json_decref(wanted);
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) folder = NULL;
	g_autofree char *corpus = NULL;
	const char *entry;

	g_test_init(&argc, &argv, NULL);
	kith_parse_init();
	corpus = g_build_filename(g_test_get_dir(G_TEST_DIST), "parse", "corpus", NULL);
	folder = g_dir_open(corpus, 0, &error);
	g_assert_no_error(error);
	while ((entry = g_dir_read_name(folder)) != NULL)
		if (g_str_has_suffix(entry, ".eml"))
			g_ptr_array_add(names, g_strndup(entry, strlen(entry) - strlen(".eml")));
	g_assert_cmpuint(names->len, >, 0);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_strconcat("/parse/corpus/", names->pdata[i], NULL);
		g_test_add_data_func(path, names->pdata[i], test_mail);
	}
	return g_test_run();
}
