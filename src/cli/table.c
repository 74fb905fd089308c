/* SPDX-License-Identifier: MIT
 * table.c - the commands of `kith` and how one is run.
 * In: a command's name and words. Out: its exit status. Next: src/cli/ask.c
 */
#include <string.h>

#include "commands.h"
#include "door.h"

static int command_help(KithCli *cli, int argc, char **argv);

const KithCommand kith_commands[] = {
	{ "contacts", "[QUERY]", "the people you have two-way mail with", kith_command_contacts, true },
	{ "show", "CONTACT", "one person: facts, what is open, conversations", kith_command_show, true },
	{ "timeline", "CONTACT|ORGANIZATION", "everything with them, newest first", kith_command_timeline, true },
	{ "conversations", "[--contact C]", "mails that answer each other", kith_command_conversations, true },
	{ "search", "QUERY", "full text; from: to: with: org: in: after: before:", kith_command_search, true },
	{ "due", "[--all]", "what is owed, awaited or planned, and why", kith_command_due, true },
	{ "why", "WHAT", "what decided on a follow-up, Message-ID, address or ACCOUNT/FOLDER/UID",
		kith_command_why, true },
	{ "digest", "[--user U]", "the weekly digest as it would be sent", kith_command_digest, true },
	{ "status", "", "accounts, outbox, and what is not well", kith_command_status, true },
	{ "export", "[--contact C] --format F", "what you may see, as json, csv, vcard or mbox",
		kith_command_export, true },
	{ "remind", "CONTACT WHEN [NOTE]", "be reminded of somebody", kith_command_tell, false },
	{ "done", "ID", "a follow-up is done", kith_command_tell, false },
	{ "snooze", "ID WHEN", "a follow-up comes back later", kith_command_tell, false },
	{ "never", "CONTACT", "no reminders about somebody any more", kith_command_tell, false },
	{ "note", "CONTACT TEXT", "a note on a timeline", kith_command_tell, false },
	{ "tag", "CONTACT +A -B", "tags of a contact", kith_command_tell, false },
	{ "mine", "ID", "take over what came to a shared mailbox", kith_command_tell, false },
	{ "undo", "", "take back what you told last", kith_command_tell, false },
	{ "sync", "[ACCOUNT...]", "read the mailboxes now", kith_command_sync, false },
	{ "import", "--account NAME PATH...", "history from mbox, Maildir or .eml", kith_command_import, false },
	{ "audit", "[ACCOUNT]", "is every mail of the server accounted for?", kith_command_audit, false },
	{ "rebuild", "[--dry-run]", "understand all stored mail anew", kith_command_rebuild, false },
	{ "init", "[--non-interactive ...]", "guided set-up: writes a kith.conf", kith_command_init, false },
	{ "doctor", "", "checks the set-up, says how to mend it", kith_command_doctor, false },
	{ "config", "", "every option with type, default and meaning", kith_command_config, false },
	{ "parse", "[--explain] PATH...", "what kith understands of mails, storing nothing",
		kith_command_parse, false },
	{ "when", "[--zone TZ] EXPRESSION", "how a time is understood", kith_command_when, false },
	{ "help", "COMMAND", "how a command is typed", command_help, false },
	{ NULL, NULL, NULL, NULL, false }
};

const KithCommand *kith_command_find(const char *name)
{
	for (const KithCommand *command = kith_commands; command->name != NULL; command++) {
		if (strcmp(command->name, name) == 0)
			return command;
	}
	return NULL;
}

/* How many letters from the start two names share. */
static size_t common_start(const char *a, const char *b)
{
	size_t length = 0;

	while (a[length] != '\0' && a[length] == b[length])
		length++;
	return length;
}

static int unknown(const char *name)
{
	const KithCommand *nearest = NULL;
	size_t best = 1;

	for (const KithCommand *command = kith_commands; command->name != NULL; command++) {
		size_t same = common_start(command->name, name);

		if (same > best) {
			best = same;
			nearest = command;
		}
	}
	g_autofree char *clean = kith_text_snippet(name, 40);
	g_printerr("kith: there is no command \"%s\"%s%s%s; see `kith --help`\n", clean,
		   nearest != NULL ? "; did you mean \"" : "", nearest != NULL ? nearest->name : "",
		   nearest != NULL ? "\"?" : "");
	return KITH_EXIT_USAGE;
}

static int command_help(KithCli *cli, int argc, char **argv)
{
	(void)cli;	/* the same for everybody */
	if (argc < 2)
		return kith_cli_usage(argv[0], "name a command");
	const KithCommand *command = kith_command_find(argv[1]);
	if (command == NULL)
		return unknown(argv[1]);
	printf("kith %s %s\n    %s\n\nThe whole of it: man kith\n", command->name, command->arguments,
	       command->summary);
	return KITH_EXIT_DONE;
}

int kith_cli_usage(const char *name, const char *problem)
{
	const KithCommand *command = kith_command_find(name);

	g_printerr("kith %s: %s\nusage: kith %s %s\n", name, problem, name,
		   command != NULL ? command->arguments : "");
	return KITH_EXIT_USAGE;
}

/* --json and --as are understood after the command's name as well. */
static void take_common(KithCli *cli, int *argc, char **argv)
{
	int kept = 1;

	for (int i = 1; i < *argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			while (i < *argc)
				argv[kept++] = argv[i++];
		} else if (strcmp(argv[i], "--json") == 0) {
			cli->json = true;
		} else if (strcmp(argv[i], "--as") == 0 && i + 1 < *argc) {
			g_free(cli->as_user);
			cli->as_user = g_strdup(argv[++i]);
		} else {
			argv[kept++] = argv[i];
		}
	}
	*argc = kept;
	argv[kept] = NULL;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0)
			return true;
	}
	return false;
}

int kith_cli_run(KithCli *cli, int argc, char **argv)
{
	const KithCommand *command = kith_command_find(argv[0]);

	if (command == NULL)
		return unknown(argv[0]);
	if (asks_for_help(argc, argv)) {
		char *help[] = { (char *)"help", argv[0], NULL };

		return command_help(cli, 2, help);
	}
	g_autofree char **words = g_memdup2(argv, (gsize)(argc + 1) * sizeof *argv);
	take_common(cli, &argc, words);
	int status;
	if (command->is_question && !cli->is_answer && kith_door_ask(cli, argc, words, &status))
		return status;
	return command->run(cli, argc, words);
}
