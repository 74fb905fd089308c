/* SPDX-License-Identifier: MIT
 * engine.h - core inside `kith`, for commands that work without a running kithd.
 * In: the command's configuration. Out: core with its store, results and progress. Next: daemon/core.h
 */
#pragma once

#include "cli.h"
#include "daemon/core.h"

typedef struct {
	KithCli *cli;
	KithStore *store;	/* writing; NULL: audit */
	KithCore *core;
	GPtrArray *results;	/* json_t *: one object per account, in the order they ended */
	KithExit exit;		/* the worst of them */
	GSource *progress;
	bool has_line;		/* a progress line stands on the terminal */
} KithEngine;

/* The writing store alone: takes the writer's lock, brings the configuration in. Errors: TEMPORARY (who holds it). */
KithStore *kith_engine_store(KithCli *cli, GError **error);

/* PATHS (NULL-ended or NULL): to import. With WRITES false core has no store and can audit only. */
bool kith_engine_init(KithEngine *engine, KithCli *cli, bool writes, const char *const *paths,
		void (*folder)(const char *account, const KithFetchFolder *told, void *engine), GError **error);
/* Runs what was queued, with progress on a terminal's stderr; failures are told there. */
void kith_engine_run(KithEngine *engine);
void kith_engine_clear(KithEngine *engine);
/* What each account came to, and the exit status. */
int kith_engine_print(KithEngine *engine);

/* The line on a terminal's stderr that says how far it is; *HAS_LINE: one stands there. */
void kith_line_show(const KithProgress *progress, bool *has_line);
void kith_line_clear(bool *has_line);
