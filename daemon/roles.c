/* SPDX-License-Identifier: MIT
 * roles.c - what a child process does: locks itself in, says so, serves its socket.
 * In: argv of a child. Out: its exit status. Next: daemon/jail.c
 */
#include "roles.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "answer.h"
#include "jail.h"
#include "kith/fetch.h"
#include "kith/parse.h"
#include "kith/send.h"
#include "process.h"

#define CHILD_FD 3
#define EXIT_NO_JAIL 70

static bool lock_in(KithChildRole role, const char *const *paths, char **ret_note, GError **error)
{
	if (!kith_process_harden(error))
		return false;
	switch (role) {
	case KITH_CHILD_PARSE:
		kith_parse_init();
		/* The default writer asks sockets whether they are the journal's. */
		g_log_set_writer_func(g_log_writer_standard_streams, NULL, NULL);
		kith_jail_raise_cpu();
		return kith_jail_parse(ret_note, error);
	case KITH_CHILD_FETCH:
	case KITH_CHILD_SEND:
		return kith_jail_files(paths, ret_note, error);
	case KITH_CHILD_ANSWER:
		*ret_note = NULL;
		return true;
	}
	return false;
}

static int work(KithChildRole role)
{
	switch (role) {
	case KITH_CHILD_FETCH:
		return kith_fetch_main(CHILD_FD);
	case KITH_CHILD_PARSE:
		return kith_parse_main(CHILD_FD, kith_jail_raise_cpu);
	case KITH_CHILD_SEND:
		return kith_send_main(CHILD_FD);
	case KITH_CHILD_ANSWER:
		return kith_answer_main(CHILD_FD);
	}
	return EXIT_NO_JAIL;
}

static bool has_socket(void)
{
	struct stat about;

	return fstat(CHILD_FD, &about) == 0 && S_ISSOCK(about.st_mode);
}

static int be_child(KithChildRole role, const char *const *paths)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GByteArray) payload = g_byte_array_new();
	g_autofree char *note = NULL;

	/* What ps and top show; at most 15 characters. Inside the jail it could not be set. */
	g_autofree char *name = g_strconcat("kith-", kith_child_role_name(role), NULL);
	(void)prctl(PR_SET_NAME, name, 0, 0, 0);
	if (!has_socket() || !lock_in(role, paths, &note, &error)) {
		g_printerr("kith: %s process: %s\n", kith_child_role_name(role),
			   error != NULL ? error->message : "it is started by kithd, not by hand");
		return EXIT_NO_JAIL;
	}
	kith_wire_put_string(payload, note);
	if (!kith_wire_send(CHILD_FD, KITH_CHILD_READY, payload, &error))
		return 0;	/* the parent has ended */
	return work(role);
}

int kith_child_main(int argc, char **argv, bool *ret_handled)
{
	KithChildRole role;

	*ret_handled = argc >= 2 && g_str_has_prefix(argv[1], "--child=");
	if (!*ret_handled) {
		kith_process_remember(argv[0]);
		return 0;
	}
	if (!kith_child_role_find(argv[1] + strlen("--child="), &role)) {
		g_printerr("kith: there is no role \"%s\"\n", argv[1] + strlen("--child="));
		return EXIT_NO_JAIL;
	}
	return be_child(role, (const char *const *)argv + 2);
}
