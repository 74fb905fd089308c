/* SPDX-License-Identifier: MIT
 * postman.c - the outbox, one mail after the other, through one send process.
 * In: outgoing rows. Out: mails sent, and what became of each. Next: daemon/core.c
 *
 * A mail is marked `sending` durably before the process hears of it. When the process dies, nobody
 * knows whether the mail went out: it is uncertain, and looked up before it is repeated.
 */
#include "postman.h"

#include <string.h>

#include "kith/account.h"
#include "watch.h"

#define ANSWER_US ((KITH_LIMIT_SMTP_ANSWER_S + 300) * G_USEC_PER_SEC)
#define SPARE_BYTES (64 * 1024)		/* a job's fields beside the mail */

struct KithPostman {
	KithPostHost host;
	KithChild *child;	/* NULL: to be started */
	KithWatch *watch;
	GSource *turn;		/* the next mail, at the next turn of the loop */
	GSource *clock;
	KithSecret *secret;	/* while busy */
	bool is_busy;
	int64_t outgoing_id;	/* on its way; 0: none */
	int64_t until_us;
};

static void end_child(KithPostman *postman)
{
	g_clear_pointer(&postman->watch, kith_watch_free);
	g_clear_pointer(&postman->child, kith_child_free);
}

static void end_source(GSource **source)
{
	if (*source == NULL)
		return;
	g_source_destroy(*source);
	g_clear_pointer(source, g_source_unref);
}

/* All is done, or nothing more can be done now: the rows stay for the next time. */
static void stop(KithPostman *postman, const char *why)
{
	if (why != NULL)
		g_log_structured("kith", G_LOG_LEVEL_WARNING, "MESSAGE", "delivery: %s", why);
	end_source(&postman->clock);
	g_clear_pointer(&postman->secret, kith_secret_free);
	end_child(postman);
	postman->is_busy = false;
	postman->host.ended(postman->host.context);
}

static gboolean next(gpointer data);

static void go_on(KithPostman *postman)
{
	postman->turn = g_idle_source_new();
	g_source_set_priority(postman->turn, G_PRIORITY_DEFAULT);	/* a long first sync delays no reminder */
	g_source_set_callback(postman->turn, next, postman, NULL);
	(void)g_source_attach(postman->turn, postman->host.loop);	/* the id is not needed: the source is kept */
}

static void record(KithPostman *postman, KithSendOutcome outcome, const char *text)
{
	g_autoptr(GError) failure = NULL;
	int64_t outgoing_id = postman->outgoing_id;

	postman->outgoing_id = 0;
	if (kith_outbox_result(postman->host.store, outgoing_id, outcome, text,
			       postman->host.now(postman->host.context), &failure))
		go_on(postman);
	else
		stop(postman, failure->message);
}

static void child_died(KithPostman *postman, const char *why)
{
	g_clear_pointer(&postman->watch, kith_watch_free);
	bool was_ready = postman->child->is_ready;
	g_autofree char *how = kith_child_end(g_steal_pointer(&postman->child));
	g_autofree char *text = g_strdup_printf("the send process %s; it %s", why, how);

	if (postman->outgoing_id == 0)
		return;
	/* Before it was ready it had read nothing: the mail cannot have gone out. */
	record(postman, was_ready ? KITH_SEND_UNCERTAIN : KITH_SEND_LATER, text);
}

static bool take_result(KithPostman *postman, uint8_t type, GBytes *payload)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };

	if (type != KITH_SEND_RESULT || postman->outgoing_id == 0)
		return false;
	g_autoptr(KithSendResult) result = kith_send_result_read(&in, NULL);
	if (result == NULL)
		return false;
	record(postman, result->outcome, result->text);
	return true;
}

static void on_child(KithChild *child, const GError *broken, void *context)
{
	KithPostman *postman = context;
	g_autoptr(GBytes) payload = NULL;
	uint8_t type;
	int got = broken == NULL ? kith_child_next(child, &type, &payload, NULL) : -1;

	if (got == 1 && !take_result(postman, type, payload))
		child_died(postman, "answered nonsense");
	else if (got < 0)
		child_died(postman, broken != NULL ? broken->message : "sent a malformed message");
	else if (got == 0 && child->pipe.has_ended)
		child_died(postman, "ended");
}

static gboolean on_clock(gpointer data)
{
	KithPostman *postman = data;

	if (postman->outgoing_id != 0 && postman->child != NULL && g_get_monotonic_time() > postman->until_us)
		child_died(postman, "did not answer in time");
	return G_SOURCE_CONTINUE;
}

static bool ensure_child(KithPostman *postman, GError **error)
{
	const char *paths[] = { postman->host.config->smtp.tls_ca, NULL };

	if (postman->child != NULL)
		return true;
	postman->child = kith_child_start(KITH_CHILD_SEND, paths, NULL, error);
	if (postman->child == NULL)
		return false;
	postman->watch = kith_watch_new(postman->child, postman->host.loop, on_child, postman);
	return true;
}

/* The job borrows everything: only its bytes on the wire are wiped here. */
static bool send_job(KithPostman *postman, const KithOutgoing *outgoing, GError **error)
{
	const KithSmtp *smtp = &postman->host.config->smtp;
	const KithSendJob job = {
		.implicit_tls = smtp->implicit_tls, .plain = smtp->plain,
		.host = smtp->host, .port = smtp->port, .login = smtp->login,
		.password = postman->secret != NULL ? postman->secret->text : NULL,
		.tls_ca = smtp->tls_ca,
		.sender = postman->host.config->address, .recipient = outgoing->recipient,
		.bytes = outgoing->bytes,
	};
	g_autoptr(GByteArray) payload =
		g_byte_array_sized_new((guint)g_bytes_get_size(outgoing->bytes) + SPARE_BYTES);

	kith_send_job_write(&job, payload);
	bool ok = kith_pipe_put(&postman->child->pipe, KITH_SEND_JOB, payload, error);
	explicit_bzero(payload->data, payload->len);
	postman->until_us = g_get_monotonic_time() + ANSWER_US;
	return ok && kith_pipe_flush(&postman->child->pipe, error);
}

static gboolean next(gpointer data)
{
	KithPostman *postman = data;
	g_autoptr(GError) failure = NULL;
	KithOutgoing outgoing = { 0 };
	bool found = false;

	end_source(&postman->turn);
	if (!kith_outbox_next(postman->host.store, postman->host.config, postman->host.now(postman->host.context),
			      &found, &outgoing, &failure)) {
		stop(postman, failure->message);
		return G_SOURCE_REMOVE;
	}
	if (!found) {
		stop(postman, NULL);
		return G_SOURCE_REMOVE;
	}
	postman->outgoing_id = outgoing.outgoing_id;
	if (!ensure_child(postman, &failure))
		record(postman, KITH_SEND_LATER, failure->message);
	else if (!send_job(postman, &outgoing, &failure))
		child_died(postman, failure->message);
	kith_outgoing_clear(&outgoing);
	return G_SOURCE_REMOVE;
}

KithPostman *kith_postman_new(const KithPostHost *host)
{
	KithPostman *postman = g_new0(KithPostman, 1);

	postman->host = *host;
	return postman;
}

void kith_postman_free(KithPostman *postman)
{
	if (postman == NULL)
		return;
	end_source(&postman->turn);
	end_source(&postman->clock);
	end_child(postman);
	kith_secret_free(postman->secret);
	g_free(postman);
}

bool kith_postman_is_busy(const KithPostman *postman)
{
	return postman->is_busy;
}

void kith_postman_start(KithPostman *postman)
{
	const KithSmtp *smtp = &postman->host.config->smtp;
	g_autoptr(GError) failure = NULL;

	if (postman->is_busy || smtp->host == NULL)
		return;
	postman->secret = kith_secret_load(smtp->password_command, smtp->password_file, smtp->credential, &failure);
	if (failure != NULL) {
		g_log_structured("kith", G_LOG_LEVEL_WARNING, "MESSAGE", "delivery: %s", failure->message);
		return;
	}
	postman->is_busy = true;
	postman->clock = g_timeout_source_new_seconds(5);
	g_source_set_callback(postman->clock, on_clock, postman, NULL);
	(void)g_source_attach(postman->clock, postman->host.loop);	/* the id is not needed: the source is kept */
	go_on(postman);
}
