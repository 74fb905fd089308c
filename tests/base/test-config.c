/* SPDX-License-Identifier: MIT
 * test-config.c - kith.conf is read; every mistake in it is said at once, with its line.
 */
#include <string.h>

#include "kith/config.h"
#include "tests/scratch.h"

static char *write_file(const char *text)
{
	char *path = g_build_filename(g_get_user_data_dir(), "kith.conf", NULL);

	g_assert_no_errno(g_mkdir_with_parents(g_get_user_data_dir(), 0700));
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	return path;
}

static const char good[] =
	"# ${HOME} in a comment is no expansion\n"
	"address  = \"Kith@Example.com\"\n"
	"timezone = \"Europe/Berlin\"\n"
	"domains  = { \"example.com\", \"b\u00fccher.example\" }\n"
	"user ada {\n"
	"	name = \"Ada Byron\"\n"
	"	addresses = { \"Ada@Example.com\", \"ada.byron@example.org\" }\n"
	"	timezone = \"Europe/London\"\n"
	"	work-hours = \"Sun-Thu,Sat 08:00-16:15\"\n"
	"	role = lead  team = north  share = subject  unix-user = ada\n"
	"}\n"
	"user bob { name = Bob addresses = bob@example.com }\n"
	"account ada {\n"
	"	users = { ada, bob }\n"
	"	source = \"imaps://imap.example.com\"\n"
	"	login = \"ada\" password-command = \"pass show ada\"\n"
	"	folders = { INBOX, \"Gesendete Objekte\" }\n"
	"	sending = on tls-ca = \"/etc/ca.pem\"\n"
	"	since = \"2 years\" largest = \"20 MB\" bandwidth = \"500 KB/s\" connections = 2\n"
	"}\n"
	"account local { users = bob source = \"maildir:/home/bob/Maildir\" }\n"
	"account old { users = bob source = \"maildir:/m\" since = \"2024-01-31\" folders = { auto, \"!News*\" } }\n"
	"account near { users = bob source = \"imap://[::1]:1143\" login = b credential = bob }\n"
	"account near-tls { users = bob source = \"imap://localhost\" login = b credential = bob tls-ca = /ca }\n"
	"smtp { server = \"smtp://mail.example.com\" }\n"
	"follow-up { you-owe-after = \"4 work hours\" waiting-after = \"2 weeks\" per-day = 3 }\n"
	"digest { day = Friday at = \"16:30\" }\n";

static void configuration_is_read(void)
{
	g_autofree char *path = write_file(good);
	g_autoptr(GError) error = NULL;
	g_autoptr(KithConfig) config = kith_config_load(path, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(config->address, ==, "kith@example.com");
	g_assert_cmpstr(config->path, ==, path);
	g_assert_false(config->sending);
	g_assert_cmpuint(config->history.count, ==, 10);
	g_assert_cmpint(config->history.unit, ==, KITH_SPAN_WORK_DAYS);
	g_assert_true(g_str_has_suffix(config->database, "/kith/kith.db"));
	g_assert_cmpstr(config->domains->pdata[1], ==, "xn--bcher-kva.example");

	const KithUser *ada = kith_config_find_user(config, "ada");
	g_assert_cmpstr(ada->addresses->pdata[0], ==, "ada@example.com");
	g_assert_cmpstr(ada->zone_name, ==, "Europe/London");
	g_assert_cmpint(ada->work_hours.days, ==, 0x6f);
	g_assert_cmpint(ada->work_hours.from_min, ==, 480);
	g_assert_cmpint(ada->work_hours.until_min, ==, 975);
	g_assert_cmpint(ada->role, ==, KITH_ROLE_LEAD);
	g_assert_cmpint(ada->share, ==, KITH_TIER_SUBJECT);
	const KithUser *bob = kith_config_find_user_by_address(config, "bob@example.com");
	g_assert_cmpstr(bob->zone_name, ==, "Europe/Berlin");
	g_assert_cmpint(bob->work_hours.days, ==, 0x1f);
	g_assert_cmpint(bob->share, ==, KITH_TIER_META);
	g_assert_null(bob->unix_user);

	g_assert_cmpuint(config->waiting_after.count, ==, 14);
	g_assert_false(config->waiting_by_rhythm);
	g_assert_cmpint(config->you_owe_after.unit, ==, KITH_SPAN_WORK_HOURS);
	g_assert_cmpuint(config->per_day, ==, 3);
	g_assert_cmpint(config->digest_day, ==, 4);
	g_assert_cmpint(config->digest_min, ==, 990);
	g_assert_true(config->commands_from_sent);
}

static void servers_are_understood(void)
{
	g_autofree char *path = write_file(good);
	g_autoptr(KithConfig) config = kith_config_load(path, NULL);
	const KithAccount *ada = kith_config_find_account(config, "ada");
	const KithAccount *local = kith_config_find_account(config, "local");
	const KithAccount *near = kith_config_find_account(config, "near");
	const KithAccount *near_tls = kith_config_find_account(config, "near-tls");

	g_assert_cmpint(ada->source, ==, KITH_SOURCE_IMAPS);
	g_assert_cmpint(ada->port, ==, 993);
	g_assert_cmpuint(ada->users->len, ==, 2);
	g_assert_cmpstr(ada->folders->pdata[1], ==, "Gesendete Objekte");
	g_assert_true(ada->sending);
	g_assert_cmpint(kith_config_since_at(ada, 1800000000), ==, 1800000000 - 730 * 24 * 3600);
	g_assert_cmpuint(ada->largest_bytes, ==, 20 * 1000 * 1000);
	g_assert_cmpuint(ada->bytes_per_s, ==, 500 * 1000);
	g_assert_cmpuint(ada->connections, ==, 2);
	const KithAccount *old = kith_config_find_account(config, "old");
	g_assert_cmpint(kith_config_since_at(old, 1800000000), ==, 1706659200);
	g_assert_cmpuint(old->connections, ==, 3);
	g_assert_cmpuint(old->folders->len, ==, 2);
	g_assert_cmpstr(old->folders->pdata[1], ==, "!News*");
	g_assert_cmpint(local->source, ==, KITH_SOURCE_MAILDIR);
	g_assert_cmpstr(local->path, ==, "/home/bob/Maildir");
	g_assert_null(local->folders);
	g_assert_false(local->sending);
	g_assert_cmpint(near->source, ==, KITH_SOURCE_IMAP_PLAIN);
	g_assert_cmpstr(near->host, ==, "::1");
	g_assert_cmpint(near->port, ==, 1143);
	g_assert_cmpint(near_tls->source, ==, KITH_SOURCE_IMAP_STARTTLS);
	g_assert_cmpint(near_tls->port, ==, 143);
	g_assert_cmpstr(config->smtp.host, ==, "mail.example.com");
	g_assert_cmpint(config->smtp.port, ==, 587);
	g_assert_false(config->smtp.plain);
	g_assert_false(config->smtp.implicit_tls);
}

static void own_addresses_are_known(void)
{
	static const struct { const char *address; bool own; } cases[] = {
		{ "ada@example.com", true }, { "anybody@example.com", true }, { "ada.byron@example.org", true },
		{ "other@example.org", false }, { "kith@example.com", true }, { "kith+abc@example.com", true },
		{ "x@sub.example.com", false }, { "x@xn--bcher-kva.example", true }, { "x@notexample.com", false },
	};
	g_autofree char *path = write_file(good);
	g_autoptr(KithConfig) config = kith_config_load(path, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(kith_config_is_own(config, cases[i].address), ==, cases[i].own);
}

#define TOP "address = k@example.com\n"
#define USER "user ada { name = Ada addresses = ada@example.com }\n"
#define ACCOUNT "account ada { users = ada source = \"maildir:/m\" }\n"
#define PASSWORDS "expected one of password-command, password-file, credential"

/* In the expected text, every line begins after "FILE:". */
static const struct { const char *name, *text, *expected; } broken[] = {
	{ "empty", "",
	  " address is missing; expected address\n"
	  " no user; expected at least one section user NAME { ... }\n"
	  " no account; expected at least one section account NAME { ... }" },
	{ "many-at-once",
	  "address = \"kith.example.com\"\n"
	  "timezone = \"Europe/Berlim\"\n"
	  "user ada {\n"
	  "	addresses = { \"ada@example.com\", \"ada\" }\n"
	  "	share = all  work-hours = \"9-5\"\n"
	  "}\n" ACCOUNT
	  "digest { day = Foo  at = \"24:30\" }\n",
	  "1: address = \"kith.example.com\": expected a mail address like \"ada@example.com\"\n"
	  "2: timezone = \"Europe/Berlim\": expected a time zone like \"Europe/Berlin\"\n"
	  "4: user ada: addresses = \"ada\": expected a mail address like \"ada@example.com\"\n"
	  "5: user ada: work-hours = \"9-5\": expected days and times like \"Mon-Fri 09:00-17:30\"\n"
	  "5: user ada: share = \"all\": expected none | meta | subject | full\n"
	  "6: user ada: name is missing; expected text\n"
	  "8: digest: day = \"Foo\": expected a day of the week like Mon\n"
	  "8: digest: at = \"24:30\": expected a time of day like \"08:00\"" },
	{ "repeated", TOP TOP USER ACCOUNT "digest { day = Mon }\ndigest { at = \"08:00\" }\n",
	  "2: address stands here again; first in line 1\n"
	  "6: section digest stands here again" },
	{ "repeated-list", TOP "domains = { a.example }\ndomains = { b.example, c.example }\n" USER ACCOUNT,
	  "3: domains stands here again; first in line 2" },
	{ "repeated-title", TOP USER USER, "3: 'ada' stands here again; names of sections are unique" },
	{ "unknown-near", "adress = k@example.com\n", "1: unknown name adress; did you mean address?" },
	{ "unknown-in-section", TOP "user ada { nmae = x }\n",
	  "2: unknown name nmae in section user; did you mean name?" },
	{ "unknown-far", TOP "\nsmtp { encryption = none }\n",
	  "3: unknown name encryption in section smtp; known are server, login, password-command, password-file, "
	  "credential, tls-ca" },
	{ "planned", TOP "stage customer { cadence = 30d }\n", "2: stage: not in this version of kith" },
	{ "open-brace", TOP "user ada {\n", "3: section user has no end: a } is missing" },
	{ "open-quote", TOP "timezone = \"UTC\n", "4: the file ends too early: a \" or } is missing" },
	{ "brace-too-many", TOP "}\n", "2: unexpected closing brace" },
	{ "mistakes-before-the-end", "timezone = Nowhere\naddress k\n",
	  "1: timezone = \"Nowhere\": expected a time zone like \"Europe/Berlin\"\n"
	  "2: missing equal sign after option 'address'" },
	{ "expansion", TOP "database = \"${HOME}/kith.db\"\n",
	  "2: \"${\" is refused: kith.conf knows no variables; write the value" },
	{ "not-utf8", TOP "timezone = \"\xff\"\n", "2: not UTF-8 text; save the file as UTF-8" },
	{ "limits", TOP USER "account ada { users = ada source = \"maildir:/m\"\nsince = \"2 workdays\" "
	  "largest = big\nbandwidth = \"5 apples\" connections = 9 }\n",
	  "4: account ada: since = \"2 workdays\": expected days, weeks or years like \"2 years\", or a date like "
	  "\"2024-01-01\"\n"
	  "4: account ada: largest = \"big\": expected a size like \"20 MB\"\n"
	  "5: account ada: bandwidth = \"5 apples\": expected a size a second like \"500 KB/s\"\n"
	  "5: account ada: connections = \"9\": expected a number from 1 to 3" },
	{ "folders", TOP USER "account ada { users = ada source = \"maildir:/m\"\nfolders = { A, \"\", \"!\", A, "
	  "\"!A\", INBOX, Inbox, \"!auto\", \"a\\tb\", \"!N*\", \"!N*\" } }\n",
	  "4: account ada: folders = \"\": expected a folder's name\n"
	  "4: account ada: folders = \"!\": expected a folder's name\n"
	  "4: account ada: folders: \"A\" stands twice\n"
	  "4: account ada: folders: \"A\" is both named and left out\n"
	  "4: account ada: folders: \"Inbox\" stands twice\n"
	  "4: account ada: folders: \"!auto\" would leave out everything; name the folders to read instead\n"
	  "4: account ada: folders: a folder's name has a control character in it\n"
	  "4: account ada: folders: \"!N*\" stands twice" },
	{ "empty-value", "address = \"\"\n" USER ACCOUNT, "1: address is empty; expected address" },
	{ "relative-path", TOP "database = kith.db\ntemplates = here\n" USER ACCOUNT,
	  "2: database = \"kith.db\": expected an absolute path\n"
	  "3: templates = \"here\": expected an absolute path" },
	{ "domain", TOP "domains = { example }\n" USER ACCOUNT,
	  "2: domains = \"example\": expected a domain like \"example.com\"" },
	{ "span",
	  TOP "history = soon\n" USER ACCOUNT "follow-up { you-owe-after = 0d waiting-after = x per-day = 0 }\n",
	  "2: history: \"soon\" is no span; expected one like \"30d\", \"2 weeks\", \"1 workday\", \"4 work hours\"\n"
	  "5: follow-up: you-owe-after: \"0d\" is no span; expected one like \"30d\", \"2 weeks\", \"1 workday\", "
	  "\"4 work hours\"\n"
	  "5: follow-up: waiting-after: \"x\" is no span; expected one like \"30d\", \"2 weeks\", \"1 workday\", "
	  "\"4 work hours\"\n"
	  "5: follow-up: per-day = \"0\": expected a number from 1 to 100" },
	{ "shared-address",
	  TOP USER "user bob { name = Bob\naddresses = { ADA@example.com, k@example.com } }\n" ACCOUNT,
	  "4: user bob: address ada@example.com belongs to user ada already\n"
	  "4: user bob: address k@example.com is kith's own; expected one of the user" },
	{ "shared-unix-user",
	  TOP "user a { name = A addresses = a@example.com unix-user = x }\n"
	      "user ada { name = B addresses = b@example.com\nunix-user = x }\n" ACCOUNT,
	  "4: user ada: unix-user x belongs to user a already" },
	{ "account-of-nobody", TOP USER "account x { users = { adda }\nsource = \"maildir:/m\" }\naccount y { }\n",
	  "3: account x: there is no user adda; did you mean ada?\n"
	  "5: account y: users is missing; expected list of user names\n"
	  "5: account y: source is missing; expected source" },
	{ "user-twice", TOP USER "account x { users = { ada, ada } source = \"maildir:/m\" }\n",
	  "3: account x: user ada stands twice" },
	{ "imap-needs", TOP USER "account x { users = ada\nsource = \"imaps://mail.example.com\" }\n",
	  "4: account x: login is missing; expected the name to log in with\n"
	  "4: account x: no password; " PASSWORDS },
	{ "passwords", TOP USER "account x { users = ada source = \"imaps://mail.example.com\" login = a\n"
				"password-file = /a\npassword-command = \"b\" }\n",
	  "4: account x: more than one password; " PASSWORDS },
	{ "source", TOP USER "account x { users = ada source = \"pop3://h\" }\naccount y { users = ada source = "
			     "\"imaps://h:0\" }\naccount z { users = ada source = \"maildir:x\" login = u }\n",
	  "3: account x: source = \"pop3://h\": expected imaps://HOST[:PORT], imap://HOST[:PORT], maildir:/PATH, "
	  "mbox:/PATH or eml:/PATH\n"
	  "3: account x: login is missing; expected the name to log in with\n"
	  "3: account x: no password; " PASSWORDS "\n"
	  "4: account y: source = \"imaps://h:0\": expected imaps://HOST[:PORT], imap://HOST[:PORT], maildir:/PATH, "
	  "mbox:/PATH or eml:/PATH\n"
	  "4: account y: login is missing; expected the name to log in with\n"
	  "4: account y: no password; " PASSWORDS "\n"
	  "5: account z: source = \"maildir:x\": expected an absolute path after maildir:\n"
	  "5: account z: mail in files takes no login and no password" },
	{ "smtp", TOP USER ACCOUNT "smtp { server = \"mail.example.com\" login = k }\n",
	  "4: smtp: login without password; " PASSWORDS "\n"
	  "4: smtp: server = \"mail.example.com\": expected smtps://HOST[:PORT] or smtp://HOST[:PORT]" },
	{ "smtp-password-only", TOP USER ACCOUNT "smtp { server = \"smtps://mail.example.com\" password-file = /p }\n",
	  "4: smtp: a password without login; expected the name to log in with" },
	{ "sending-needs-smtp", TOP "sending = on\n" USER ACCOUNT,
	  " sending = on, but no section smtp { ... } says through which server" },
	{ "title", TOP "user \"a b\" { name = A addresses = ada@example.com }\n"
		       "account ada { users = \"a b\" source = \"maildir:/m\" }\n",
	  "2: user a b: \"a b\" is no name; expected up to 64 letters, digits and . _ -" },
};

static void mistakes_are_all_said(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autofree char *path = write_file(broken[i].text);
	g_autoptr(GError) error = NULL;
	g_autofree char *start = g_strconcat(path, ":", NULL);

	g_assert_null(kith_config_load(path, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_CONFIG);
	g_auto(GStrv) lines = g_strsplit(error->message, start, -1);
	g_autofree char *message = g_strjoinv("", lines);
	g_assert_cmpstr(message, ==, broken[i].expected);
}

static void spans_are_understood(void)
{
	static const struct { const char *text; guint count; int unit; } cases[] = {
		{ "30d", 30, KITH_SPAN_DAYS }, { "2 weeks", 14, KITH_SPAN_DAYS }, { "1w", 7, KITH_SPAN_DAYS },
		{ "1 workday", 1, KITH_SPAN_WORK_DAYS }, { "10 Workdays", 10, KITH_SPAN_WORK_DAYS },
		{ "3 work days", 3, KITH_SPAN_WORK_DAYS }, { "4 work hours", 4, KITH_SPAN_WORK_HOURS },
		{ "36h", 36, KITH_SPAN_HOURS }, { "1 hour", 1, KITH_SPAN_HOURS }, { "0d", 0, -1 }, { "d", 0, -1 },
		{ "-1d", 0, -1 }, { "99999999999d", 0, -1 }, { "1 month", 0, -1 }, { "1dx", 0, -1 }, { "", 0, -1 },
		{ "1ds", 0, -1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		KithSpan span = { 0 };
		bool good_span = kith_span_parse(cases[i].text, &span, NULL);

		g_assert_cmpint(good_span, ==, cases[i].unit >= 0);
		g_assert_cmpuint(span.count, ==, cases[i].count);
		if (good_span)
			g_assert_cmpint((int)span.unit, ==, cases[i].unit);
	}
}

static void configuration_is_found(void)
{
	g_autofree char *folder = g_build_filename(g_get_user_config_dir(), "kith", NULL);
	g_autofree char *own = g_build_filename(folder, "kith.conf", NULL);
	g_autoptr(GError) none = NULL;
	g_autoptr(GError) missing = NULL;

	g_unsetenv("KITH_CONFIG");
	if (!g_file_test(KITH_SYSCONFDIR "/kith/kith.conf", G_FILE_TEST_EXISTS)) {
		g_assert_null(kith_config_find(NULL, &none));
		g_assert_error(none, KITH_ERROR, KITH_ERROR_CONFIG);
		g_assert_nonnull(strstr(none->message, "kith init"));
		g_assert_nonnull(strstr(none->message, own));
	}
	g_assert_null(kith_config_find("/nowhere/kith.conf", &missing));
	g_assert_error(missing, KITH_ERROR, KITH_ERROR_CONFIG);

	g_assert_no_errno(g_mkdir_with_parents(folder, 0700));
	g_assert_true(g_file_set_contents(own, "", -1, NULL));
	g_autofree char *found = kith_config_find(NULL, NULL);
	g_assert_cmpstr(found, ==, own);
	g_setenv("KITH_CONFIG", "/nowhere/else", TRUE);
	g_assert_null(kith_config_find(NULL, NULL));
	g_autofree char *given = kith_config_find(own, NULL);
	g_assert_cmpstr(given, ==, own);
	g_unsetenv("KITH_CONFIG");
}

int main(int argc, char **argv)
{
	/* G_TEST_OPTION_ISOLATE_DIRS would leak (LeakSanitizer). */
	g_autofree char *home = scratch_folder();
	g_setenv("XDG_DATA_HOME", home, TRUE);
	g_setenv("XDG_CONFIG_HOME", home, TRUE);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/config/configuration_is_read", configuration_is_read);
	g_test_add_func("/config/servers_are_understood", servers_are_understood);
	g_test_add_func("/config/own_addresses_are_known", own_addresses_are_known);
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autofree char *name = g_strconcat("/config/mistakes_are_all_said/", broken[i].name, NULL);

		g_test_add_data_func(name, GSIZE_TO_POINTER(i), mistakes_are_all_said);
	}
	g_test_add_func("/config/spans_are_understood", spans_are_understood);
	g_test_add_func("/config/configuration_is_found", configuration_is_found);
	return g_test_run();
}
