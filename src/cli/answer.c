/* SPDX-License-Identifier: MIT
 * answer.c - a question of another login, answered by the same code as on a shell.
 * In: a request that core has checked. Out: the answer on stdout. Next: src/cli/main.c
 */
#include "daemon/answer.h"

#include "cli.h"

/* Reading only, and of the store only: `parse` would read files with kithd's rights. */
static bool is_question(const char *name)
{
	const KithCommand *command = kith_command_find(name);

	return command != NULL && command->is_question;
}

KithExit kith_cli_answer(const char *config_path, const KithDoorRequest *request)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	KithCli cli = {
		.config_path = g_strdup(config_path),
		.as_user = g_strdup(request->user),
		.now_at = request->now_at,
		.is_now_given = true,
		.json = request->is_json,
		.is_answer = true,
		.columns = request->columns,
	};

	for (guint i = 0; i < request->words->len; i++)
		g_ptr_array_add(words, request->words->pdata[i]);
	g_ptr_array_add(words, NULL);
	if (!is_question(words->pdata[0])) {
		const GError refused = { KITH_ERROR, KITH_ERROR_DENIED, (char *)"kithd answers questions only" };
		kith_cli_clear(&cli);
		return (KithExit)kith_cli_fail(&refused);
	}
	int status = kith_cli_run(&cli, (int)request->words->len, (char **)words->pdata);
	kith_cli_clear(&cli);
	return (KithExit)CLAMP(status, KITH_EXIT_DONE, KITH_EXIT_REFUSED);
}
