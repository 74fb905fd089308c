/* SPDX-License-Identifier: MIT
 * engine.c - core inside `kith`, for commands that work without a running kithd.
 * In: the command's configuration. Out: core with its store, results and progress. Next: daemon/core.c
 */
#include "engine.h"

#include <string.h>
#include <unistd.h>

static const KithColumn result_columns[] = {
	{ "ACCOUNT", "account", KITH_COLUMN_TEXT, true },
	{ "NEW", "stored", KITH_COLUMN_NUMBER, false },
	{ "KNOWN", "known", KITH_COLUMN_NUMBER, false },
	{ "SKIPPED", "skipped", KITH_COLUMN_NUMBER, false },
	{ "QUARANTINED", "quarantined", KITH_COLUMN_NUMBER, false },
	{ NULL, NULL, KITH_COLUMN_TEXT, false },
};

void kith_line_clear(bool *has_line)
{
	if (*has_line)
		fputs("\r\033[K", stderr);
	*has_line = false;
}

void kith_line_show(const KithProgress *progress, bool *has_line)
{
	g_autofree char *line = kith_progress_line(progress);

	if (line == NULL)
		return;
	kith_line_clear(has_line);
	fputs(line, stderr);
	(void)fflush(stderr);		/* a terminal that is gone needs no progress */
	*has_line = true;
}

static gboolean show_progress(gpointer data)
{
	KithEngine *engine = data;
	const KithProgress progress = kith_core_progress(engine->core, NULL);

	kith_line_show(&progress, &engine->has_line);
	return G_SOURCE_CONTINUE;
}

static void on_result(const KithSyncResult *result, void *context)
{
	KithEngine *engine = context;
	const GError failure = { .domain = KITH_ERROR, .code = result->code };
	const KithCounts *counts = &result->counts;

	kith_line_clear(&engine->has_line);
	if (!result->ok) {
		engine->exit = MAX(engine->exit, kith_error_exit(&failure));
		fprintf(stderr, "kith: account %s: %s\n", result->account,
			g_str_has_prefix(result->text, "account ") && strstr(result->text, ": ") != NULL ?
			strstr(result->text, ": ") + 2 : result->text);
	} else if (*result->text != '\0') {
		fprintf(stderr, "kith: account %s: %s\n", result->account, result->text);
	}
	g_ptr_array_add(engine->results, json_pack("{s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:s?}",
			"account", result->account, "ok", (int)result->ok, "stored", (json_int_t)counts->stored,
			"known", (json_int_t)counts->known, "skipped", (json_int_t)counts->skipped,
			"quarantined", (json_int_t)counts->quarantined, "bytes", (json_int_t)result->bytes,
			"error", result->ok ? NULL : result->text));
}

KithStore *kith_engine_store(KithCli *cli, GError **error)
{
	if (!kith_cli_need_config(cli, error))
		return NULL;
	g_autoptr(KithStore) store = kith_store_open(cli->config->database, KITH_STORE_WRITE, error);
	if (store == NULL || !kith_store_mirror_config(store, cli->config, error))
		return NULL;
	return g_steal_pointer(&store);
}

static void free_object(gpointer object)
{
	json_decref(object);
}

bool kith_engine_init(KithEngine *engine, KithCli *cli, bool writes, const char *const *paths,
		void (*folder)(const char *account, const KithFetchFolder *told, void *engine), GError **error)
{
	*engine = (KithEngine) { .cli = cli };
	if (!kith_cli_need_config(cli, error))
		return false;
	if (writes) {
		engine->store = kith_engine_store(cli, error);
		if (engine->store == NULL)
			return false;
	}
	const KithCoreSetup setup = {
		.config = cli->config, .store = engine->store, .loop = g_main_context_default(),
		.frozen_now_at = cli->is_now_given ? cli->now_at : 0, .paths = paths,
		.result = on_result, .folder = folder, .context = engine,
	};
	engine->core = kith_core_new(&setup);
	engine->results = g_ptr_array_new_with_free_func(free_object);
	return true;
}

void kith_engine_run(KithEngine *engine)
{
	if (isatty(STDERR_FILENO)) {
		engine->progress = g_timeout_source_new(250);
		g_source_set_callback(engine->progress, show_progress, engine, NULL);
		(void)g_source_attach(engine->progress, NULL);	/* the id is not needed: the source is kept */
	}
	kith_core_wait(engine->core);
	kith_line_clear(&engine->has_line);
}

void kith_engine_clear(KithEngine *engine)
{
	if (engine->progress != NULL) {
		g_source_destroy(engine->progress);
		g_source_unref(engine->progress);
	}
	kith_core_free(engine->core);
	kith_store_close(engine->store);
	if (engine->results != NULL)
		g_ptr_array_unref(engine->results);
}

int kith_engine_print(KithEngine *engine)
{
	KithPrinter *printer = kith_printer_new(engine->cli, result_columns);

	for (guint i = 0; i < engine->results->len; i++)
		(void)kith_printer_add(engine->results->pdata[i], printer);	/* a full list is no failure */
	(void)kith_printer_end(printer);	/* the count is known */
	return (int)engine->exit;
}
