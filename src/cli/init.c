/* SPDX-License-Identifier: MIT
 * init.c - `kith init`: a first kith.conf, asked for question by question or given by options.
 * In: answers. Out: a configuration that has been read back without a mistake. Next: src/cli/doctor.c
 */
#include <errno.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"

/* Domains that belong to a provider: whoever writes from there is no colleague. */
static const char *const providers[] = {
	"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "me.com",
	"aol.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "posteo.de",
	"mailbox.org", "proton.me", "protonmail.com", "fastmail.com", "mail.ru", "yandex.ru", "orange.fr", "free.fr",
	"laposte.net", "libero.it", "seznam.cz", "wp.pl", "zoho.com",
};

typedef struct {
	char *name, *address, *source, *login, *password_command, *password_file, *kith_address, *timezone;
	char **domains;
	char *output;
	gboolean is_silent;
} Answers;

static void answers_clear(Answers *a)
{
	char **const all[] = { &a->name, &a->address, &a->source, &a->login, &a->password_command, &a->password_file,
			       &a->kith_address, &a->timezone, &a->output };

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		g_clear_pointer(all[i], g_free);
	g_clear_pointer(&a->domains, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answers, answers_clear)

/* --- what is probably meant */

static char *guess_zone(void)
{
	char target[256];
	ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);
	static const char folder[] = "/zoneinfo/";

	if (length > 0) {
		target[length] = '\0';
		const char *zone = strstr(target, folder);

		if (zone != NULL)
			return g_strdup(zone + strlen(folder));
	}
	return g_strdup("UTC");
}

static char *guess_name(void)
{
	const char *name = g_get_real_name();

	return strcmp(name, "Unknown") != 0 ? g_strdup(name) : NULL;
}

static bool is_provider(const char *domain)
{
	for (size_t i = 0; i < G_N_ELEMENTS(providers); i++) {
		if (strcmp(providers[i], domain) == 0)
			return true;
	}
	return false;
}

/* --- asking */

/* One line of stdin; NULL at its end. */
static char *read_line(void)
{
	char line[1024];

	if (fgets(line, sizeof line, stdin) == NULL)
		return NULL;
	return g_strdup(g_strstrip(line));
}

/* Fills *ANSWER unless an option gave it. SUGGESTION may be NULL. False at the end of the input. */
static bool ask(const Answers *a, char **answer, const char *question, const char *suggestion)
{
	if (*answer != NULL)
		return true;
	if (a->is_silent) {
		*answer = g_strdup(suggestion);
		return true;
	}
	for (;;) {
		fprintf(stderr, suggestion != NULL ? "%s [%s]: " : "%s: ", question, suggestion);
		g_autofree char *line = read_line();

		if (line == NULL)
			return false;
		if (*line == '\0' && suggestion == NULL)
			continue;
		*answer = g_strdup(*line != '\0' ? line : suggestion);
		return true;
	}
}

static bool ask_address(const Answers *a, char **answer, const char *question, const char *suggestion)
{
	for (;;) {
		if (!ask(a, answer, question, suggestion))
			return false;
		g_autofree char *address = kith_address_normalize(*answer);

		if (address != NULL || a->is_silent)
			return true;
		fprintf(stderr, "That is no mail address.\n");
		g_clear_pointer(answer, g_free);
	}
}

/* Mail in files needs no login and no password. */
static bool is_in_files(const char *source)
{
	return source != NULL && (g_str_has_prefix(source, "maildir:") || g_str_has_prefix(source, "mbox:") ||
				  g_str_has_prefix(source, "eml:"));
}

static bool ask_password(Answers *a)
{
	g_autofree char *answer = NULL;

	if (a->password_command != NULL || a->password_file != NULL || a->is_silent ||
	    is_in_files(a->source))
		return true;
	fprintf(stderr, "kith.conf holds no password. Name a command that prints it, or a file only you can read.\n");
	if (!ask(a, &answer, "Command, or /path/of/file", NULL))
		return false;
	bool is_file = *answer == '/' && strchr(answer, ' ') == NULL;
	*(is_file ? &a->password_file : &a->password_command) = g_steal_pointer(&answer);
	return true;
}

static bool ask_domains(Answers *a, const char *domain)
{
	g_autofree char *answer = NULL;

	if (a->domains != NULL)
		return true;
	if (!ask(a, &answer, "Domains of your company (colleagues are no contacts), or none",
		 is_provider(domain) ? "none" : domain))
		return false;
	if (strcmp(answer, "none") != 0)
		a->domains = g_strsplit_set(answer, ", ", -1);
	return true;
}

static bool ask_all(Answers *a)
{
	g_autofree char *name = guess_name();
	g_autofree char *zone = guess_zone();

	if (!ask(a, &a->name, "Your name", name) || !ask_address(a, &a->address, "Your mail address", NULL))
		return false;
	g_autofree char *address = kith_address_normalize(a->address != NULL ? a->address : "");
	const char *domain = address != NULL ? kith_address_domain(address) : "example.com";
	g_autofree char *source = g_strconcat("imaps://imap.", domain, NULL);
	g_autofree char *kith = g_strconcat("kith@", domain, NULL);
	if (!ask(a, &a->source, "Your mailbox (imaps://HOST, imap://HOST with STARTTLS, maildir:/PATH, mbox:/PATH, "
		 "eml:/PATH)", source))
		return false;
	if (!is_in_files(a->source) && !ask(a, &a->login, "Login there", a->address))
		return false;
	return ask_password(a) && ask_address(a, &a->kith_address, "kith's own address, which writes to you", kith) &&
	       ask_domains(a, domain) && ask(a, &a->timezone, "Your time zone", zone);
}

/* --- writing */

/* VALUE as libConfuse reads it back. */
static void put(GString *text, const char *indent, const char *name, const char *value)
{
	if (value == NULL)
		return;
	g_string_append_printf(text, "%s%s = \"", indent, name);
	for (const char *p = value; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(text, '\\');
		g_string_append_c(text, *p);
	}
	g_string_append(text, "\"\n");
}

/* The section's name of a user: the address' local part, of letters and digits. */
static char *title_of(const char *address)
{
	GString *title = g_string_new(NULL);

	for (const char *p = address; *p != '\0' && *p != '@'; p++) {
		if (g_ascii_isalnum(*p) || *p == '-' || *p == '_' || *p == '.')
			g_string_append_c(title, g_ascii_tolower(*p));
	}
	if (title->len == 0)
		g_string_append(title, "me");
	return g_string_free(title, FALSE);
}

static char *compose(const Answers *a)
{
	GString *text = g_string_new("# Written by `kith init`; kith.conf(5) explains every option.\n");
	g_autofree char *title = title_of(a->address != NULL ? a->address : "");

	put(text, "", "address", a->kith_address);
	put(text, "", "timezone", a->timezone);
	if (a->domains != NULL && *a->domains != NULL) {
		g_autofree char *domains = g_strjoinv("\", \"", a->domains);

		g_string_append_printf(text, "domains = { \"%s\" }\n", domains);
	}
	g_string_append(text, "# Nothing goes out before this is \"on\" with an smtp section\nsending = hold\n");
	g_string_append_printf(text, "\nuser %s {\n", title);
	put(text, "    ", "name", a->name);
	put(text, "    ", "addresses", a->address);
	put(text, "    ", "unix-user", geteuid() != 0 ? g_get_user_name() : NULL);
	g_string_append_printf(text, "}\n\naccount %s {\n    users = { %s }\n", title, title);
	put(text, "    ", "source", a->source);
	put(text, "    ", "login", a->login);
	put(text, "    ", "password-command", a->password_command);
	put(text, "    ", "password-file", a->password_file);
	g_string_append(text, "}\n");
	return g_string_free(text, FALSE);
}

/* Writes beside PATH, reads it back, and only then gives it its name; never over a file. */
static bool write_checked(const char *path, const char *text, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *temporary = g_strconcat(path, ".new", NULL);
	g_autoptr(KithConfig) config = NULL;

	if (g_mkdir_with_parents(folder, 0700) < 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "%s: cannot be made: %s", folder, g_strerror(errno));
		return false;
	}
	if (!g_file_set_contents_full(temporary, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
		return false;
	config = kith_config_load(temporary, error);
	if (config == NULL) {
		(void)g_unlink(temporary); /* nothing else can be done about it */
		return false;
	}
	if (link(temporary, path) < 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "%s: %s", path,
			    errno == EEXIST ? "stands there already; move it away, or name another with --output"
					    : g_strerror(errno));
		(void)g_unlink(temporary);
		return false;
	}
	(void)g_unlink(temporary);
	return true;
}

int kith_command_init(KithCli *cli, int argc, char **argv)
{
	g_auto(Answers) a = { 0 };
	g_autoptr(GError) error = NULL;
	gboolean is_silent = FALSE;
	const GOptionEntry entries[] = {
		{ "name", 0, 0, G_OPTION_ARG_STRING, &a.name, "Your name", "NAME" },
		{ "address", 0, 0, G_OPTION_ARG_STRING, &a.address, "Your mail address", "ADDRESS" },
		{ "source", 0, 0, G_OPTION_ARG_STRING, &a.source, "Your mailbox",
		  "imaps://HOST|maildir:/PATH|mbox:/PATH|eml:/PATH" },
		{ "login", 0, 0, G_OPTION_ARG_STRING, &a.login, "Login at the server", "LOGIN" },
		{ "password-command", 0, 0, G_OPTION_ARG_STRING, &a.password_command, "Prints it", "COMMAND" },
		{ "password-file", 0, 0, G_OPTION_ARG_FILENAME, &a.password_file, "Holds the password", "FILE" },
		{ "kith-address", 0, 0, G_OPTION_ARG_STRING, &a.kith_address, "kith's own address", "ADDRESS" },
		{ "timezone", 0, 0, G_OPTION_ARG_STRING, &a.timezone, "Your time zone", "ZONE" },
		{ "domain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a.domains, "A domain of your company", "DOMAIN" },
		{ "output", 0, 0, G_OPTION_ARG_FILENAME, &a.output, "Where to write the configuration", "FILE" },
		{ "non-interactive", 0, 0, G_OPTION_ARG_NONE, &is_silent, "Ask nothing", NULL },
		{ NULL, 0, 0, 0, NULL, NULL, NULL },
	};

	if (!kith_cli_options(entries, &argc, &argv))
		return KITH_EXIT_USAGE;
	if (argc > 1)
		return kith_cli_usage("init", "it takes options, no arguments");
	a.is_silent = is_silent;
	if (a.output == NULL && cli->config_path != NULL)
		a.output = g_strdup(cli->config_path);
	else if (a.output == NULL)
		a.output = g_build_filename(g_get_user_config_dir(), "kith", "kith.conf", NULL);
	if (g_file_test(a.output, G_FILE_TEST_EXISTS)) {
		fprintf(stderr, "kith: %s stands there already; move it away, or name another with --output\n",
			a.output);
		return KITH_EXIT_CONFIG;
	}
	if (is_silent && a.address == NULL)
		return kith_cli_usage("init", "--non-interactive needs at least --address");
	if (!ask_all(&a)) {
		fprintf(stderr, "\nkith: nothing was written: the answers ended. Without a terminal use "
				"--non-interactive and options; kith(1) names them.\n");
		return KITH_EXIT_USAGE;
	}
	g_autofree char *text = compose(&a);
	if (!write_checked(a.output, text, &error))
		return kith_cli_fail(error);
	printf("%s is written. Nothing is sent before you say so in it.\nNext: kith doctor, then kith sync.\n",
	       a.output);
	return KITH_EXIT_DONE;
}
