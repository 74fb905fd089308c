/* SPDX-License-Identifier: MIT
 * setup.c - configuration, store and viewer of a command, opened when it asks for them.
 * In: global options. Out: what a question needs. Next: src/cli/ask.c
 */
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

bool kith_cli_need_config(KithCli *cli, GError **error)
{
	if (cli->config != NULL)
		return true;
	g_autofree char *path = kith_config_find(cli->config_path, error);
	if (path == NULL)
		return false;
	cli->config = kith_config_load(path, error);
	return cli->config != NULL;
}

bool kith_cli_need_store(KithCli *cli, GError **error)
{
	if (cli->store != NULL)
		return true;
	if (!kith_cli_need_config(cli, error))
		return false;
	cli->store = kith_store_open(cli->config->database, KITH_STORE_READ, error);
	return cli->store != NULL;
}

/* The user whose `unix-user` is our login name. */
static const KithUser *user_of_login(const KithConfig *config)
{
	const struct passwd *entry = getpwuid(getuid());

	for (guint i = 0; entry != NULL && i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];

		if (user->unix_user != NULL && strcmp(user->unix_user, entry->pw_name) == 0)
			return user;
	}
	return NULL;
}

static const KithUser *find_user(KithCli *cli, GError **error)
{
	const KithConfig *config = cli->config;
	const KithUser *user = NULL;
	g_autoptr(GString) names = g_string_new(NULL);

	if (cli->as_user != NULL)
		user = kith_config_find_user(config, cli->as_user);
	else if (config->users->len == 1)
		user = config->users->pdata[0];
	else
		user = user_of_login(config);
	if (user != NULL)
		return user;
	for (guint i = 0; i < config->users->len; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", ((KithUser *)config->users->pdata[i])->title);
	if (cli->as_user != NULL)
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "there is no user \"%s\"; %s names: %s",
			    cli->as_user, config->path, names->str);
	else
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			    "who is asking? Say --as USER (%s), or name your login as `unix-user` in %s",
			    names->str, config->path);
	return NULL;
}

bool kith_cli_need_viewer(KithCli *cli, GError **error)
{
	if (!kith_cli_need_store(cli, error))
		return false;
	if (cli->user != NULL)
		return true;
	cli->user = find_user(cli, error);
	if (cli->user == NULL)
		return false;
	cli->viewer = (KithViewer){
		.user_id = kith_store_find_user(cli->store, cli->user->title),
		.zone = cli->user->zone,
		.now_at = cli->now_at,
	};
	return true;
}

void kith_cli_clear(KithCli *cli)
{
	g_clear_pointer(&cli->store, kith_store_close);
	g_clear_pointer(&cli->config, kith_config_free);
	g_clear_pointer(&cli->config_path, g_free);
	g_clear_pointer(&cli->as_user, g_free);
}

int kith_cli_fail(const GError *error)
{
	/* Error texts may carry a server's or a file's words. */
	g_autofree char *clean = kith_text_clean(error->message, true);

	(void)fflush(stdout);	/* what was said before stands before */
	g_printerr("kith: %s\n", clean);
	return kith_error_exit(error);
}

bool kith_cli_options(const GOptionEntry *entries, int *argc, char ***argv)
{
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_set_help_enabled(context, FALSE);
	if (!g_option_context_parse(context, argc, argv, &error)) {
		(void)kith_cli_usage((*argv)[0], error->message);
		return false;
	}
	if (*argc > 1 && strcmp((*argv)[1], "--") == 0) {
		memmove(&(*argv)[1], &(*argv)[2], (size_t)(*argc - 1) * sizeof **argv);
		(*argc)--;
	}
	return true;
}
