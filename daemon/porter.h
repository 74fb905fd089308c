/* SPDX-License-Identifier: MIT
 * porter.h - kithd's side of the control socket: who asks, what may they, who answers.
 * In: requests of users on this machine. Out: changes by core, questions to answer processes.
 * Next: daemon/answer.c
 */
#pragma once

#include "core.h"
#include "door.h"

typedef struct KithPorter KithPorter;

/* Listens at DATABASE.sock; core holds the writer's lock, so an old socket there is nobody's. */
KithPorter *kith_porter_new(const KithConfig *config, KithStore *store, KithCore *core, GMainContext *loop,
		GError **error);
void kith_porter_free(KithPorter *porter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithPorter, kith_porter_free)

/* One account's sync is over: whoever waits for it is told. */
void kith_porter_result(KithPorter *porter, const KithSyncResult *result);

/* Whom UID may speak for: OWN_UID (the daemon's) and root for WANTED, or, without one, for the user
 * whose `unix_user` is LOGIN, or for the only user there is; anybody else for themselves alone.
 * *ret_is_operator: of the first kind. *ret_user NULL: the operator as no user. Errors: DENIED, USAGE. */
bool kith_porter_who(const KithConfig *config, uid_t uid, uid_t own_uid, const char *login, const char *wanted,
		bool *ret_is_operator, const KithUser **ret_user, GError **error);
