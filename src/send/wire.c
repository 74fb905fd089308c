/* SPDX-License-Identifier: MIT
 * wire.c - jobs and results of the send process as flat fields.
 * In: a noun, or bytes of a process that is not believed. Out: the other of the two. Next: src/send/smtp.c
 */
#include <string.h>

#include "kith/send.h"

void kith_send_job_free(KithSendJob *job)
{
	if (job == NULL)
		return;
	if (job->password != NULL)
		explicit_bzero(job->password, strlen(job->password));
	g_free(job->password);
	g_free(job->host);
	g_free(job->login);
	g_free(job->tls_ca);
	g_free(job->sender);
	g_free(job->recipient);
	g_clear_pointer(&job->bytes, g_bytes_unref);
	g_free(job);
}

void kith_send_job_write(const KithSendJob *job, GByteArray *out)
{
	gsize length;
	const void *bytes = g_bytes_get_data(job->bytes, &length);

	kith_wire_put_u8(out, job->implicit_tls);
	kith_wire_put_u8(out, job->plain);
	kith_wire_put_string(out, job->host);
	kith_wire_put_u32(out, job->port);
	kith_wire_put_string(out, job->login);
	kith_wire_put_string(out, job->password);
	kith_wire_put_string(out, job->tls_ca);
	kith_wire_put_string(out, job->sender);
	kith_wire_put_string(out, job->recipient);
	kith_wire_put_bytes(out, bytes, length);
}

KithSendJob *kith_send_job_read(KithReader *in, GError **error)
{
	g_autoptr(KithSendJob) job = g_new0(KithSendJob, 1);

	job->implicit_tls = kith_wire_get_u8(in) != 0;
	job->plain = kith_wire_get_u8(in) != 0;
	job->host = kith_wire_get_string(in);
	uint32_t port = kith_wire_get_u32(in);
	job->login = kith_wire_get_string(in);
	job->password = kith_wire_get_string(in);
	job->tls_ca = kith_wire_get_string(in);
	job->sender = kith_wire_get_string(in);
	job->recipient = kith_wire_get_string(in);
	job->bytes = kith_wire_get_bytes(in);
	if (port == 0 || port > UINT16_MAX || job->host == NULL || job->sender == NULL || job->recipient == NULL)
		in->failed = true;
	job->port = (uint16_t)port;
	return kith_wire_finish(in, error) ? g_steal_pointer(&job) : NULL;
}

void kith_send_result_free(KithSendResult *result)
{
	if (result == NULL)
		return;
	g_free(result->text);
	g_free(result);
}

void kith_send_result_write(const KithSendResult *result, GByteArray *out)
{
	kith_wire_put_u8(out, (uint8_t)result->outcome);
	kith_wire_put_string(out, result->text);
}

KithSendResult *kith_send_result_read(KithReader *in, GError **error)
{
	g_autoptr(KithSendResult) result = g_new0(KithSendResult, 1);
	uint8_t outcome = kith_wire_get_u8(in);

	result->text = kith_wire_get_string(in);
	if (outcome > KITH_SEND_UNCERTAIN)
		in->failed = true;
	result->outcome = (KithSendOutcome)outcome;
	return kith_wire_finish(in, error) ? g_steal_pointer(&result) : NULL;
}
