/* SPDX-License-Identifier: MIT
 * digest.c - `kith digest`: the weekly digest as it would be sent now.
 * In: a user. Out: its text, or its object. Next: src/view/digest.c
 */
#include "commands.h"
#include "kith/send.h"

static int print_digest(KithCli *cli, GError **error)
{
	json_t *digest = kith_view_digest(cli->store, &cli->viewer, error);

	if (digest == NULL)
		return KITH_EXIT_REFUSED;
	bool empty = json_is_true(json_object_get(digest, "empty"));
	if (kith_print_object(cli, digest)) {
		json_decref(digest);
		return empty ? KITH_EXIT_NOTHING : KITH_EXIT_DONE;
	}
	g_autofree char *template = kith_template_load(cli->config->templates, "digest.txt", error);
	g_autofree char *text = template != NULL ? kith_template_render(template, digest, false, NULL, NULL, error)
					       : NULL;
	json_decref(digest);
	if (text == NULL)
		return KITH_EXIT_REFUSED;
	if (empty)
		g_printerr("kith: there is nothing to say this week; no digest would be sent\n");
	else
		kith_print_clean(text);
	return empty ? KITH_EXIT_NOTHING : KITH_EXIT_DONE;
}

int kith_command_digest(KithCli *cli, int argc, char **argv)
{
	g_autofree char *user = NULL;
	const GOptionEntry entries[] = {
		{ "user", 0, 0, G_OPTION_ARG_STRING, &user, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GError) error = NULL;

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc > 1)
		return kith_cli_usage(argv[0], "it takes options only");
	if (user != NULL && cli->as_user == NULL)
		cli->as_user = g_steal_pointer(&user);
	if (!kith_cli_need_viewer(cli, &error))
		return kith_cli_fail(error);
	int status = print_digest(cli, &error);
	return error != NULL ? kith_cli_fail(error) : status;
}
