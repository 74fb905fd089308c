/* SPDX-License-Identifier: MIT
 * main.c - the fetch process: a job, what it finds, a result, the next job.
 * In: KithFetchJob from core. Out: folders, mails, KithFetchResult. Next: src/fetch/imap.c
 */
#include <signal.h>
#include <string.h>

#include "imap.h"
#include "local.h"

static KithFetchJob *read_job(GBytes *payload, GError **error)
{
	gsize length;
	const uint8_t *bytes = g_bytes_get_data(payload, &length);
	KithReader in = {bytes, bytes + length, false};
	KithFetchJob *job = kith_fetch_job_read(&in, error);

	explicit_bzero((void *)(uintptr_t)bytes, length);	/* the password was in it */
	return job;
}

static bool run(KithChannel *channel, GError **error)
{
	switch (channel->job->source) {
	case KITH_SOURCE_IMAPS:
	case KITH_SOURCE_IMAP_STARTTLS:
	case KITH_SOURCE_IMAP_PLAIN:
		if (channel->job->is_import)
			break;
		return channel->job->host != NULL && kith_imap_fetch(channel, error);
	case KITH_SOURCE_MAILDIR:
	case KITH_SOURCE_MBOX:
	case KITH_SOURCE_EML:
		break;
	}
	return kith_local_fetch(channel, error);
}

static bool send_result(int fd, const KithChannel *channel, bool ok, const GError *failure,
			GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	KithFetchResult result = {.ok = ok, .bytes = channel->bytes,
				  .is_throttled = !ok && channel->is_throttled,
				  .retry_after_s = !ok ? channel->retry_after_s : 0};

	if (ok && channel->notes->len > 0)
		result.text = channel->notes->str;
	if (!ok) {
		bool is_ours = failure != NULL && failure->domain == KITH_ERROR;

		result.code = is_ours ? (KithError)failure->code : KITH_ERROR_CONFIG;
		result.text =
			failure != NULL ? failure->message : (char *)"the account has no host";
	}
	kith_fetch_result_write(&result, out);
	return kith_wire_send(fd, KITH_FETCH_DONE, out, error);
}

static bool serve(int fd, GBytes *payload, GError **error)
{
	g_autoptr(KithFetchJob) job = read_job(payload, error);
	g_autoptr(GError) failure = NULL;

	if (job == NULL)
		return false;
	KithChannel channel = {.fd = fd, .job = job, .notes = g_string_new(NULL)};
	bool ok = run(&channel, &failure);
	ok = send_result(fd, &channel, ok, failure, error);
	g_string_free(channel.notes, TRUE);
	return ok;
}

int kith_fetch_main(int fd)
{
	g_autoptr(GError) error = NULL;

	signal(SIGPIPE, SIG_IGN);
	kith_local_guard();
	for (;;) {
		uint8_t type = 0;
		g_autoptr(GBytes) payload = kith_wire_receive(fd, &type, &error);

		if (payload == NULL)
			break;
		if (type != KITH_FETCH_JOB)
			g_set_error(&error, KITH_ERROR, KITH_ERROR_INVALID,
				    "message %u where a job was expected", type);
		else if (serve(fd, payload, &error))
			continue;
		break;
	}
	return error == NULL ? KITH_EXIT_DONE : kith_error_exit(error);
}
