/* SPDX-License-Identifier: MIT
 * test-corpus.c - each NAME.eml of the corpus folder is read as its NAME.json says.
 * A key of it is a field of `kith parse --json` that must be equal, or FIELD_has: what must at least be in the field
 * (lists must be as long), or new_lines: the lines of new_text that are not blank, without those that `either` lists,
 * which a reader may count to the words or to the signature ("Best regards,").
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

/* Fixtures are our own and shallow: recursion ends. */
static bool holds(const json_t *got, const json_t *wanted)
{
	const char *key;
	json_t *inner, *field;
	size_t i;

	if (json_is_object(wanted)) {
		json_object_foreach((json_t *)wanted, key, field) {
			inner = json_object_get(got, key);
			if (inner == NULL || !holds(inner, field))
				return false;
		}
		return json_is_object(got);
	}
	if (!json_is_array(wanted))
		return json_equal(got, wanted);
	if (!json_is_array(got) || json_array_size(got) != json_array_size(wanted))
		return false;
	json_array_foreach(wanted, i, inner)
		if (!holds(json_array_get(got, i), inner))
			return false;
	return true;
}

static bool lists(const json_t *array, const char *line)
{
	size_t i;
	json_t *one;

	json_array_foreach(array, i, one)
		if (strcmp(json_string_value(one), line) == 0)
			return true;
	return false;
}

static json_t *new_lines(const json_t *mail, const json_t *either)
{
	g_auto(GStrv) lines = g_strsplit(json_string_value(json_object_get(mail, "new_text")), "\n", -1);
	json_t *array = json_array();

	for (guint i = 0; lines[i] != NULL; i++) {
		g_strstrip(lines[i]);
		if (*lines[i] != '\0' && !lists(either, lines[i]))
			json_array_append_new(array, json_string(lines[i]));
	}
	return array;
}

static void check_field(const json_t *mail, const char *key, const json_t *wanted)
{
	const json_t *got = json_object_get(mail, key);
	g_autofree char *whole = g_str_has_suffix(key, "_has") ? g_strndup(key, strlen(key) - strlen("_has")) : NULL;
	char *got_text, *wanted_text;

	if (strcmp(key, "defects_has") == 0) {
		check_defect(mail, json_string_value(wanted));
		return;
	}
	if (whole != NULL)
		got = json_object_get(mail, whole);
	if (got != NULL && (whole != NULL ? holds(got, wanted) : json_equal(got, wanted)))
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
	json_t *wanted, *mail_json, *field, *either;
	const char *key;

	g_assert_true(g_file_get_contents(path, &bytes, &length, &error));
	wanted = json_load_file(g_test_get_filename(G_TEST_DIST, "parse", "corpus", wanted_name,
						    NULL), 0, &where);
	if (wanted == NULL)
		g_error("%s: line %d: %s", wanted_name, where.line, where.text);
	g_autoptr(GBytes) slim = kith_slim_from_bytes((const uint8_t *)bytes, length, defects);
	g_autoptr(KithMail) mail = kith_parse(slim);
	mail_json = kith_mail_to_json(mail, name);
	either = json_object_get(wanted, "either");
	json_object_set_new(mail_json, "new_lines", new_lines(mail_json, either));
	if (either != NULL)
		json_object_set(mail_json, "either", either);
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
