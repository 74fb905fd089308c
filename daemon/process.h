/* SPDX-License-Identifier: MIT
 * process.h - child processes of one binary, each with a socket to its parent and little else.
 * In: a role. Out: a running child of which nothing is believed. Next: daemon/jail.h
 */
#pragma once

#include "pipe.h"

#include <sys/types.h>

typedef enum { KITH_CHILD_FETCH, KITH_CHILD_PARSE, KITH_CHILD_SEND, KITH_CHILD_ANSWER } KithChildRole;

/* The first message of every child, once it has locked itself in: a text for the debug log or NULL. */
#define KITH_CHILD_READY 0

typedef struct {
	KithChildRole role;
	pid_t pid;
	bool is_ready;
	KithPipe pipe;
} KithChild;

const char *kith_child_role_name(KithChildRole role);
bool kith_child_role_find(const char *name, KithChildRole *ret_role);

/* Starts this program again as ROLE: the socket is its fd 3, every other descriptor is closed,
 * the environment is clean. PATHS (NULL-ended, or NULL) is what a fetch or send process may
 * read besides the system's files. OUTPUT: fds for its stdout and stderr; NULL gives nothing
 * and ours. Errors: TEMPORARY. */
KithChild *kith_child_start(KithChildRole role, const char *const *paths, const int *output, GError **error);

/* As kith_pipe_next and kith_pipe_wait; READY is taken here. */
int kith_child_next(KithChild *child, uint8_t *ret_type, GBytes **ret_payload, GError **error);
int kith_child_wait(KithChild *child, int64_t until_us, uint8_t *ret_type, GBytes **ret_payload, GError **error);

/* Ends the child whatever it does, frees CHILD and says how it ended ("exited with status 1",
 * "was killed by signal 31 (Bad system call)"). A child whose socket closed gets a moment to end by itself. */
char *kith_child_end(KithChild *child);
void kith_child_free(KithChild *child);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithChild, kith_child_free)

/* In the child, first: no new rights, no core files, no ptrace, dies with its parent, SIGPIPE ignored. */
bool kith_process_harden(GError **error);
/* In the parent, first: remembers argv[0] for systems without /proc. */
void kith_process_remember(const char *program);
