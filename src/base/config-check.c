/* SPDX-License-Identifier: MIT
 * config-check.c - what the settings mean; every mistake is noted, none ends the reading.
 * In: sections of settings. Out: a KithConfig. Next: src/base/config.c
 */
#include <string.h>

#include "config-file.h"
#include "config-values.h"

typedef struct {
	KithConfigFile *file;
	KithConfig *config;
	const KithSection *section;	/* being read */
} Check;

/* --- one setting */

static const KithOption *option_of(const KithSection *section, const char *name)
{
	const char *kind = *section->kind != '\0' ? section->kind : NULL;

	for (const KithOption *option = kith_config_options; option->name != NULL; option++) {
		if (strcmp(option->name, name) == 0 && g_strcmp0(option->section, kind) == 0)
			return option;
	}
	g_assert_not_reached();
}

static guint line_of(const Check *check, const char *name)
{
	const KithSetting *setting = g_hash_table_lookup(check->section->settings, name);

	return setting != NULL ? setting->line : check->section->line;
}

/* "user ada: ", "smtp: " or nothing: where a mistake is. */
static char *place(const KithSection *section)
{
	if (*section->kind == '\0')
		return g_strdup("");
	return section->title != NULL ? g_strdup_printf("%s %s: ", section->kind, section->title)
				      : g_strdup_printf("%s: ", section->kind);
}

static void wrong(const Check *check, const char *name, const char *value, const char *expected)
{
	g_autofree char *where = place(check->section);

	kith_mistake(check->file, line_of(check, name), "%s%s = \"%s\": expected %s", where, name, value,
				 expected);
}

G_GNUC_PRINTF(3, 4)
static void complain(const Check *check, const char *name, const char *format, ...)
{
	g_autofree char *where = place(check->section);
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	kith_mistake(check->file, line_of(check, name), "%s%s", where, text);
}

/* What stands there, else the default, else NULL: nothing, or a mistake when it is needed. */
static const char *text_of(const Check *check, const char *name)
{
	const KithSetting *setting = g_hash_table_lookup(check->section->settings, name);
	const KithOption *option = option_of(check->section, name);

	if (setting != NULL) {
		const char *value = setting->values->pdata[0];

		if (*value != '\0')
			return value;
		complain(check, name, "%s is empty; expected %s", name, option->type);
		return NULL;
	}
	if (option->fallback == NULL && check->file->is_whole)
		complain(check, name, "%s is missing; expected %s", name, option->type);
	return option->fallback != NULL && *option->fallback != '\0' ? option->fallback : NULL;
}

static char *copy_of(const Check *check, const char *name)
{
	return g_strdup(text_of(check, name));
}

static char *path_of(const Check *check, const char *name)
{
	const char *text = text_of(check, name);

	if (text != NULL && !g_path_is_absolute(text)) {
		wrong(check, name, text, "an absolute path");
		return NULL;
	}
	return g_strdup(text);
}

/* The place of the word in the option's type; 0 when it is another word. */
static guint word_of(const Check *check, const char *name)
{
	const char *text = text_of(check, name);
	const char *type = option_of(check->section, name)->type;
	guint index = 0;

	if (text != NULL && !kith_word_parse(text, type, &index))
		wrong(check, name, text, type);
	return index;
}

static void span_of(const Check *check, const char *name, KithSpan *span)
{
	const char *text = text_of(check, name);
	g_autoptr(GError) why = NULL;

	if (text != NULL && !kith_span_parse(text, span, &why))
		complain(check, name, "%s: %s", name, why->message);
}

static void zone_of(const Check *check, char **zone_name, GTimeZone **zone)
{
	const char *text = text_of(check, "timezone");

	if (text == NULL)
		return;
	*zone = g_time_zone_new_identifier(text);
	if (*zone == NULL)
		wrong(check, "timezone", text, "a time zone like \"Europe/Berlin\"");
	else
		*zone_name = g_strdup(text);
}

static char *address_of(const Check *check, const char *name, const char *text)
{
	char *address = kith_address_normalize(text);

	if (address == NULL)
		wrong(check, name, text, "a mail address like \"ada@example.com\"");
	return address;
}

/* --- top level */

static char *domain_of(const Check *check, const char *text)
{
	g_autofree char *probe = g_strconcat("x@", *text == '@' ? text + 1 : text, NULL);
	g_autofree char *address = kith_address_normalize(probe);

	if (address != NULL && strchr(kith_address_domain(address), '.') != NULL)
		return g_strdup(kith_address_domain(address));
	wrong(check, "domains", text, "a domain like \"example.com\"");
	return NULL;
}

static char *default_database(const char *path)
{
	if (g_str_has_prefix(path, KITH_SYSCONFDIR "/"))
		return g_strdup(KITH_LOCALSTATEDIR "/lib/kith/kith.db");
	return g_build_filename(g_get_user_data_dir(), "kith", "kith.db", NULL);
}

static void check_top(const Check *check)
{
	KithConfig *config = check->config;
	const char *address = text_of(check, "address");
	const KithSetting *domains = g_hash_table_lookup(check->section->settings, "domains");

	if (address != NULL)
		config->address = address_of(check, "address", address);
	config->database = path_of(check, "database");
	if (config->database == NULL)
		config->database = default_database(config->path);
	zone_of(check, &config->zone_name, &config->zone);
	for (guint i = 0; domains != NULL && i < domains->values->len; i++) {
		char *domain = domain_of(check, domains->values->pdata[i]);

		if (domain != NULL)
			g_ptr_array_add(config->domains, domain);
	}
	config->sending = word_of(check, "sending") == 0;
	span_of(check, "history", &config->history);
	config->templates = path_of(check, "templates");
}

/* --- users */

static void check_title(const Check *check)
{
	const char *title = check->section->title;
	size_t length = strlen(title);

	if (length == 0 || length > 64 || strspn(title, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-") != length)
		complain(check, "", "\"%s\" is no name; expected up to 64 letters, digits and . _ -", title);
}

static void add_addresses(const Check *check, KithUser *user)
{
	const KithSetting *setting = g_hash_table_lookup(check->section->settings, "addresses");

	if (text_of(check, "addresses") == NULL)
		return;
	for (guint i = 0; i < setting->values->len; i++) {
		char *address = address_of(check, "addresses", setting->values->pdata[i]);

		if (address == NULL)
			continue;
		const KithUser *other = kith_config_find_user_by_address(check->config, address);
		if (other != NULL)
			complain(check, "addresses", "address %s belongs to user %s already", address, other->title);
		if (g_strcmp0(address, check->config->address) == 0)
			complain(check, "addresses", "address %s is kith's own; expected one of the user", address);
		g_ptr_array_add(user->addresses, address);
	}
}

static void check_unix_user(const Check *check, KithUser *user)
{
	for (guint i = 0; user->unix_user != NULL && i < check->config->users->len; i++) {
		const KithUser *other = check->config->users->pdata[i];

		if (g_strcmp0(other->unix_user, user->unix_user) == 0)
			complain(check, "unix-user", "unix-user %s belongs to user %s already", user->unix_user,
				 other->title);
	}
}

static void check_user(const Check *check)
{
	static const KithTier tiers[] = { KITH_TIER_NONE, KITH_TIER_META, KITH_TIER_SUBJECT, KITH_TIER_FULL };
	static const KithRole roles[] = { KITH_ROLE_REP, KITH_ROLE_LEAD, KITH_ROLE_PRODUCT };
	const KithConfig *config = check->config;
	KithUser *user = g_new0(KithUser, 1);
	const char *hours = text_of(check, "work-hours");

	check_title(check);
	user->title = g_strdup(check->section->title);
	user->name = copy_of(check, "name");
	user->addresses = g_ptr_array_new_with_free_func(g_free);
	add_addresses(check, user);
	zone_of(check, &user->zone_name, &user->zone);
	if (user->zone == NULL && config->zone != NULL) {
		user->zone = g_time_zone_ref(config->zone);
		user->zone_name = g_strdup(config->zone_name);
	}
	if (hours != NULL && !kith_work_hours_parse(hours, &user->work_hours))
		wrong(check, "work-hours", hours, "days and times like \"Mon-Fri 09:00-17:30\"");
	user->role = roles[word_of(check, "role")];
	user->team = copy_of(check, "team");
	user->share = tiers[word_of(check, "share")];
	user->unix_user = copy_of(check, "unix-user");
	check_unix_user(check, user);
	g_ptr_array_add(config->users, user);
}

/* --- passwords and servers */

typedef struct {
	char **command, **file, **credential;
} Password;

/* True when a password is named. */
static bool check_password(const Check *check, Password password)
{
	*password.command = copy_of(check, "password-command");
	*password.file = path_of(check, "password-file");
	*password.credential = copy_of(check, "credential");
	guint count = (*password.command != NULL) + (*password.file != NULL) + (*password.credential != NULL);

	if (count > 1)
		complain(check, *password.credential != NULL ? "credential" : "password-file",
			 "more than one password; expected one of password-command, password-file, credential");
	if (*password.credential != NULL && strchr(*password.credential, '/') != NULL)
		wrong(check, "credential", *password.credential, "the name of a systemd credential");
	return count > 0 || g_hash_table_contains(check->section->settings, "password-file");
}

static void check_imap(const Check *check, KithAccount *account, const char *source)
{
	g_auto(KithServer) server = { 0 };
	static const char expected[] = "imaps://HOST[:PORT], imap://HOST[:PORT], maildir:/PATH, mbox:/PATH or "
				       "eml:/PATH";

	if (!kith_server_parse(source, &server)) {
		wrong(check, "source", source, expected);
		return;
	}
	if (strcmp(server.scheme, "imaps") == 0) {
		account->source = KITH_SOURCE_IMAPS;
	} else if (strcmp(server.scheme, "imap") == 0) {
		bool plain = account->tls_ca == NULL && kith_host_is_loopback(server.host);

		account->source = plain ? KITH_SOURCE_IMAP_PLAIN : KITH_SOURCE_IMAP_STARTTLS;
	} else {
		wrong(check, "source", source, expected);
		return;
	}
	account->port = server.port != 0 ? server.port : account->source == KITH_SOURCE_IMAPS ? 993 : 143;
	account->host = g_steal_pointer(&server.host);
}

/* False when SOURCE names no files. */
static bool check_files(const Check *check, KithAccount *account, const char *source, bool has_password)
{
	static const struct {
		const char *prefix, *expected;
		KithSourceKind kind;
	} kinds[] = {
		{ "maildir:", "an absolute path after maildir:", KITH_SOURCE_MAILDIR },
		{ "mbox:", "an absolute path after mbox:", KITH_SOURCE_MBOX },
		{ "eml:", "an absolute path after eml:", KITH_SOURCE_EML },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (!g_str_has_prefix(source, kinds[i].prefix))
			continue;
		const char *path = source + strlen(kinds[i].prefix);
		account->source = kinds[i].kind;
		account->path = g_canonicalize_filename(path, "/");
		if (!g_path_is_absolute(path))
			wrong(check, "source", source, kinds[i].expected);
		if (account->login != NULL || has_password)
			complain(check, "source", "mail in files takes no login and no password");
		return true;
	}
	return false;
}

static void check_source(const Check *check, KithAccount *account, bool has_password)
{
	const char *source = text_of(check, "source");

	if (source == NULL || check_files(check, account, source, has_password))
		return;
	check_imap(check, account, source);
	if (!check->file->is_whole)
		return;
	if (account->login == NULL)
		complain(check, "login", "login is missing; expected the name to log in with");
	if (!has_password)
		complain(check, "source",
			 "no password; expected one of password-command, password-file, credential");
}

/* --- accounts */

static void add_users(const Check *check, KithAccount *account)
{
	const GPtrArray *users = check->config->users;
	const KithSetting *setting = g_hash_table_lookup(check->section->settings, "users");
	g_autoptr(GPtrArray) titles = g_ptr_array_new();

	if (text_of(check, "users") == NULL)
		return;
	for (guint i = 0; i < users->len; i++)
		g_ptr_array_add(titles, ((KithUser *)users->pdata[i])->title);
	for (guint i = 0; i < setting->values->len; i++) {
		const char *title = setting->values->pdata[i];
		const KithUser *user = kith_config_find_user(check->config, title);
		const char *nearest =
			kith_config_nearest(title, (const char *const *)titles->pdata, titles->len);

		if (user != NULL && !g_ptr_array_find(account->users, user, NULL))
			g_ptr_array_add(account->users, (gpointer)user);
		else if (user != NULL)
			complain(check, "users", "user %s stands twice", title);
		else if (nearest != NULL && check->file->is_whole)
			complain(check, "users", "there is no user %s; did you mean %s?", title, nearest);
		else if (check->file->is_whole)
			complain(check, "users", "there is no user %s; expected the name of a user section", title);
	}
}

/* "!" leaves out; the rest is a name or a pattern. */
static const char *bare_folder(const char *entry)
{
	return *entry == '!' ? entry + 1 : entry;
}

static bool is_same_folder(const char *a, const char *b)
{
	return strcmp(a, b) == 0 ||
	       (g_ascii_strcasecmp(a, "INBOX") == 0 && g_ascii_strcasecmp(b, "INBOX") == 0);
}

static void check_folder(const Check *check, const GPtrArray *before, const char *entry)
{
	const char *name = bare_folder(entry);
	bool has_controls = false;

	for (const char *p = name; *p != '\0'; p++)
		has_controls = has_controls || g_ascii_iscntrl(*p);
	if (*name == '\0') {
		wrong(check, "folders", entry, "a folder's name");
		return;
	}
	if (has_controls)
		complain(check, "folders", "folders: a folder's name has a control character in it");
	else if (strlen(name) > KITH_LIMIT_FOLDER_NAME_BYTES)
		complain(check, "folders", "folders: a folder's name has more than %d bytes",
			 KITH_LIMIT_FOLDER_NAME_BYTES);
	if (strcmp(entry, "!auto") == 0)
		complain(check, "folders",
			 "folders: \"!auto\" would leave out everything; name the folders to read instead");
	for (guint i = 0; i < before->len; i++) {
		const char *other = before->pdata[i];

		if (!is_same_folder(name, bare_folder(other)))
			continue;
		if ((*entry == '!') == (*other == '!'))
			complain(check, "folders", "folders: \"%s\" stands twice", entry);
		else
			complain(check, "folders", "folders: \"%s\" is both named and left out", name);
		return;
	}
}

static void add_folders(const Check *check, KithAccount *account)
{
	const KithSetting *setting = g_hash_table_lookup(check->section->settings, "folders");

	if (setting == NULL || (setting->values->len == 1 && strcmp(setting->values->pdata[0], "auto") == 0))
		return;
	account->folders = g_ptr_array_new_with_free_func(g_free);
	if (setting->values->len > KITH_LIMIT_FOLDERS) {
		complain(check, "folders", "folders: %u entries; expected at most %d", setting->values->len,
			 KITH_LIMIT_FOLDERS);
		return;
	}
	for (guint i = 0; i < setting->values->len; i++) {
		check_folder(check, account->folders, setting->values->pdata[i]);
		g_ptr_array_add(account->folders, g_strdup(setting->values->pdata[i]));
	}
}

static void check_since(const Check *check, KithAccount *account)
{
	const char *text = text_of(check, "since");
	g_autoptr(GDateTime) day = NULL;

	if (text == NULL)
		return;
	if (kith_day_parse(text, &day))
		account->since_day_at = g_date_time_to_unix(day);
	else if (!kith_span_parse(text, &account->since, NULL) || account->since.unit != KITH_SPAN_DAYS)
		wrong(check, "since", text, "days, weeks or years like \"2 years\", or a date like \"2024-01-01\"");
}

static void size_of(const Check *check, const char *name, bool is_rate, uint64_t *ret_bytes)
{
	const char *text = text_of(check, name);

	if (text != NULL && !kith_size_parse(text, is_rate, ret_bytes))
		wrong(check, name, text, is_rate ? "a size a second like \"500 KB/s\"" : "a size like \"20 MB\"");
}

static void check_connections(const Check *check, KithAccount *account)
{
	const char *text = text_of(check, "connections");

	account->connections = 3;
	if (text == NULL)
		return;
	if (text[0] >= '1' && text[0] <= '3' && text[1] == '\0')
		account->connections = (uint8_t)(text[0] - '0');
	else
		wrong(check, "connections", text, "a number from 1 to 3");
}

static void check_account(const Check *check)
{
	KithAccount *account = g_new0(KithAccount, 1);
	bool has_password = check_password(
		check, (Password){ &account->password_command, &account->password_file, &account->credential });

	check_title(check);
	account->title = g_strdup(check->section->title);
	account->users = g_ptr_array_new();
	account->login = copy_of(check, "login");
	account->tls_ca = path_of(check, "tls-ca");
	account->keep = KITH_KEEP_SLIM;
	account->sending = check->config->sending;
	if (text_of(check, "sending") != NULL)
		account->sending = word_of(check, "sending") == 0;
	add_users(check, account);
	add_folders(check, account);
	check_since(check, account);
	size_of(check, "largest", false, &account->largest_bytes);
	size_of(check, "bandwidth", true, &account->bytes_per_s);
	check_connections(check, account);
	check_source(check, account, has_password);
	g_ptr_array_add(check->config->accounts, account);
}

/* --- the other sections */

static void check_smtp(const Check *check)
{
	KithSmtp *smtp = &check->config->smtp;
	const char *text = text_of(check, "server");
	g_auto(KithServer) server = { 0 };
	bool has_password =
		check_password(check, (Password){ &smtp->password_command, &smtp->password_file, &smtp->credential });

	smtp->login = copy_of(check, "login");
	smtp->tls_ca = path_of(check, "tls-ca");
	if (smtp->login != NULL && !has_password)
		complain(check, "login",
			 "login without password; expected one of password-command, password-file, credential");
	if (smtp->login == NULL && has_password)
		complain(check, "server", "a password without login; expected the name to log in with");
	if (text == NULL)
		return;
	if (!kith_server_parse(text, &server) ||
	    (strcmp(server.scheme, "smtps") != 0 && strcmp(server.scheme, "smtp") != 0)) {
		wrong(check, "server", text, "smtps://HOST[:PORT] or smtp://HOST[:PORT]");
		return;
	}
	smtp->implicit_tls = strcmp(server.scheme, "smtps") == 0;
	smtp->plain = !smtp->implicit_tls && smtp->tls_ca == NULL && kith_host_is_loopback(server.host);
	smtp->port = server.port != 0 ? server.port : smtp->implicit_tls ? 465 : 587;
	smtp->host = g_steal_pointer(&server.host);
}

static void check_commands(const Check *check)
{
	check->config->commands_from_sent = word_of(check, "read") == 0;
}

static void check_follow_up(const Check *check)
{
	KithConfig *config = check->config;
	const char *waiting = text_of(check, "waiting-after");
	const char *per_day = text_of(check, "per-day");
	guint64 number;

	span_of(check, "you-owe-after", &config->you_owe_after);
	config->waiting_after = (KithSpan){ 3, KITH_SPAN_WORK_DAYS };
	config->waiting_by_rhythm = g_strcmp0(waiting, "rhythm") == 0;
	if (!config->waiting_by_rhythm)
		span_of(check, "waiting-after", &config->waiting_after);
	if (per_day != NULL && g_ascii_string_to_unsigned(per_day, 10, 1, 100, &number, NULL))
		config->per_day = (uint32_t)number;
	else if (per_day != NULL)
		wrong(check, "per-day", per_day, "a number from 1 to 100");
}

static void check_digest(const Check *check)
{
	const char *day = text_of(check, "day");
	const char *at = text_of(check, "at");

	if (day != NULL && !kith_weekday_parse(day, &check->config->digest_day))
		wrong(check, "day", day, "a day of the week like Mon");
	if (at != NULL && !kith_clock_parse(at, &check->config->digest_min))
		wrong(check, "at", at, "a time of day like \"08:00\"");
}

/* --- the whole */

typedef struct {
	const char *kind;
	void (*check)(const Check *check);
	bool is_single;	/* stands once, and its defaults hold when it is left out */
} SectionCheck;

static void check_single(Check *check, const SectionCheck *how)
{
	const KithSection *first = NULL;

	for (guint i = 0; i < check->file->sections->len; i++) {
		const KithSection *section = check->file->sections->pdata[i];

		if (strcmp(section->kind, how->kind) != 0)
			continue;
		if (first != NULL)
			kith_mistake(check->file, section->line, "section %s stands here again", how->kind);
		else
			first = section;
	}
	g_autoptr(GHashTable) nothing = g_hash_table_new(g_str_hash, g_str_equal);
	KithSection left_out = { .kind = (char *)how->kind, .settings = nothing };
	check->section = first != NULL ? first : &left_out;
	if (first != NULL || how->check != check_smtp)
		how->check(check);
}

static void check_each(Check *check, const SectionCheck *how)
{
	for (guint i = 0; i < check->file->sections->len; i++) {
		check->section = check->file->sections->pdata[i];
		if (strcmp(check->section->kind, how->kind) == 0)
			how->check(check);
	}
}

static void check_whole(const Check *check)
{
	const KithConfig *config = check->config;
	bool sends = config->sending;

	if (config->users->len == 0)
		kith_mistake(check->file, 0, "no user; expected at least one section user NAME { ... }");
	if (config->accounts->len == 0)
		kith_mistake(check->file, 0,
			     "no account; expected at least one section account NAME { ... }");
	for (guint i = 0; i < config->accounts->len; i++)
		sends = sends || ((KithAccount *)config->accounts->pdata[i])->sending;
	if (sends && config->smtp.host == NULL && check->file->mistakes->len == 0)
		kith_mistake(check->file, 0,
			     "sending = on, but no section smtp { ... } says through which server");
}

KithConfig *kith_config_check(KithConfigFile *file)
{
	/* In this order: accounts name users. */
	static const SectionCheck sections[] = {
		{ "", check_top, true }, { "user", check_user, false }, { "account", check_account, false },
		{ "smtp", check_smtp, true }, { "commands", check_commands, true },
		{ "follow-up", check_follow_up, true }, { "digest", check_digest, true },
	};
	Check check = { .file = file, .config = kith_config_new(file->path) };

	for (size_t i = 0; i < G_N_ELEMENTS(sections); i++) {
		if (sections[i].is_single)
			check_single(&check, &sections[i]);
		else
			check_each(&check, &sections[i]);
	}
	if (file->is_whole)
		check_whole(&check);
	return check.config;
}
