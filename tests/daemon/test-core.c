/* SPDX-License-Identifier: MIT
 * test-core.c - a Maildir through real fetch and parse processes into a store, and again.
 */
#include <signal.h>
#include <string.h>

#include "daemon/core.h"
#include "daemon/roles.h"
#include "tests/scratch.h"

#define NOW_AT 1772445600	/* Mon 2 Mar 2026, 10:00 UTC */
#define MAILS 300

typedef struct {
	char *folder;
	char *maildir;
	KithConfig *config;
	KithStore *store;
	KithCore *core;
	KithCounts counts;
	unsigned results, failures, folders;
	char *text;		/* of the last failure */
} Fixture;

static void write_mail(const Fixture *fixture, unsigned number, const char *body)
{
	g_autofree char *path = g_strdup_printf("%s/cur/%u.host:2,S", fixture->maildir, 1772440000 + number);
	g_autofree char *text = g_strdup_printf(
		"From: Jan Novak <jan%u@customer.example>\r\nTo: Ada <ada@example.com>\r\nSubject: Offer %u\r\n"
		"Message-ID: <m%u@customer.example>\r\nDate: Mon, 02 Mar 2026 09:%02u:00 +0000\r\n\r\n%s\r\n",
		number % 7, number, number, number % 60, body);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void make_folder(const char *parent, const char *name)
{
	g_autofree char *path = g_build_filename(parent, name, NULL);

	g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
}

static void write_config(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = g_build_filename(fixture->folder, "kith.conf", NULL);
	g_autofree char *text = g_strdup_printf(
		"address = \"kith@example.com\"\n"
		"database = \"%s/kith.db\"\n"
		"timezone = \"Europe/Berlin\"\n"
		"domains = { \"example.com\" }\n"
		"user ada {\n\tname = \"Ada Byron\"\n\taddresses = { \"ada@example.com\" }\n}\n"
		"account ada {\n\tusers = { ada }\n\tsource = \"maildir:%s\"\n}\n",
		fixture->folder, fixture->maildir);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	fixture->config = kith_config_load(path, &error);
	g_assert_no_error(error);
}

static void on_result(const KithSyncResult *result, void *context)
{
	Fixture *fixture = context;

	fixture->results++;
	fixture->counts.stored += result->counts.stored;
	fixture->counts.known += result->counts.known;
	fixture->counts.skipped += result->counts.skipped;
	fixture->counts.quarantined += result->counts.quarantined;
	if (result->ok)
		return;
	fixture->failures++;
	g_free(fixture->text);
	fixture->text = g_strdup(result->text);
}

static void on_folder(const char *account KITH_UNUSED, const KithFetchFolder *folder, void *context)
{
	Fixture *fixture = context;

	fixture->folders++;
	g_assert_cmpuint(kith_uid_set_count(folder->uids), ==, MAILS);
}

static void open_core(Fixture *fixture)
{
	const KithCoreSetup setup = {
		.config = fixture->config, .store = fixture->store, .loop = g_main_context_default(),
		.frozen_now_at = NOW_AT, .result = on_result, .folder = on_folder, .context = fixture,
	};

	fixture->core = kith_core_new(&setup);
}

static void set_up(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autoptr(GError) error = NULL;

	fixture->folder = scratch_folder();
	fixture->maildir = g_build_filename(fixture->folder, "Maildir", NULL);
	make_folder(fixture->maildir, "cur");
	make_folder(fixture->maildir, "new");
	make_folder(fixture->maildir, "tmp");
	for (unsigned i = 0; i < MAILS; i++)
		write_mail(fixture, i, "Could you send the offer today?");
	write_config(fixture);
	fixture->store = kith_store_open(fixture->config->database, KITH_STORE_WRITE, &error);
	g_assert_no_error(error);
	g_assert_true(kith_store_mirror_config(fixture->store, fixture->config, &error));
	g_assert_no_error(error);
	open_core(fixture);
}

static void remove_folder(const char *folder)
{
	const char *argv[] = { "rm", "-rf", folder, NULL };

	g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
}

static void tear_down(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	kith_core_free(fixture->core);
	kith_store_close(fixture->store);
	kith_config_free(fixture->config);
	remove_folder(fixture->folder);
	g_free(fixture->text);
	g_free(fixture->maildir);
	g_free(fixture->folder);
}

static void sync_all(Fixture *fixture)
{
	fixture->counts = (KithCounts) { 0 };
	kith_core_sync_all(fixture->core);
	kith_core_wait(fixture->core);
}

static void test_sync(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	sync_all(fixture);
	g_assert_cmpstr(fixture->text, ==, NULL);
	g_assert_cmpuint(fixture->counts.stored, ==, MAILS);
	sync_all(fixture);
	g_assert_cmpuint(fixture->results, ==, 2);
	g_assert_cmpuint(fixture->failures, ==, 0);
	g_assert_cmpuint(fixture->counts.stored + fixture->counts.known, ==, 0);
	write_mail(fixture, MAILS, "One more.");
	sync_all(fixture);
	g_assert_cmpuint(fixture->counts.stored, ==, 1);
}

static void test_audit(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	kith_core_audit(fixture->core, fixture->config->accounts->pdata[0]);
	kith_core_wait(fixture->core);
	g_assert_cmpuint(fixture->folders, ==, 1);
	g_assert_cmpuint(fixture->counts.stored, ==, 0);
	g_assert_cmpuint(fixture->failures, ==, 0);
}

/* Whatever dies whenever: after enough syncs every mail has its one sighting. */
static gboolean kill_children(gpointer data)
{
	Fixture *fixture = data;
	g_autoptr(GArray) pids = kith_core_pids(fixture->core);

	for (guint i = 0; i < pids->len; i++)
		(void)kill(g_array_index(pids, pid_t, i), SIGKILL);	/* it may be gone already */
	return G_SOURCE_CONTINUE;
}

static uint64_t sync_and_kill(Fixture *fixture, unsigned delay_ms)
{
	GSource *source = g_timeout_source_new(delay_ms);

	g_source_set_callback(source, kill_children, fixture, NULL);
	g_source_attach(source, NULL);
	sync_all(fixture);
	g_source_destroy(source);
	g_source_unref(source);
	return fixture->counts.stored + fixture->counts.quarantined;
}

static void test_deaths(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	uint64_t seen = 0;

	for (unsigned delay_ms = 1; delay_ms < 40; delay_ms += 2)
		seen += sync_and_kill(fixture, delay_ms);
	g_assert_cmpuint(fixture->failures, >, 0);
	sync_all(fixture);
	seen += fixture->counts.stored;
	sync_all(fixture);
	g_assert_cmpuint(fixture->counts.stored, ==, 0);
	g_assert_cmpuint(seen, ==, MAILS);
}

static void test_no_source(Fixture *fixture, gconstpointer data KITH_UNUSED)
{
	g_autofree char *away = g_strconcat(fixture->maildir, "-away", NULL);

	g_assert_cmpint(g_rename(fixture->maildir, away), ==, 0);
	sync_all(fixture);
	g_assert_cmpuint(fixture->failures, ==, 1);
	g_assert_nonnull(strstr(fixture->text, fixture->maildir));
	g_assert_cmpint(g_rename(away, fixture->maildir), ==, 0);
	sync_all(fixture);
	g_assert_cmpuint(fixture->counts.stored, ==, MAILS);
}

int main(int argc, char **argv)
{
	bool is_child;
	int status = kith_child_main(argc, argv, &is_child);

	if (is_child)
		return status;
	g_test_init(&argc, &argv, NULL);
	g_test_add("/core/a-mailbox-is-stored-once-however-often-it-is-read", Fixture, NULL, set_up, test_sync, tear_down);
	g_test_add("/core/an-audit-lists-and-stores-nothing", Fixture, NULL, set_up, test_audit, tear_down);
	g_test_add("/core/children-may-die-whenever-and-nothing-is-lost-or-doubled", Fixture, NULL, set_up, test_deaths,
		   tear_down);
	g_test_add("/core/a-missing-source-is-an-account's-error-and-mends-itself", Fixture, NULL, set_up, test_no_source,
		   tear_down);
	return g_test_run();
}
