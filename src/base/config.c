/* SPDX-License-Identifier: MIT
 * config.c - kith.conf: where it is, what it says, who is who.
 * In: a path. Out: a KithConfig, or every mistake at once. Next: include/kith/account.h
 */
#include <string.h>

#include "config-file.h"

static void user_free(KithUser *user)
{
	g_free(user->title);
	g_free(user->name);
	g_ptr_array_unref(user->addresses);
	g_free(user->zone_name);
	g_clear_pointer(&user->zone, g_time_zone_unref);
	g_free(user->team);
	g_free(user->unix_user);
	g_free(user);
}

static void account_free(KithAccount *account)
{
	g_free(account->title);
	g_ptr_array_unref(account->users);
	g_free(account->host);
	g_free(account->path);
	g_free(account->login);
	g_free(account->password_command);
	g_free(account->password_file);
	g_free(account->credential);
	g_clear_pointer(&account->folders, g_ptr_array_unref);
	g_free(account->tls_ca);
	g_free(account);
}

KithConfig *kith_config_new(const char *path)
{
	KithConfig *config = g_new0(KithConfig, 1);

	config->path = g_canonicalize_filename(path, NULL);
	config->domains = g_ptr_array_new_with_free_func(g_free);
	config->users = g_ptr_array_new_with_free_func((GDestroyNotify)user_free);
	config->accounts = g_ptr_array_new_with_free_func((GDestroyNotify)account_free);
	return config;
}

void kith_config_free(KithConfig *config)
{
	if (config == NULL)
		return;
	g_free(config->path);
	g_free(config->address);
	g_free(config->database);
	g_free(config->zone_name);
	g_clear_pointer(&config->zone, g_time_zone_unref);
	g_ptr_array_unref(config->domains);
	g_ptr_array_unref(config->accounts);
	g_ptr_array_unref(config->users);
	g_free(config->smtp.host);
	g_free(config->smtp.login);
	g_free(config->smtp.password_command);
	g_free(config->smtp.password_file);
	g_free(config->smtp.credential);
	g_free(config->smtp.tls_ca);
	g_free(config->templates);
	g_free(config);
}

/* --- reading */

static int by_line(gconstpointer a, gconstpointer b)
{
	const KithMistake *first = *(KithMistake *const *)a;
	const KithMistake *second = *(KithMistake *const *)b;

	return first->line < second->line ? -1 : first->line > second->line;
}

/* g_ptr_array_sort is a merge sort: mistakes of one line stay in their order. */
static void set_mistakes(KithConfigFile *file, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_ptr_array_sort(file->mistakes, by_line);
	for (guint i = 0; i < file->mistakes->len; i++) {
		const KithMistake *mistake = file->mistakes->pdata[i];

		g_string_append(text, i > 0 ? "\n" : "");
		if (mistake->line > 0)
			g_string_append_printf(text, "%s:%u: %s", file->path, mistake->line, mistake->text);
		else
			g_string_append_printf(text, "%s: %s", file->path, mistake->text);
	}
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_CONFIG, text->str);
}

KithConfig *kith_config_load(const char *path, GError **error)
{
	g_autoptr(KithConfigFile) file = kith_config_file_read(path, error);

	if (file == NULL)
		return NULL;
	g_autoptr(KithConfig) config = file->sections->len > 0 ? kith_config_check(file) : NULL;
	if (file->mistakes->len > 0) {
		set_mistakes(file, error);
		return NULL;
	}
	return g_steal_pointer(&config);
}

char *kith_config_find(const char *given, GError **error)
{
	const char *named = given != NULL ? given : g_getenv("KITH_CONFIG");

	if (named != NULL && *named != '\0') {
		if (g_file_test(named, G_FILE_TEST_EXISTS))
			return g_strdup(named);
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: there is no such file (%s); `kith init` makes a configuration", named,
			    given != NULL ? "named by --config" : "named by KITH_CONFIG");
		return NULL;
	}
	g_autofree char *own = g_build_filename(g_get_user_config_dir(), "kith", "kith.conf", NULL);
	static const char common[] = KITH_SYSCONFDIR "/kith/kith.conf";
	if (g_file_test(own, G_FILE_TEST_EXISTS))
		return g_steal_pointer(&own);
	if (g_file_test(common, G_FILE_TEST_EXISTS))
		return g_strdup(common);
	g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
		    "no configuration: neither %s nor %s exists; `kith init` makes one, --config FILE names one",
		    own, common);
	return NULL;
}

/* --- who is who */

const KithUser *kith_config_find_user(const KithConfig *config, const char *title)
{
	for (guint i = 0; i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];

		if (strcmp(user->title, title) == 0)
			return user;
	}
	return NULL;
}

static bool has_text(const GPtrArray *texts, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)texts, text, g_str_equal, NULL);
}

const KithUser *kith_config_find_user_by_address(const KithConfig *config, const char *norm_address)
{
	for (guint i = 0; i < config->users->len; i++) {
		const KithUser *user = config->users->pdata[i];

		if (has_text(user->addresses, norm_address))
			return user;
	}
	return NULL;
}

const KithAccount *kith_config_find_account(const KithConfig *config, const char *title)
{
	for (guint i = 0; i < config->accounts->len; i++) {
		const KithAccount *account = config->accounts->pdata[i];

		if (strcmp(account->title, title) == 0)
			return account;
	}
	return NULL;
}

char *kith_config_detail(const KithConfig *config, const char *norm_address)
{
	const char *domain = config->address != NULL ? strrchr(config->address, '@') : NULL;
	const char *at = strrchr(norm_address, '@');

	if (domain == NULL || at == NULL || strcmp(domain, at) != 0)
		return NULL;
	size_t length = (size_t)(domain - config->address);
	if (strncmp(norm_address, config->address, length) != 0)
		return NULL;
	const char *behind = norm_address + length;
	if (behind == at)
		return g_strdup("");
	return *behind == '+' ? g_strndup(behind + 1, (gsize)(at - behind) - 1) : NULL;
}

char *kith_config_detail_in(const KithConfig *config, const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		g_autofree char *norm = kith_address_normalize(((const KithAddress *)list->pdata[i])->address);
		char *detail = norm != NULL ? kith_config_detail(config, norm) : NULL;

		if (detail != NULL)
			return detail;
	}
	return NULL;
}

char *kith_config_forwarded_from(const KithConfig *config, const KithMail *mail)
{
	const KithForward *first = mail->forwards->len > 0 ? mail->forwards->pdata[0] : NULL;
	g_autofree char *norm = first != NULL && first->author != NULL ? kith_address_normalize(first->author->address)
								      : NULL;

	return norm != NULL && !kith_config_is_own(config, norm) ? g_steal_pointer(&norm) : NULL;
}

static bool is_kith(const KithConfig *config, const char *norm_address)
{
	g_autofree char *detail = kith_config_detail(config, norm_address);

	return detail != NULL;
}

bool kith_config_is_own(const KithConfig *config, const char *norm_address)
{
	return has_text(config->domains, kith_address_domain(norm_address)) || is_kith(config, norm_address) ||
	       kith_config_find_user_by_address(config, norm_address) != NULL;
}

int64_t kith_config_since_at(const KithAccount *account, int64_t now_at)
{
	if (account->since.count == 0)
		return account->since_day_at;
	return now_at - (int64_t)account->since.count * 24 * 3600;
}

bool kith_config_may_send(const KithConfig *config, const KithUser *user)
{
	bool has_account = false;

	for (guint i = 0; i < config->accounts->len; i++) {
		const KithAccount *account = config->accounts->pdata[i];

		if (!g_ptr_array_find(account->users, user, NULL))
			continue;
		has_account = true;
		if (account->sending)
			return true;
	}
	return !has_account && config->sending;
}
