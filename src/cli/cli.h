/* SPDX-License-Identifier: MIT
 * cli.h - what all commands of `kith` share: who asks, where the answer goes, the table of commands.
 * In: words on a shell. Out: text or JSON, an exit status. Next: src/cli/main.c
 */
#pragma once

#include <jansson.h>

#include "kith/follow.h"
#include "kith/view.h"

typedef struct {
	char *config_path;	/* --config; NULL: looked for */
	char *as_user;		/* --as; NULL */
	int64_t now_at;
	bool is_now_given;	/* --now or KITH_NOW: the clock stands still */
	bool json;
	bool is_answer;		/* in an answer process: reading only, no door */
	unsigned columns;	/* of the terminal; 0: the output is none */
	/* opened by what asks for them: */
	KithConfig *config;
	KithStore *store;	/* reading */
	const KithUser *user;
	KithViewer viewer;
} KithCli;

/* ARGV[0] is the command's name. Returns the exit status; errors are told on stderr. */
typedef int (*KithCommandRun)(KithCli *cli, int argc, char **argv);
typedef struct {
	const char *name;
	const char *arguments;	/* as in "CONTACT WHEN [NOTE]" */
	const char *summary;	/* one line */
	KithCommandRun run;
	bool is_question;	/* reads the store and nothing else: kithd may answer it for another login */
} KithCommand;
extern const KithCommand kith_commands[];	/* ends with name NULL */

/* NULL: there is none of that name. */
const KithCommand *kith_command_find(const char *name);

/* Runs one command; ARGV[0] is its name. */
int kith_cli_run(KithCli *cli, int argc, char **argv);
void kith_cli_clear(KithCli *cli);

/* Opened once, kept in CLI. */
bool kith_cli_need_config(KithCli *cli, GError **error);
bool kith_cli_need_store(KithCli *cli, GError **error);	/* reading */
/* Who asks: --as, else the only user, else whose `unix-user` is our login. Errors: USAGE names the users. */
bool kith_cli_need_viewer(KithCli *cli, GError **error);

/* "kith: MESSAGE" on stderr; the exit status of ERROR. */
int kith_cli_fail(const GError *error);
/* A command typed wrongly: says how it is typed. */
int kith_cli_usage(const char *command, const char *problem);

/* Options of one command, removed from argv; what is left are its arguments. False: told. */
bool kith_cli_options(const GOptionEntry *entries, int *argc, char ***argv);

/* --- one printer behind text and JSON (print.c) */

typedef struct KithPrinter KithPrinter;
typedef struct {
	const char *title;	/* of the column */
	const char *field;	/* of the object; "a.b" reaches inside */
	enum { KITH_COLUMN_TEXT, KITH_COLUMN_NAME, KITH_COLUMN_AGO, KITH_COLUMN_TIME, KITH_COLUMN_NUMBER } form;
	bool may_shrink;	/* cut first when the terminal is narrow; a NAME stays readable instead */
} KithColumn;

/* A list: NDJSON with --json, a table on a terminal, tab-separated lines in a pipe. COLUMNS end with title NULL. */
KithPrinter *kith_printer_new(KithCli *cli, const KithColumn *columns);
/* One object; a KithViewEach with the printer as context. */
bool kith_printer_add(json_t *object, void *printer);
/* Prints what waits; the count of objects. */
unsigned kith_printer_end(KithPrinter *printer);

/* One object: JSON with --json; else false, and the command prints its own text. */
bool kith_print_object(KithCli *cli, const json_t *object);
/* TEXT for people, cleaned of what steers a terminal, without a newline of its own. */
void kith_print_clean(const char *text);
/* "Label:   text" in one clean line; nothing when TEXT is NULL or empty. */
void kith_print_field(const char *label, const char *text);
/* "3 days ago", "in 2 hours", "just now". */
char *kith_print_ago(int64_t at, int64_t now_at);
