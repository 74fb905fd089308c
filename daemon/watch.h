/* SPDX-License-Identifier: MIT
 * watch.h - a child in the main loop.
 * In: a running child. Out: a call whenever it said something or ended. Next: daemon/pool.h
 */
#pragma once

#include "process.h"

typedef struct KithWatch KithWatch;
/* Called when messages may be there (kith_child_next) or the child ended (has_ended). FAILURE: the
 * connection broke; NULL else. The call may free the watch. */
typedef void (*KithWatchCall)(KithChild *child, const GError *failure, void *context);

/* Borrows CHILD, which must outlive the watch. */
KithWatch *kith_watch_new(KithChild *child, GMainContext *loop, KithWatchCall call, void *context);
void kith_watch_free(KithWatch *watch);
/* Back-pressure: a paused watch reads nothing; resumed, it looks at once. */
void kith_watch_pause(KithWatch *watch);
void kith_watch_resume(KithWatch *watch);
