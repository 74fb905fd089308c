/* SPDX-License-Identifier: MIT
 * test-template.c - templates render as Mustache says, and say where they are wrong.
 * In: src/send/template.c. Out: TAP. Next: src/send/template.c
 */
#include "kith/send.h"

static const char data[] =
	"{\"a\":\"x\",\"tag\":\"{{a}}\",\"amp\":\"<&>\",\"no\":false,\"list\":[1,2],\"none\":[],\"o\":{\"p\":{\"q\":\"deep\"}}}";

static const struct { const char *template, *text; bool html; } good[] = {
	{ "plain", "plain", false },
	{ "{{a}}{{ a }}{{missing}}", "xx", false },
	{ "{{tag}}", "{{a}}", false },
	{ "{{amp}}", "<&>", false },
	{ "{{amp}} {{{amp}}} {{&amp}}", "&lt;&amp;&gt; <&> <&>", true },
	{ "{{o.p.q}}{{o.z.q}}", "deep", false },
	{ "{{#list}}{{.}},{{/list}}", "1,2,", false },
	{ "{{#none}}n{{/none}}{{^none}}e{{/none}}{{^no}}f{{/no}}", "ef", false },
	{ "b\n  {{! gone }}\ne\n", "b\ne\n", false },
	{ "b\r\n{{#a}}\r\nm\r\n{{/a}}\r\ne", "b\r\nm\r\ne", false },
	{ "{{=<% %>=}}<%a%>{{a}}", "x{{a}}", false },
};

static const struct { const char *template, *problem; } bad[] = {
	{ "\n{{a", "*line 2: *" }, { "{{#a}}", "*line 1: *" }, { "\n\n{{/a}}", "*line 3: *" },
	{ "{{#a}}{{/b}}", "*line 1: *" }, { "{{}}", "*line 1: *" },
};

static void test_good(void)
{
	json_t *value = json_loads(data, 0, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = kith_template_render(good[i].template, value, good[i].html, NULL, NULL, &error);

		g_assert_no_error(error);
		g_assert_cmpstr(text, ==, good[i].text);
	}
	json_decref(value);
}

static void test_bad(void)
{
	json_t *value = json_loads(data, 0, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(kith_template_render(bad[i].template, value, false, NULL, NULL, &error));
		g_assert_true(g_pattern_match_simple(bad[i].problem, error->message));
	}
	json_decref(value);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/template/good", test_good);
	g_test_add_func("/template/bad", test_bad);
	return g_test_run();
}
