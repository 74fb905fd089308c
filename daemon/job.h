/* SPDX-License-Identifier: MIT
 * job.h - what a fetch process is asked to do for an account, with its secret.
 * In: an account of the configuration. Out: KithFetchJob. Next: daemon/fetcher.h
 */
#pragma once

#include "kith/fetch.h"

/* The job of ACCOUNT with its secret; PATHS (NULL-ended): an import. Errors: CONFIG, TEMPORARY. */
KithFetchJob *kith_job_new(const KithAccount *account, const char *const *paths, bool list_only, int64_t now_at,
		GError **error);
/* The share of JOB that one of LANES processes has: of its folders, and of its bandwidth. */
KithFetchJob *kith_job_lane(const KithFetchJob *job, uint8_t lane, uint8_t lanes);

/* What fetch processes may read besides the system's files: certificates, local sources, and what is IMPORTED
 * (NULL-ended; NULL none). g_strfreev(). */
char **kith_job_paths(const KithConfig *config, const char *const *imported);
