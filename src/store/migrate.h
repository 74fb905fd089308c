/* SPDX-License-Identifier: MIT
 * migrate.h - a database of any older kith becomes one of this kith.
 */
#pragma once

#include "internal.h"

/* Runs the missing steps, one transaction each, after a backup beside the database.
 * Errors: INVALID (no kith database, or a newer kith's), LIMIT, CORRUPT. */
bool kith_store_migrate(KithStore *store, GError **error);

/* Refuses a database that is not of exactly this version (readers don't migrate). */
bool kith_store_check_version(KithStore *store, GError **error);
