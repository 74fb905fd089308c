/* SPDX-License-Identifier: MIT
 * tell.c - remind, done, snooze, never, note, tag, mine, undo: words that change something.
 * In: words on a shell. Out: what was understood and done. Next: src/follow/command.c
 */
#include "commands.h"
#include "door.h"

int kith_command_tell(KithCli *cli, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	(void)argc;	/* argv is NULL-ended; the grammar of follow says what is missing */
	if (!kith_cli_need_config(cli, &error))
		return kith_cli_fail(error);
	return kith_door_tell(cli, (const char *const *)argv);
}
