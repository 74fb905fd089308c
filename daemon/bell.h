/* SPDX-License-Identifier: MIT
 * bell.h - rings when something is delivered into a local source.
 * In: accounts whose mail lies in files. Out: a call for each that changed. Next: daemon/core.h
 *
 * Folders are watched with inotify(7); no mail is opened here. Whoever hears the bell looks at the
 * account as a whole, so it may ring once too often, and polling goes on beside it: what the bell
 * misses (a file system without inotify, too many folders) is only found later.
 */
#pragma once

#include "kith/config.h"

typedef struct KithBell KithBell;

typedef struct {
	/* ACCOUNT may have changed: at most once in a moment, however much happens there. */
	void (*ring)(const KithAccount *account, void *context);
	/* Something keeps the bell from ringing at once for ACCOUNT (NULL: for all); said once. */
	void (*say)(const KithAccount *account, const char *text, void *context);
	void *context;
} KithBellCalls;

/* Watches the local sources of CONFIG, which must outlive the bell. Never fails: what cannot be
 * watched is said. A source that is not there yet is waited for. */
KithBell *kith_bell_new(const KithConfig *config, GMainContext *loop, const KithBellCalls *calls);
void kith_bell_free(KithBell *bell);
/* With every poll: sources that were replaced unseen, or could not be watched, are tried again. */
void kith_bell_refresh(KithBell *bell);
/* How many folders are watched; for tests. */
unsigned kith_bell_count(const KithBell *bell);
