/* SPDX-License-Identifier: MIT
 * doctor.c - `kith doctor`: configuration, rights, clock, store and servers, and how to mend what is wrong.
 * In: a configuration. Out: findings, one a line. Next: src/cli/init.c
 */
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "../../daemon/core.h"
#include "kith/account.h"
#include "commands.h"

#define LEAST_FREE_BYTES (512ULL * 1024 * 1024)

typedef struct {
	KithCli *cli;
	unsigned wrong, checked;
	bool is_unreachable;
	GHashTable *sent;	/* account title -> the names of its Sent folders */
	GHashTable *folders;	/* account title -> how many are read */
	GHashTable *answers;	/* account title -> Answer */
} Doctor;

/* What the look at an account's server came to; they end in any order. */
typedef struct {
	bool ok;
	KithError code;
	char *text;
} Answer;

static void answer_free(Answer *answer)
{
	g_free(answer->text);
	g_free(answer);
}

/* One finding. MEND NULL: all is well. */
static void found(Doctor *doctor, const char *what, const char *state, const char *mend)
{
	doctor->checked++;
	doctor->wrong += mend != NULL;
	if (doctor->cli->json) {
		json_t *object = json_pack("{s:s, s:b, s:s, s:s?}", "check", what, "ok", mend == NULL, "finding", state,
					   "mend", mend);

		(void)kith_print_object(doctor->cli, object); /* it is JSON that was asked for */
		json_decref(object);
		return;
	}
	g_autofree char *line = g_strdup_printf("%-6s %s: %s", mend == NULL ? "ok" : "WRONG", what, state);
	kith_print_clean(line);
	putchar('\n');
	if (mend != NULL)
		printf("       -> %s\n", mend);
}

/* --- files and clock */

static void check_config_file(Doctor *doctor)
{
	const char *path = doctor->cli->config->path;
	struct stat about;

	if (stat(path, &about) < 0)
		found(doctor, "configuration", g_strerror(errno), "make it readable");
	else if ((about.st_mode & 022) != 0)
		found(doctor, "configuration", "others may write to it, and it names commands that kith runs",
		      "chmod go-w, on the file");
	else if (about.st_uid != geteuid() && about.st_uid != 0)
		found(doctor, "configuration", "it belongs to another user, and it names commands that kith runs",
		      "chown it to the user that runs kithd, or to root");
	else
		found(doctor, "configuration", path, NULL);
	if (stat(path, &about) == 0 && about.st_mtime > kith_time_now() + 60)
		found(doctor, "clock", "it is earlier than the configuration's last change",
		      "set the clock; kith remembers when something is due");
	else
		found(doctor, "clock", doctor->cli->config->zone_name, NULL);
}

static void check_space(Doctor *doctor, const char *folder)
{
	struct statvfs about;

	if (statvfs(folder, &about) < 0)
		return;
	uint64_t free_bytes = (uint64_t)about.f_bavail * about.f_frsize;
	g_autofree char *size = g_format_size(free_bytes);
	g_autofree char *text = g_strdup_printf("%s free in %s", size, folder);
	found(doctor, "space", text, free_bytes < LEAST_FREE_BYTES ? "make room; a mail takes about 4 KB" : NULL);
}

/* Mails that Sent should hold, known from their answers. One may be somebody's odd program; a tenth is a phone. */
static bool tell_gap(const KithGapRow *row, void *context)
{
	g_autofree char *what = g_strconcat("sent mail of ", row->user, NULL);
	g_autofree char *state = g_strdup_printf("%d of the last %d %s not in Sent", (int)row->missing_count,
						 (int)row->own_count, row->missing_count == 1 ? "is" : "are");
	bool is_much = row->missing_count * 10 >= row->own_count;

	if (row->missing_count > 0)
		found(context, what, state, is_much ? "let every phone and program keep what it sends in Sent, on the "
		      "server (a setting of its account)" : NULL);
	return true;
}

/* An upgrade left something to be understood anew. */
static void check_rebuild(Doctor *doctor, KithStore *store)
{
	g_autoptr(GBytes) wanted = kith_store_get_setting(store, "rebuild-wanted", NULL);

	if (wanted == NULL)
		return;
	gsize length;
	const char *why = g_bytes_get_data(wanted, &length);
	g_autofree char *text = g_strdup_printf("of mail from before the upgrade %.*s", (int)length, why);
	found(doctor, "store", text, "kith rebuild, once");
}

static void check_store(Doctor *doctor)
{
	const char *path = doctor->cli->config->database;
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) why = NULL;
	struct stat about;

	if (stat(folder, &about) < 0) {
		g_autofree char *text = g_strdup_printf("there is no folder %s yet", folder);
		bool may_make = geteuid() == 0 || g_str_has_prefix(folder, g_get_home_dir());

		found(doctor, "store", text, may_make ? NULL : "make it, owned by the user that runs kithd, mode 700");
		return;
	}
	if (access(folder, W_OK) < 0) {
		found(doctor, "store", "we may not write to its folder",
		      "run kith as the user that runs kithd, or chown it");
		return;
	}
	check_space(doctor, folder);
	if (stat(path, &about) == 0 && (about.st_mode & 077) != 0)
		found(doctor, "store", "others may read it: it holds mail", "chmod 600, on the database and its -wal");
	g_autoptr(KithStore) store = kith_store_open(path, KITH_STORE_READ, &why);
	if (store != NULL) {
		found(doctor, "store", path, NULL);
		check_rebuild(doctor, store);
		if (!kith_read_gaps(store, 0, KITH_LIMIT_GAPS_OF, tell_gap, doctor, &why))
			found(doctor, "store", why->message, "restore a backup");
	} else if (g_error_matches(why, KITH_ERROR, KITH_ERROR_NOT_FOUND))
		found(doctor, "store", "none yet; kith sync makes it", NULL);
	else
		found(doctor, "store", why->message, "restore a backup, or use the kith that made it");
}

/* --- servers */

static const char *mend_of(KithError code)
{
	switch (code) {
	case KITH_ERROR_AUTH:
		return "check login and password; many providers want an app password";
	case KITH_ERROR_TEMPORARY:
		return "check source and network; a firewall may be in between";
	case KITH_ERROR_CONFIG:
		return "mend the account's section in kith.conf";
	case KITH_ERROR_INVALID:
	case KITH_ERROR_NOT_FOUND:
	case KITH_ERROR_LIMIT:
	case KITH_ERROR_UNCERTAIN:
	case KITH_ERROR_CORRUPT:
	case KITH_ERROR_CANCELLED:
	case KITH_ERROR_DENIED:
	case KITH_ERROR_USAGE:
		return "see the message; nothing was changed at the server";
	}
	return NULL;
}

static void on_folder(const char *account, const KithFetchFolder *folder, void *context)
{
	Doctor *doctor = context;

	const char *before = g_hash_table_lookup(doctor->sent, account);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(doctor->folders, account));

	g_hash_table_insert(doctor->folders, g_strdup(account), GUINT_TO_POINTER(count + 1));
	/* All Mail of Gmail holds what was sent, too */
	if (folder->role == KITH_FOLDER_SENT || folder->role == KITH_FOLDER_ALL)
		g_hash_table_insert(doctor->sent, g_strdup(account), before == NULL ? g_strdup(folder->name) :
				    g_strdup_printf("%s, %s", before, folder->name));
}

static void on_result(const KithSyncResult *result, void *context)
{
	Doctor *doctor = context;
	Answer *answer = g_new0(Answer, 1);

	answer->ok = result->ok;
	answer->code = result->code;
	answer->text = g_strdup(result->text);
	g_hash_table_insert(doctor->answers, g_strdup(result->account), answer);
}

static void tell_account(Doctor *doctor, const char *title)
{
	g_autofree char *what = g_strconcat("account ", title, NULL);
	const Answer *answer = g_hash_table_lookup(doctor->answers, title);
	const char *sent = g_hash_table_lookup(doctor->sent, title);

	if (answer == NULL) {
		found(doctor, what, "was not looked at", "see the messages above");
		return;
	}
	if (!answer->ok) {
		doctor->is_unreachable = doctor->is_unreachable || answer->code == KITH_ERROR_TEMPORARY;
		found(doctor, what, answer->text, mend_of(answer->code));
		return;
	}
	if (sent == NULL) {
		found(doctor, what, "can be read, but no folder of sent mail was found",
		      "name it in folders = { INBOX, ... }; without it nothing that was answered counts as answered");
		return;
	}
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(doctor->folders, title));
	g_autofree char *text = g_strdup_printf("can be read, %u %s; sent mail is in %s", count,
						count == 1 ? "folder" : "folders", sent);
	found(doctor, what, text, NULL);
}

/* Every account is logged in to and its folders are listed; nothing is fetched, nothing is stored. */
static void check_accounts(Doctor *doctor)
{
	g_autoptr(GMainContext) loop = g_main_context_new();
	const KithConfig *config = doctor->cli->config;
	const KithCoreSetup setup = {
		.config = config, .loop = loop, .result = on_result, .folder = on_folder, .context = doctor,
	};
	g_autoptr(KithCore) core = kith_core_new(&setup);

	for (guint i = 0; i < config->accounts->len; i++)
		kith_core_audit(core, config->accounts->pdata[i]);
	kith_core_wait(core);
	for (guint i = 0; i < config->accounts->len; i++)
		tell_account(doctor, ((const KithAccount *)config->accounts->pdata[i])->title);
}

/* The password and the way there; the certificate is verified when a mail is sent. */
static void check_smtp(Doctor *doctor)
{
	const KithSmtp *smtp = &doctor->cli->config->smtp;
	g_autoptr(GError) why = NULL;

	if (smtp->host == NULL) {
		found(doctor, "smtp", "none: kith reads and answers, and sends nothing", NULL);
		return;
	}
	g_autoptr(KithSecret) secret =
		kith_secret_load(smtp->password_command, smtp->password_file, smtp->credential, &why);
	if (why != NULL) {
		found(doctor, "smtp", why->message, "mend the section smtp in kith.conf");
		return;
	}
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autofree char *where = g_strdup_printf("%s port %u", smtp->host, smtp->port);
	g_socket_client_set_timeout(client, KITH_LIMIT_CONNECT_MS / 1000);
	g_autoptr(GSocketConnection) connection =
		g_socket_client_connect_to_host(client, smtp->host, smtp->port, NULL, &why);
	if (connection == NULL) {
		g_autofree char *text = g_strdup_printf("%s: %s", where, why->message);

		doctor->is_unreachable = true;
		found(doctor, "smtp", text, "check server and network; a firewall may be in between");
		return;
	}
	found(doctor, "smtp", where, NULL);
	if (!doctor->cli->config->sending)
		found(doctor, "sending", "hold: nothing goes out before sending = on", NULL);
}

int kith_command_doctor(KithCli *cli, int argc, char **argv KITH_UNUSED)
{
	Doctor doctor = { .cli = cli };
	g_autoptr(GError) error = NULL;

	if (argc > 1)
		return kith_cli_usage("doctor", "it takes no arguments");
	if (!kith_cli_need_config(cli, &error))
		return kith_cli_fail(error);
	doctor.sent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	doctor.folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	doctor.answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)answer_free);
	check_config_file(&doctor);
	check_store(&doctor);
	check_accounts(&doctor);
	check_smtp(&doctor);
	g_hash_table_unref(doctor.sent);
	g_hash_table_unref(doctor.folders);
	g_hash_table_unref(doctor.answers);
	if (!cli->json)
		printf("%u checked, %u wrong\n", doctor.checked, doctor.wrong);
	if (doctor.is_unreachable)
		return KITH_EXIT_UNREACHABLE;
	return doctor.wrong > 0 ? KITH_EXIT_CONFIG : KITH_EXIT_DONE;
}
