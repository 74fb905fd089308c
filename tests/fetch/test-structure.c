/* SPDX-License-Identifier: MIT
 * test-structure.c - BODYSTRUCTURE: section numbers, what is kept, hostile nesting.
 * In: answers as servers send them. Out: TAP. Next: tests/fetch/t-server.tap
 */
#include <string.h>

#include "src/fetch/structure.h"

#define PLAIN "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 10 1 NIL NIL NIL)"
#define PDF "(\"APPLICATION\" \"PDF\" (\"NAME\" \"x.pdf\") NIL NIL \"BASE64\" 9000 NIL " \
	"(\"ATTACHMENT\" (\"FILENAME\" \"x.pdf\")) NIL)"
#define ENVELOPE "(NIL \"inner\" NIL NIL NIL NIL NIL NIL NIL NIL)"
#define MIXED(parts) "(" parts " \"MIXED\" (\"BOUNDARY\" \"b\") NIL NIL)"
#define MESSAGE(body) "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 500 " ENVELOPE " " body " 20 NIL NIL NIL)"

static const struct {
	const char *name, *structure, *parts;
} table[] = {
	{"one-text", PLAIN, "1[HEADER]+10"},
	{"one-pdf", PDF, "1[HEADER]-9000"},
	{"two", MIXED(PLAIN PDF), "[HEADER] 1[1.MIME]+10 2[2.MIME]-9000"},
	{"nested", MIXED(MIXED(PLAIN PLAIN) PDF), "[HEADER] 1[1.MIME] 1.1[1.1.MIME]+10 1.2[1.2.MIME]+10 2[2.MIME]-9000"},
	{"message-with-multipart", MIXED(PLAIN MESSAGE(MIXED(PLAIN PDF))),
		"[HEADER] 1[1.MIME]+10 2[2.MIME] 2[2.HEADER] 2.1[2.1.MIME]+10 2.2[2.2.MIME]-9000"},
	{"message-with-text", MIXED(MESSAGE(PLAIN) PLAIN), "[HEADER] 1[1.MIME] 1.1[1.HEADER]+10 2[2.MIME]+10"},
	{"message-alone", MESSAGE(PLAIN), "1[HEADER] 1.1[1.HEADER]+10"},
	{"no-extension-data", "(" PLAIN " \"ALTERNATIVE\")", "[HEADER] 1[1.MIME]+10"},
	{"short-leaf", "(\"IMAGE\" \"PNG\" NIL NIL NIL NIL 7)", "1[HEADER]-7"},
	{"tnef-by-its-name", "(\"APPLICATION\" \"OCTET-STREAM\" (\"NAME\" \"winmail.dat\") NIL NIL \"BASE64\" 90 NIL NIL NIL)",
		"1[HEADER]+90"},
	{"signed-smime", "(\"APPLICATION\" \"PKCS7-MIME\" (\"SMIME-TYPE\" \"signed-data\") NIL NIL \"BASE64\" 90 NIL "
		"(\"ATTACHMENT\" (\"FILENAME\" \"smime.p7m\")) NIL)", "1[HEADER]+90"},
	{"encrypted-smime", "(\"APPLICATION\" \"X-PKCS7-MIME\" (\"SMIME-TYPE\" \"enveloped-data\") NIL NIL \"BASE64\" 90)",
		"1[HEADER]-90"},
	{"literal-and-escape", "(\"TEXT\" \"CSV\" (\"NAME\" {3}\r\na)b) NIL \"d\\\"(\" \"7BIT\" 10 1 NIL "
		"(\"ATTACHMENT\" NIL) NIL)", "1[HEADER]-10"},
	{"envelope-left-out-by-a-server", "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 500 NIL NIL 20)", "1[HEADER]+500"},
};

static GPtrArray *read_structure(const char *structure, bool *ret_cut, GError **error)
{
	g_autofree char *answer = g_strdup_printf("7 FETCH (UID 5 BODYSTRUCTURE %s FLAGS (\\Seen))\r\n", structure);
	g_autoptr(GArray) tokens = kith_tokens_read((const uint8_t *)answer, strlen(answer), error);
	guint at;

	if (tokens == NULL)
		return NULL;
	if (!kith_tokens_find(tokens, "BODYSTRUCTURE", &at))
		g_assert_not_reached();
	return kith_structure_read(tokens, at, ret_cut, error);
}

static char *shown(const GPtrArray *parts)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < parts->len; i++) {
		const KithPart *part = parts->pdata[i];

		g_string_append_printf(text, "%s%s[%s]", i > 0 ? " " : "", part->section, part->header_section);
		if (!part->is_multipart && !part->is_message)
			g_string_append_printf(text, "%c%" G_GUINT64_FORMAT,
					       kith_part_head_is_kept(&part->head) ? '+' : '-', part->octets);
	}
	return g_string_free(text, FALSE);
}

static void check_row(gconstpointer data)
{
	size_t row = GPOINTER_TO_SIZE(data);
	bool is_cut;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) parts = read_structure(table[row].structure, &is_cut, &error);

	g_assert_no_error(error);
	g_autofree char *text = shown(parts);
	g_assert_cmpstr(text, ==, table[row].parts);
	g_assert_false(is_cut);
}

static char *repeat(const char *before, guint count, const char *middle, const char *after)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < count; i++)
		g_string_append(text, before);
	g_string_append(text, middle);
	for (guint i = 0; i < count; i++)
		g_string_append(text, after);
	return g_string_free(text, FALSE);
}

static void deep_nesting_is_refused_or_cut(void)
{
	bool is_cut;
	g_autoptr(GError) error = NULL;
	g_autofree char *deep = repeat("(", 200000, PLAIN, " \"MIXED\")");
	g_autofree char *some = repeat("(", 100, PLAIN, " \"MIXED\")");

	g_assert_null(read_structure(deep, &is_cut, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	g_autoptr(GPtrArray) parts = read_structure(some, &is_cut, NULL);
	g_assert_nonnull(parts);
	g_assert_cmpuint(parts->len, ==, KITH_LIMIT_DEPTH + 1);
}

static void many_parts_are_cut(void)
{
	bool is_cut;
	g_autofree char *many = repeat(PLAIN, 3000, "", "");
	g_autofree char *structure = g_strdup_printf("(%s \"MIXED\")", many);
	g_autoptr(GPtrArray) parts = read_structure(structure, &is_cut, NULL);

	g_assert_nonnull(parts);
	g_assert_cmpuint(parts->len, ==, KITH_LIMIT_PARTS);
	g_assert_true(is_cut);
}

/* Every prefix of an answer, and every byte of it replaced: an error or parts, no harm. */
static void cut_and_changed_answers_do_no_harm(void)
{
	static const char answer[] = "7 FETCH (UID 5 BODYSTRUCTURE " MIXED(PLAIN MESSAGE(MIXED(PLAIN PDF))) ")\r\n";
	static const char bytes[] = "()\"{}\\ \r\n9\0N";

	for (size_t i = 0; i < sizeof answer; i++)
		for (size_t k = 0; k < sizeof bytes; k++) {
			g_autofree char *changed = g_memdup2(answer, sizeof answer);
			bool is_cut;
			guint at;

			changed[i] = bytes[k];
			size_t length = k == 0 ? i : sizeof answer - 1;
			g_autoptr(GArray) tokens = kith_tokens_read((const uint8_t *)changed, length, NULL);
			if (tokens == NULL || !kith_tokens_find(tokens, "BODYSTRUCTURE", &at))
				continue;
			g_autoptr(GPtrArray) parts = kith_structure_read(tokens, at, &is_cut, NULL);
		}
}

static void lying_literals_are_refused(void)
{
	static const char *const answers[] = {
		"1 FETCH (BODY[] {99}\r\nabc)", "1 FETCH (BODY[] {18446744073709551617}\r\nabc)", "1 FETCH (BODY[] {3",
		"1 FETCH (BODY[1] {4}\r\nabc BODY[2] {1}\r\na)", "1 FETCH (BODY[] {2}\r\nabc)",
		"1 FETCH (BODY[] {3}", "1 FETCH (BODY[] {3}\r\nab", "1 FETCH (BODY[] \"abc", "1 FETCH (BODY[] \"abc\\", ")",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(answers); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(kith_tokens_read((const uint8_t *)answers[i], strlen(answers[i]), &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *path = g_strdup_printf("/structure/%s", table[i].name);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), check_row);
	}
	g_test_add_func("/structure/deep-nesting-is-refused-or-cut", deep_nesting_is_refused_or_cut);
	g_test_add_func("/structure/many-parts-are-cut", many_parts_are_cut);
	g_test_add_func("/structure/cut-and-changed-answers-do-no-harm", cut_and_changed_answers_do_no_harm);
	g_test_add_func("/structure/lying-literals-are-refused", lying_literals_are_refused);
	return g_test_run();
}
