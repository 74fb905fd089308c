/* SPDX-License-Identifier: MIT
 * test-options.c - kith.conf(5) and the table of options say the same.
 */
#include <string.h>

#include "kith/config.h"

static char *section_name(const KithOption *option)
{
	return g_strdup(option->section != NULL ? option->section : "Top level");
}

/* "user: work-hours = work hours; Default: Mon-Fri 09:00-17:30." */
static GPtrArray *lines_of_table(void)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (const KithOption *option = kith_config_options; option->name != NULL; option++) {
		g_autofree char *section = section_name(option);
		const char *fallback = option->fallback;
		g_autofree char *given = g_strdup_printf("Default: %s.", fallback != NULL && *fallback ? fallback : "none");

		g_ptr_array_add(lines, g_strdup_printf("%s: %s = %s; %s", section, option->name, option->type,
						       fallback != NULL ? given : "Required."));
	}
	return lines;
}

static GPtrArray *lines_of_manual(void)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "..", "man", "kith.conf.5", NULL);
	g_autofree char *text = NULL;
	g_autofree char *section = NULL;
	g_autofree char *option = NULL;
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_auto(GStrv) manual = g_strsplit(text, "\n", -1);
	for (char **line = manual; *line != NULL; line++) {
		if (g_str_has_prefix(*line, ".Ss ")) {
			g_free(section);
			section = g_strdup(*line + 4);
		} else if (g_str_has_prefix(*line, ".It Ic ")) {
			g_auto(GStrv) halves = g_strsplit(*line + 7, " No = Ar ", 2);

			g_assert_null(option);
			option = g_strdup_printf("%s: %s = %s", section, halves[0], halves[1]);
		} else if (option != NULL && (g_str_has_prefix(*line, "Default: ") || strcmp(*line, "Required.") == 0)) {
			g_ptr_array_add(lines, g_strdup_printf("%s; %s", option, *line));
			g_clear_pointer(&option, g_free);
		}
	}
	g_assert_null(option);
	return lines;
}

static void manual_and_table_say_the_same(void)
{
	g_autoptr(GPtrArray) table = lines_of_table();
	g_autoptr(GPtrArray) manual = lines_of_manual();

	for (guint i = 0; i < MIN(table->len, manual->len); i++)
		g_assert_cmpstr(manual->pdata[i], ==, table->pdata[i]);
	g_assert_cmpuint(manual->len, ==, table->len);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/options/manual_and_table_say_the_same", manual_and_table_say_the_same);
	return g_test_run();
}
