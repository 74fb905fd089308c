/* SPDX-License-Identifier: MIT
 * test-address.c - address fields as mail programs write them, and as nobody should.
 * In: raw fields. Out: names and addresses. Next: src/parse/address.c
 */
#include <string.h>

#include "src/parse/address.h"

/* "name|address; name|address"; "-" is no name. */
static char *read_field(const char *raw)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);
	GString *out = g_string_new(NULL);

	g_assert_false(kith_addresses_read(raw, found));
	for (guint i = 0; i < found->len; i++) {
		const KithAddress *one = found->pdata[i];

		g_string_append_printf(out, "%s%s|%s", i > 0 ? "; " : "", one->name != NULL ? one->name : "-",
				       one->address);
	}
	return g_string_free(out, FALSE);
}

static const struct { const char *raw, *read; } cases[] = {
	/* RFC 5322 */
	{"jane@x.example", "-|jane@x.example"},
	{"Jane Doe <jane@x.example>", "Jane Doe|jane@x.example"},
	{"\"Doe, Jane\" <jane@x.example>, bo@y.example", "Doe, Jane|jane@x.example; -|bo@y.example"},
	{"jane@x.example (Jane Doe)", "Jane Doe|jane@x.example"},
	{"Jane (at (Acme)) Doe <jane(here)@x(there).example>", "Jane Doe|jane@x.example"},
	{"Friends: jane@x.example, Bo <bo@y.example>;, eve@z.example", "-|jane@x.example; Bo|bo@y.example; -|eve@z.example"},
	{"undisclosed-recipients:;", ""},
	{"<@relay.example,@b.example:jane@x.example>", "-|jane@x.example"},
	{"\"jane doe\"@x.example", "-|\"jane doe\"@x.example"},
	{"\"a@b\" <jane@x.example>", "a@b|jane@x.example"},
	{"jane@[192.0.2.1], bo@[IPv6:2001:db8::1]", "-|jane@[192.0.2.1]; -|bo@[IPv6:2001:db8::1]"},
	{"\"Jane \\\"JD\\\" Doe\" <jane@x.example>", "Jane \"JD\" Doe|jane@x.example"},
	{"Jane <>", "Jane|"},
	{"<>", ""},
	/* RFC 2047, also where it may not stand */
	{"=?utf-8?Q?Doe,_J=C3=BCrgen?= <j@x.example>", "Doe, J\u00fcrgen|j@x.example"},
	{"=?utf-8?Q?Doe?=, =?utf-8?B?SmFuZQ==?= <j@x.example>", "Doe, Jane|j@x.example"},
	{"\"=?utf-8?Q?J=C3=BCrgen?=\" <j@x.example>", "J\u00fcrgen|j@x.example"},
	{"=?utf-8?Q?Jane_(Sales)?= <j@x.example>", "Jane (Sales)|j@x.example"},
	{"=?utf-8?Q?Jane_Doe_<jane@x.example>?=", "Jane Doe|jane@x.example"},
	{"=?utf-8?B?SmFuZSBEb2UgPGphbmVAeC5leGFtcGxlPg==?=", "Jane Doe|jane@x.example"},
	/* beyond ASCII: RFC 6531 */
	{"J\u00f6rg <j\u00f6rg@b\u00fccher.example>", "J\u00f6rg|j\u00f6rg@b\u00fccher.example"},
	/* Outlook and its kin */
	{"Doe, Jane <jane@x.example>", "Doe, Jane|jane@x.example"},
	{"Doe, Jane <jane@x.example>; Roe, Bo <bo@y.example>", "Doe, Jane|jane@x.example; Roe, Bo|bo@y.example"},
	{"Doe, Jane; Roe, Bo", "Doe, Jane|; Roe, Bo|"},
	{"\"'jane@x.example'\" <jane@x.example>", "-|jane@x.example"},
	{"'Jane Doe' <jane@x.example>", "Jane Doe|jane@x.example"},
	{"\"''Jane Doe''\" <jane@x.example>", "Jane Doe|jane@x.example"},
	{"\u201eJane Doe\u201c <jane@x.example>", "Jane Doe|jane@x.example"},
	{"\"jane@x.example\" <jane@x.example>", "-|jane@x.example"},
	{"\"Jane Doe (jane@x.example)\" <jane@x.example>", "Jane Doe|jane@x.example"},
	{"Jane Doe [mailto:jane@x.example]", "Jane Doe|jane@x.example"},
	{"Jane Doe [SMTP:jane@x.example]", "Jane Doe|jane@x.example"},
	{"<jane@x.example<mailto:jane@x.example>>", "-|jane@x.example"},
	{"mailto:jane@x.example", "-|jane@x.example"},
	{"<Undisclosed-Recipient:;>", ""},
	{"Undisclosed recipients", ""},
	{"Verborgene Empf\u00e4nger", ""},
	/* gateways */
	{"\"[EXTERNAL] Jane Doe\" <jane@x.example>", "Jane Doe|jane@x.example"},
	{"[EXT] Doe Jane <jane@x.example>", "Doe Jane|jane@x.example"},
	{"\"Jane Doe (Extern)\" <jane@x.example>", "Jane Doe|jane@x.example"},
	{"\"[Acme] Jane\" <jane@x.example>", "[Acme] Jane|jane@x.example"},
	/* broken */
	{"Jane Doe <jane@x.example", "Jane Doe|jane@x.example"},
	{"Jane <jane@x.example, Bo <bo@y.example>", "Jane|jane@x.example; Bo|bo@y.example"},
	{"Jane Doe jane@x.example", "Jane Doe|jane@x.example"},
	{"\"Jane Doe <jane@x.example>", "Jane Doe|jane@x.example"},
	{"\"Jane Doe <jane@x.example>\"", "Jane Doe|jane@x.example"},
	{"\\\"Jane Doe\\\" <jane@x.example>", "Jane Doe|jane@x.example"},
	{"Jane Doe (Sales <jane@x.example>", "Jane Doe (Sales|jane@x.example"},
	{"jane@x.example.", "-|jane@x.example"},
	{"jane@x@y.example", "-|jane@x@y.example"},
	{"jane@x.example,,; ,bo@y.example,", "-|jane@x.example; -|bo@y.example"},
	{"root", "-|root"},
	{"", ""},
};

static void test_fields(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *read = read_field(cases[i].raw);

		if (strcmp(read, cases[i].read) != 0) {
			g_test_message("%s: got %s, wanted %s", cases[i].raw, read, cases[i].read);
			g_test_fail();
		}
	}
}

/* A-labels and U-labels, letters of either case, composed or not: one address. */
static void test_domains(void)
{
	static const char *const same[] = {
		"J@B\u00fccher.example", "j@bu\u0308cher.EXAMPLE", "j@xn--bcher-kva.example", "j@XN--BCHER-KVA.example.",
		"j@b\u00fccher\u3002example",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
		g_autofree char *tidy = kith_address_tidy(same[i]);
		g_autofree char *norm = kith_address_normalize(tidy);

		g_assert_cmpstr(norm, ==, "j@xn--bcher-kva.example");
	}
}

/* A megabyte of anything takes a moment, not minutes. */
static void test_hostile(void)
{
	static const char *const bits[] = {"(", ")", "()", "\"", "<", "<a@", "[", ",", ";", ":", "=?", "=?a?q?", "@", " ",
					   "\\", "(\"", "<a@b", "\xff", "'", "a,b<"};
	gint64 start = g_get_monotonic_time();

	for (size_t i = 0; i < G_N_ELEMENTS(bits); i++) {
		g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)kith_address_free);
		g_autoptr(GString) raw = g_string_new(NULL);

		while (raw->len < KITH_LIMIT_HEADER_FIELD_BYTES)
			g_string_append(raw, bits[i]);
		(void)kith_addresses_read(raw->str, found);	/* whatever it holds */
		for (guint j = 0; j < found->len; j++) {
			const KithAddress *one = found->pdata[j];

			g_assert_true(g_utf8_validate(one->address, -1, NULL));
			g_assert_true(one->name == NULL || g_utf8_validate(one->name, -1, NULL));
		}
	}
	g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/address/fields-are-read-as-they-were-meant", test_fields);
	g_test_add_func("/parse/address/a-domain-has-one-form", test_domains);
	g_test_add_func("/parse/address/hostile-fields-end-soon", test_hostile);
	return g_test_run();
}
