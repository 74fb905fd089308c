/* SPDX-License-Identifier: MIT
 * door.c - whatever changes the store: through kithd when it runs, else as the only writer.
 * In: words of a command. Out: what was done. Next: daemon/door.c
 */
#include "daemon/door.h"

#include <unistd.h>

#include "door.h"
#include "engine.h"

static GPtrArray *borrow_words(const char *const *words)
{
	GPtrArray *list = g_ptr_array_new();

	for (; *words != NULL; words++)
		g_ptr_array_add(list, (gpointer)*words);
	return list;
}

static void say(KithCli *cli, const char *text, const char *follow_up)
{
	json_t *object = json_pack("{s:s, s:s?}", "text", text, "id", follow_up);

	if (!kith_print_object(cli, object)) {
		kith_print_clean(text);
		putchar('\n');
	}
	json_decref(object);
}

static int tell_alone(KithCli *cli, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(KithStore) store = kith_engine_store(cli, &error);
	KithTold told = { 0 };

	if (store == NULL || !kith_cli_need_viewer(cli, &error) ||
	    !kith_tell(store, cli->config, cli->user, words, cli->now_at, &told, &error))
		return kith_cli_fail(error);
	say(cli, told.text, told.follow_up);
	kith_told_clear(&told);
	return KITH_EXIT_DONE;
}

static bool is_denied_here(const KithCli *cli, GError **error)
{
	if (!cli->is_answer)
		return false;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_DENIED, "an answer changes nothing");
	return true;
}

int kith_door_tell(KithCli *cli, const char *const *words)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = borrow_words(words);
	const KithDoorRequest request = {
		.user = cli->as_user, .words = list, .now_at = cli->is_now_given ? cli->now_at : 0,
	};
	bool nobody = false;

	if (is_denied_here(cli, &error) || !kith_cli_need_config(cli, &error))
		return kith_cli_fail(error);
	g_autoptr(KithDoorAnswer) answer = kith_door_call(cli->config->database, KITH_DOOR_TELL, &request, NULL,
							  &nobody, &error);
	if (nobody)
		return tell_alone(cli, words);
	if (answer == NULL)
		return kith_cli_fail(error);
	if (answer->exit == KITH_EXIT_DONE)
		say(cli, answer->text, NULL);
	else
		fprintf(stderr, "kith: %s\n", answer->text);
	return (int)answer->exit;
}

bool kith_door_ask(KithCli *cli, int argc, char **argv, int *ret_status)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	const int output[2] = { STDOUT_FILENO, STDERR_FILENO };
	const KithDoorRequest request = {
		.user = cli->as_user, .words = list, .is_json = cli->json, .columns = MIN(cli->columns, 10000),
		.now_at = cli->is_now_given ? cli->now_at : 0,
	};
	bool nobody = false;

	/* Who may read the file needs no go-between. */
	if (cli->is_answer || !kith_cli_need_config(cli, NULL) || access(cli->config->database, R_OK) == 0 ||
	    access(cli->config->database, F_OK) != 0)
		return false;
	for (int i = 0; i < argc; i++)
		g_ptr_array_add(list, argv[i]);
	(void)fflush(stdout);		/* what stands in it comes first; a broken pipe shows in the answer */
	g_autoptr(KithDoorAnswer) answer = kith_door_call(cli->config->database, KITH_DOOR_ASK, &request, output,
							  &nobody, &error);
	if (nobody)
		return false;
	if (answer == NULL) {
		*ret_status = kith_cli_fail(error);
		return true;
	}
	if (*answer->text != '\0')
		fprintf(stderr, "kith: %s\n", answer->text);
	*ret_status = (int)answer->exit;
	return true;
}
