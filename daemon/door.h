/* SPDX-License-Identifier: MIT
 * door.h - what is said on the control socket (DATABASE.sock): one request, one answer.
 * In: words of a command. Out: what became of it. Next: daemon/porter.h
 *
 * The first byte says hello and carries the asker's stdout and stderr (SCM_RIGHTS) when a
 * question is to be answered onto them; then one message as on every pipe (daemon/pipe.h).
 */
#pragma once

#include "pipe.h"
#include "progress.h"

typedef enum {
	KITH_DOOR_TELL = 1,	/* change something: kith_tell */
	KITH_DOOR_ASK = 2,	/* answer a question onto the asker's stdout */
	KITH_DOOR_SYNC = 3,	/* sync now, the accounts named or all, and say when it is over */
	KITH_DOOR_PROGRESS = 15,	/* KithProgress, while a SYNC runs: once a second */
	KITH_DOOR_DONE = 16,	/* KithDoorAnswer */
} KithDoorMessage;

#define KITH_DOOR_HELLO 'k'
#define KITH_DOOR_WORDS 200	/* of one command */

typedef struct {
	char *user;		/* --as; NULL: whoever asks */
	GPtrArray *words;	/* char * */
	bool is_json;
	uint32_t columns;	/* of the asker's terminal; 0: it is none */
	int64_t now_at;		/* --now; 0: the daemon's clock. Heeded for the daemon's own user and root */
} KithDoorRequest;

typedef struct {
	KithExit exit;
	char *text;		/* for people; "" when there is nothing to say */
} KithDoorAnswer;

void kith_door_request_free(KithDoorRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithDoorRequest, kith_door_request_free)
void kith_door_request_write(const KithDoorRequest *request, GByteArray *out);
/* INVALID on anything wrong: no words, too many, a year beyond all calendars. */
KithDoorRequest *kith_door_request_read(KithReader *in, GError **error);
void kith_door_answer_free(KithDoorAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithDoorAnswer, kith_door_answer_free)
void kith_door_answer_write(const KithDoorAnswer *answer, GByteArray *out);
KithDoorAnswer *kith_door_answer_read(KithReader *in, GError **error);

/* The address of DATABASE's socket; LIMIT when the path is too long for one. */
bool kith_door_path(const char *database, char ret_path[108], GError **error);

/* The client's side: connects, sends, waits for the answer as long as it takes. *ret_nobody: no daemon
 * listens (NULL without error). OUTPUT: fds for the answer, or NULL. */
KithDoorAnswer *kith_door_call(const char *database, KithDoorMessage message, const KithDoorRequest *request,
		const int *output, bool *ret_nobody, GError **error);
/* The same for KITH_DOOR_SYNC; meanwhile PROGRESS is told how far it is. */
KithDoorAnswer *kith_door_sync(const char *database, const KithDoorRequest *request,
		void (*progress)(const KithProgress *progress, void *context), void *context, bool *ret_nobody,
		GError **error);
