/* SPDX-License-Identifier: MIT
 * session.c - from a job to a logged-in IMAP session, and what to say when it fails.
 * In: host, login, password. Out: KithSession. Next: src/fetch/folders.c
 */
#include <string.h>

#include "refusal.h"
#include "session.h"

#define SMALL_ANSWER (1024 * 1024)	/* greeting, capabilities, login */
#define LOGOUT_MS 2000

/* --- errors */

/* What the server said, clean and short; NULL when nothing. */
static char *server_text(const KithSession *session)
{
	const char *said = session->imap->imap_response;

	if (said == NULL || *said == '\0')
		return NULL;
	g_autofree char *valid = kith_text_valid(said, strlen(said), KITH_LIMIT_SUBJECT_BYTES);
	g_autofree char *clean = kith_text_clean(valid, false);
	return kith_text_snippet(clean, 200);
}

void kith_session_ask_patience(KithSession *session, uint32_t wait_s)
{
	session->is_later = session->is_dead = true;
	session->channel->is_throttled = true;
	session->channel->retry_after_s = MAX(session->channel->retry_after_s, wait_s);
}

/* What the last answer means; a server that wants to be left in peace is. */
static KithRefusal judge(KithSession *session)
{
	const struct mailimap_response_info *info = session->imap->imap_response_info;
	uint32_t wait_s;
	KithRefusal refusal = kith_refusal_read(info != NULL ? info->rsp_atom : NULL,
						session->imap->imap_response, &wait_s);

	if (refusal == KITH_REFUSAL_LATER)
		kith_session_ask_patience(session, wait_s);
	return refusal;
}

static bool is_refusal(int code)
{
	return code == MAILIMAP_ERROR_UID_FETCH || code == MAILIMAP_ERROR_UID_SEARCH ||
	       code == MAILIMAP_ERROR_EXAMINE || code == MAILIMAP_ERROR_LIST ||
	       code == MAILIMAP_ERROR_CUSTOM_COMMAND || code == MAILIMAP_ERROR_EXTENSION;
}

bool kith_session_broke(KithSession *session, GError **error)
{
	mailstream *stream = session->imap->imap_stream;
	g_autoptr(GError) cause = NULL;
	uint32_t wait_s;

	if (stream == NULL || !kith_stream_failure(stream, &cause))
		return false;
	session->is_dead = true;
	g_autofree char *said = kith_stream_goodbye(stream);
	if (kith_refusal_read(NULL, said, &wait_s) == KITH_REFUSAL_LATER)
		kith_session_ask_patience(session, wait_s);
	if (said != NULL)
		g_set_error(error, KITH_ERROR, cause->code, "%s: %s", cause->message, said);
	else
		g_propagate_error(error, g_steal_pointer(&cause));
	return true;
}

bool kith_session_failed(KithSession *session, int code, const char *what, GError **error)
{
	g_autofree char *said = server_text(session);

	if (!is_refusal(code))
		session->is_dead = true;
	if (kith_session_broke(session, error))
		return false;
	bool is_later = judge(session) == KITH_REFUSAL_LATER;
	if (is_refusal(code))
		g_set_error(error, KITH_ERROR,
			    is_later ? KITH_ERROR_TEMPORARY : KITH_ERROR_INVALID,
			    "%s: the server refused %s: %s", session->where, what,
			    said != NULL ? said : "without a reason");
	else
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the answer to %s could not be understood%s%s (libetpan error %d)",
			    session->where, what, said != NULL ? "; the server says: " : "",
			    said != NULL ? said : "", code);
	return false;
}

void kith_session_begin(KithSession *session, uint64_t max_bytes)
{
	if (session->imap->imap_stream != NULL)
		kith_stream_begin(session->imap->imap_stream, KITH_LIMIT_COMMAND_MS, max_bytes);
}

bool kith_session_can(KithSession *session, const char *capability)
{
	return mailimap_has_extension(session->imap, capability) != 0;
}

/* --- what libetpan does not know */

static void free_unknown(struct mailimap_extension_data *data)
{
	free(data);	/* from mailimap_extension_data_new(): malloc */
}

static int skip_unknown(int parser, mailstream *stream, MMAPString *buffer,
			struct mailimap_parser_context *context, size_t *index,
			struct mailimap_extension_data **ret_data, size_t rate,
			progress_function *progress);

static struct mailimap_extension_api unknown_answers = {
	.ext_name = (char *)"kith",
	.ext_id = -1,
	.ext_parser = skip_unknown,
	.ext_free = free_unknown,
};

/* Skips an untagged answer of an extension nobody asked for, which would end the session as
 * a parse error. Never a numbered one (FETCH) and never one with a literal: what follows
 * would be a mail's bytes, read as if the server had said them. */
static int skip_unknown(int parser, mailstream *stream, MMAPString *buffer,
			struct mailimap_parser_context *context, size_t *index,
			struct mailimap_extension_data **ret_data, size_t rate,
			progress_function *progress)
{
	const char *at = buffer->str + *index, *end = memchr(at, '\r', buffer->len - *index);

	(void)stream;
	(void)context;
	(void)rate;
	(void)progress;
	if (parser != MAILIMAP_EXTENDED_PARSER_RESPONSE_DATA || end == NULL ||
	    !g_ascii_isalpha(*at) || end[-1] == '}')
		return MAILIMAP_ERROR_PARSE;
	*ret_data = mailimap_extension_data_new(&unknown_answers, 0, NULL);
	if (*ret_data == NULL)
		return MAILIMAP_ERROR_MEMORY;
	*index = (size_t)(end - buffer->str);
	return MAILIMAP_NO_ERROR;
}

static void know_the_unknown(void)
{
	static bool is_done;	/* libetpan keeps one global list; the process has one thread */

	if (!is_done)
		(void)mailimap_extension_register(&unknown_answers);	/* without it more is a parse error */
	is_done = true;
}

static bool send_line(mailimap *imap, const char *command)
{
	return mailimap_send_current_tag(imap) == MAILIMAP_NO_ERROR &&
	       mailstream_write(imap->imap_stream, command, strlen(command)) >= 0 &&
	       mailstream_write(imap->imap_stream, "\r\n", 2) >= 0 &&
	       mailstream_flush(imap->imap_stream) >= 0 && mailimap_read_line(imap) != NULL;
}

int kith_session_command(KithSession *session, const char *command)
{
	struct mailimap_response *response;

	if (!send_line(session->imap, command))
		return MAILIMAP_ERROR_STREAM;
	int code = mailimap_parse_response(session->imap, &response);
	if (code != MAILIMAP_NO_ERROR)
		return code;
	int type = response->rsp_resp_done->rsp_type == MAILIMAP_RESP_DONE_TYPE_TAGGED
			   ? response->rsp_resp_done->rsp_data.rsp_tagged->rsp_cond_state->rsp_type
			   : MAILIMAP_RESP_COND_STATE_BAD;
	mailimap_response_free(response);
	return type == MAILIMAP_RESP_COND_STATE_OK ? MAILIMAP_NO_ERROR
						   : MAILIMAP_ERROR_CUSTOM_COMMAND;
}

/* --- opening */

static bool ask_capabilities(KithSession *session, GError **error)
{
	struct mailimap_capability_data *capabilities = NULL;

	kith_session_begin(session, SMALL_ANSWER);
	int code = mailimap_capability(session->imap, &capabilities);
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "CAPABILITY", error);
	mailimap_capability_data_free(capabilities);
	return true;
}

static bool start_tls(KithSession *session, GError **error)
{
	if (!ask_capabilities(session, error))
		return false;
	if (!kith_session_can(session, "STARTTLS")) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: the server offers no STARTTLS, which imap:// requires; use "
			    "imaps:// (usually port 993), "
			    "or find out who takes it away. No password was sent",
			    session->where);
		return false;
	}
	kith_session_begin(session, SMALL_ANSWER);
	int code = mailimap_starttls(session->imap);
	if (code == MAILIMAP_ERROR_STARTTLS) {	/* CVE-2020-15953: libetpan looks too */
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the server refused STARTTLS, or more than its answer came before TLS "
			    "(from the server or somebody between): refused. No password was sent",
			    session->where);
		return false;
	}
	if (code != MAILIMAP_NO_ERROR)
		return kith_session_failed(session, code, "STARTTLS", error);
	return kith_stream_start_tls(session->imap->imap_stream, session->job->tls_ca, error);
}

static bool greet(KithSession *session, mailstream *stream, GError **error)
{
	int code = mailimap_connect(session->imap, stream);

	if (code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return true;
	if (code == MAILIMAP_NO_ERROR_AUTHENTICATED) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: the server says we are logged in already (PREAUTH), before "
			    "anybody said who we are: refused",
			    session->where);
		return false;
	}
	session->imap->imap_stream = stream;	/* so that it is closed with the session, and asked why */
	if (code == MAILIMAP_ERROR_DONT_ACCEPT_CONNECTION) {
		g_autofree char *said = server_text(session);

		(void)judge(session);	/* it is over anyway; the channel hears of it */
		g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY,
			    "%s: the server accepts no connection now: %s", session->where,
			    said != NULL ? said : "without a reason");
		return false;
	}
	return kith_session_failed(session, code, "its greeting", error);
}

static bool connect_session(KithSession *session, GError **error)
{
	const KithFetchJob *job = session->job;
	mailstream *stream = kith_stream_open(job->host, job->port, error);

	if (stream == NULL)
		return false;
	kith_stream_limit_rate(stream, job->bytes_per_s);
	if (job->source == KITH_SOURCE_IMAP_PLAIN && !kith_stream_is_loopback(stream)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: a connection without TLS is allowed to this "
			    "machine only; use imaps:// or imap://. No password was sent",
			    session->where);
		mailstream_close(stream);
		return false;
	}
	if (job->source == KITH_SOURCE_IMAPS) {
		if (!kith_stream_start_tls(stream, job->tls_ca, error)) {
			mailstream_close(stream);
			return false;
		}
		kith_stream_begin(stream, KITH_LIMIT_COMMAND_MS, SMALL_ANSWER);
	}
	return greet(session, stream, error) &&
	       (job->source != KITH_SOURCE_IMAP_STARTTLS || start_tls(session, error));
}

/* RFC 7162 3.2.3: QRESYNC is silent until it is enabled, before the first EXAMINE. */
static bool enable_qresync(KithSession *session, GError **error)
{
	g_autoptr(GError) refused = NULL;

	if (!kith_session_can(session, "QRESYNC") || !kith_session_can(session, "ENABLE"))
		return true;
	kith_session_begin(session, SMALL_ANSWER);
	int code = kith_session_command(session, "ENABLE QRESYNC");
	session->has_qresync = code == MAILIMAP_NO_ERROR;
	if (session->has_qresync || kith_session_failed(session, code, "ENABLE", &refused) ||
	    !session->is_dead)
		return true;
	g_propagate_error(error, g_steal_pointer(&refused));
	return false;
}

static bool has_controls(const char *text)
{
	for (; *text != '\0'; text++)
		if (g_ascii_iscntrl(*text))
			return true;
	return false;
}

static bool log_in(KithSession *session, GError **error)
{
	const KithFetchJob *job = session->job;

	if (job->login == NULL || job->password == NULL || has_controls(job->login) ||
	    has_controls(job->password)) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: login and password are needed, without control "
			    "characters (is there a line break in the password?)",
			    session->where);
		return false;
	}
	if (!ask_capabilities(session, error))
		return false;
	if (kith_session_can(session, "LOGINDISABLED")) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG,
			    "%s: the server forbids LOGIN on this connection%s", session->where,
			    job->source == KITH_SOURCE_IMAP_PLAIN ? "; use imaps:// or imap://"
								  : "");
		return false;
	}
	kith_session_begin(session, SMALL_ANSWER);
	int code = mailimap_login(session->imap, job->login, job->password);
	if (session->imap->imap_stream != NULL)
		kith_stream_wipe(session->imap->imap_stream);
	if (code == MAILIMAP_NO_ERROR)
		return ask_capabilities(session, error) &&	/* many servers tell more now */
		       enable_qresync(session, error);
	if (code != MAILIMAP_ERROR_LOGIN)
		return kith_session_failed(session, code, "LOGIN", error);
	g_autofree char *said = server_text(session);
	KithRefusal refusal = judge(session);
	bool is_later = refusal == KITH_REFUSAL_LATER || refusal == KITH_REFUSAL_TROUBLE;
	g_set_error(error, KITH_ERROR, is_later ? KITH_ERROR_TEMPORARY : KITH_ERROR_AUTH,
		    "%s: the server refused the login %s: %s%s", session->where, job->login,
		    said != NULL ? said : "without a reason",
		    is_later ? ""
			     : "; check login and password (some providers want an app password)");
	return false;
}

KithSession *kith_session_open(KithChannel *channel, GError **error)
{
	const KithFetchJob *job = channel->job;
	KithSession *session = g_new0(KithSession, 1);

	know_the_unknown();
	session->channel = channel;
	session->job = job;
	session->where = g_strdup_printf("%s:%u", job->host, job->port);
	session->imap = mailimap_new(0, NULL);
	if (session->imap == NULL)
		g_error("out of memory");
	if (connect_session(session, error) && log_in(session, error))
		return session;
	session->is_dead = true;
	kith_session_close(session, &channel->bytes);
	return NULL;
}

void kith_session_close(KithSession *session, uint64_t *bytes)
{
	if (session == NULL)
		return;
	mailstream *stream = session->imap->imap_stream;
	if (stream != NULL) {
		*bytes += kith_stream_bytes(stream);
		if (!session->is_dead) {
			kith_stream_begin(stream, LOGOUT_MS, SMALL_ANSWER);
			(void)mailimap_logout(session->imap);	/* a courtesy; it closes the stream */
		}
		if (session->imap->imap_stream != NULL)
			mailstream_close(session->imap->imap_stream);
		session->imap->imap_stream = NULL;	/* or mailimap_free() would log out, blocking */
	}
	mailimap_free(session->imap);
	g_free(session->where);
	g_free(session);
}
