/* SPDX-License-Identifier: MIT
 * job.c - what a fetch process is asked to do for an account, with its secret.
 * In: an account of the configuration. Out: KithFetchJob. Next: daemon/fetcher.c
 */
#include "job.h"

#include "kith/account.h"

static GPtrArray *copy_strings(const GPtrArray *texts)
{
	if (texts == NULL)
		return NULL;
	GPtrArray *copy = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < texts->len; i++)
		g_ptr_array_add(copy, g_strdup(texts->pdata[i]));
	return copy;
}

static bool add_password(KithFetchJob *job, const KithAccount *account, GError **error)
{
	g_autoptr(GError) failure = NULL;
	g_autoptr(KithSecret) secret = kith_secret_load(account->password_command, account->password_file,
							account->credential, &failure);

	if (failure != NULL) {
		g_propagate_prefixed_error(error, g_steal_pointer(&failure), "account %s: ", account->title);
		return false;
	}
	if (secret != NULL)
		job->password = g_strdup(secret->text);
	return true;
}

KithFetchJob *kith_job_new(const KithAccount *account, const char *const *paths, bool list_only, int64_t now_at,
		GError **error)
{
	g_autoptr(KithFetchJob) job = g_new0(KithFetchJob, 1);

	job->account = g_strdup(account->title);
	job->source = account->source;
	job->is_import = paths != NULL;
	job->list_only = list_only;
	job->lanes = 1;
	job->paths = g_ptr_array_new_with_free_func(g_free);
	for (; paths != NULL && *paths != NULL; paths++)
		g_ptr_array_add(job->paths, g_strdup(*paths));
	if (job->is_import)
		return g_steal_pointer(&job);
	if (account->path != NULL)
		g_ptr_array_add(job->paths, g_strdup(account->path));
	job->host = g_strdup(account->host);
	job->port = account->port;
	job->login = g_strdup(account->login);
	job->tls_ca = g_strdup(account->tls_ca);
	job->folders = copy_strings(account->folders);
	job->since_at = kith_config_since_at(account, now_at);
	job->largest_bytes = account->largest_bytes;
	job->bytes_per_s = account->bytes_per_s;
	return add_password(job, account, error) ? g_steal_pointer(&job) : NULL;
}

KithFetchJob *kith_job_lane(const KithFetchJob *job, uint8_t lane, uint8_t lanes)
{
	KithFetchJob *copy = g_new0(KithFetchJob, 1);

	*copy = *job;
	copy->account = g_strdup(job->account);
	copy->host = g_strdup(job->host);
	copy->login = g_strdup(job->login);
	copy->password = g_strdup(job->password);
	copy->tls_ca = g_strdup(job->tls_ca);
	copy->folders = copy_strings(job->folders);
	copy->paths = copy_strings(job->paths);
	copy->lane = lane;
	copy->lanes = lanes;
	if (job->bytes_per_s > 0)
		copy->bytes_per_s = MAX(job->bytes_per_s / lanes, 1);
	return copy;
}

char **kith_job_paths(const KithConfig *config, const char *const *imported)
{
	g_autoptr(GStrvBuilder) paths = g_strv_builder_new();

	for (guint i = 0; i < config->accounts->len; i++) {
		const KithAccount *account = config->accounts->pdata[i];

		if (account->tls_ca != NULL)
			g_strv_builder_add(paths, account->tls_ca);
		if (account->path != NULL)
			g_strv_builder_add(paths, account->path);
	}
	for (const char *const *path = imported; path != NULL && *path != NULL; path++)
		g_strv_builder_add(paths, *path);
	return g_strv_builder_end(paths);
}
