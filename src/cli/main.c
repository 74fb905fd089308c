/* SPDX-License-Identifier: MIT
 * main.c - `kith`: options before the command, then the command.
 * In: argv. Out: an exit status (kith(1)). Next: src/cli/table.c
 */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"
#include "daemon/roles.h"

#include <config.h>

static void print_help(void)
{
	puts("usage: kith [--config FILE] [--as USER] [--json] [--now TIME] COMMAND [...]\n");
	for (const KithCommand *command = kith_commands; command->name != NULL; command++) {
		g_autofree char *typed = g_strdup_printf("%s %s", command->name, command->arguments);

		printf("  %-38s %s\n", typed, command->summary);
	}
	puts("\n  --config FILE   instead of $KITH_CONFIG, ~/.config/kith/kith.conf, "
	     KITH_SYSCONFDIR "/kith/kith.conf\n"
	     "  --as USER       see and tell with this user's rights\n"
	     "  --json          one JSON object per line (kith-json(5))\n"
	     "  --now TIME      the clock, RFC 3339; also $KITH_NOW\n"
	     "  --version, --help\n\n"
	     "`kith help COMMAND` says how one is typed. Exit status: 0 done, 1 nothing found, 2 typed wrongly,\n"
	     "3 configuration, 4 not reachable now, 5 refused.");
}

/* Tables need a UTF-8 locale to know how wide a character is; a bare system has only C. */
static void set_locale(void)
{
	if (setlocale(LC_CTYPE, "") == NULL || strcmp(setlocale(LC_CTYPE, NULL), "C") == 0 ||
	    strcmp(setlocale(LC_CTYPE, NULL), "POSIX") == 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");	/* without it, names are escaped, not lost */
}

static unsigned terminal_columns(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

static bool set_clock(KithCli *cli, const char *now, GError **error)
{
	const char *given = now != NULL ? now : g_getenv("KITH_NOW");

	cli->is_now_given = given != NULL && *given != '\0';
	if (!cli->is_now_given) {
		cli->now_at = kith_time_now();
		return true;
	}
	if (kith_time_parse(given, &cli->now_at, error))
		return true;
	g_prefix_error(error, "%s: ", now != NULL ? "--now" : "KITH_NOW");
	return false;
}

/* Options before the command's name are ours, those after it the command's. */
static bool take_options(KithCli *cli, int *argc, char ***argv, int *ret_status)
{
	g_autofree char *now = NULL;
	gboolean version = FALSE, help = FALSE, json = FALSE;
	const GOptionEntry entries[] = {
		{ "config", 0, 0, G_OPTION_ARG_FILENAME, &cli->config_path, NULL, NULL },
		{ "as", 0, 0, G_OPTION_ARG_STRING, &cli->as_user, NULL, NULL },
		{ "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
		{ "now", 0, 0, G_OPTION_ARG_STRING, &now, NULL, NULL },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL },
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL },
		G_OPTION_ENTRY_NULL
	};
	g_autoptr(GOptionContext) context = g_option_context_new(NULL);
	g_autoptr(GError) error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_strict_posix(context, TRUE);
	*ret_status = KITH_EXIT_USAGE;
	if (!g_option_context_parse(context, argc, argv, &error)) {
		g_printerr("kith: %s; see `kith --help`\n", error->message);
		return false;
	}
	cli->json = json;
	if (!set_clock(cli, now, &error)) {
		g_printerr("kith: %s\n", error->message);
		return false;
	}
	*ret_status = KITH_EXIT_DONE;
	if (version)
		puts("kith " PACKAGE_VERSION);
	else if (help)
		print_help();
	return !version && !help;
}

int main(int argc, char **argv)
{
	KithCli cli = { 0 };
	bool is_child;
	int status = kith_child_main(argc, argv, &is_child);

	if (is_child)
		return status;
	set_locale();
	g_set_prgname("kith");
	(void)signal(SIGPIPE, SIG_IGN);	/* a closed pipe is a failed write, told by the exit status */
	cli.columns = terminal_columns();
	if (take_options(&cli, &argc, &argv, &status)) {
		if (argc < 2) {
			print_help();
			status = KITH_EXIT_USAGE;
		} else {
			status = kith_cli_run(&cli, argc - 1, argv + 1);
		}
	}
	kith_cli_clear(&cli);
	if (fflush(stdout) != 0 && status == KITH_EXIT_DONE)
		status = KITH_EXIT_REFUSED;
	return status;
}
