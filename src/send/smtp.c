/* SPDX-License-Identifier: MIT
 * smtp.c - the send process: one mail after the other over SMTP (RFC 5321), with libcurl.
 * In: jobs on a socket. Out: what became of each. Next: daemon/postman.c
 *
 * libcurl tells "lost before the dot", "lost after it" and "the answer was cut" by one code. So two
 * things are watched here: whether the whole mail was handed over, and the server's last whole refusal line.
 * Only a complete line "4xx ..." or "5xx ..." is a refusal; what else goes wrong after the mail was handed
 * over may have been accepted, and is uncertain.
 */
#include <curl/curl.h>
#include <string.h>

#include "kith/send.h"

#define CONNECT_S 30
#define LINE_BYTES 400

typedef struct {
	const KithSendJob *job;
	size_t sent;		/* bytes of the mail that curl has taken */
	char refusal[LINE_BYTES];	/* the last whole line that refuses; "" none */
	bool had_all;		/* everything was taken before the refusal */
} Transfer;

static size_t give_bytes(char *buffer, size_t size, size_t count, void *context)
{
	Transfer *transfer = context;
	gsize length;
	const char *bytes = g_bytes_get_data(transfer->job->bytes, &length);
	size_t part = MIN(size * count, length - transfer->sent);

	memcpy(buffer, bytes + transfer->sent, part);
	transfer->sent += part;
	return part;
}

static bool took_all(const Transfer *transfer)
{
	return transfer->sent == g_bytes_get_size(transfer->job->bytes);
}

/* Lines of the server. Nothing else of the trace is looked at: it holds the login. */
static int watch_line(CURL *curl, curl_infotype type, char *data, size_t size, void *context)
{
	Transfer *transfer = context;

	(void)curl;
	if (type != CURLINFO_HEADER_IN || size < 6 || (data[0] != '4' && data[0] != '5') ||
	    !g_ascii_isdigit(data[1]) || !g_ascii_isdigit(data[2]) || (data[3] != ' ' && data[3] != '-') ||
	    data[size - 1] != '\n')
		return 0;
	size_t length = MIN(size, sizeof transfer->refusal - 1);
	memcpy(transfer->refusal, data, length);
	transfer->refusal[length] = '\0';
	transfer->had_all = took_all(transfer);
	return 0;
}

static bool is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "127.0.0.1") == 0 || strcmp(host, "::1") == 0;
}

static void set_security(CURL *curl, const KithSendJob *job)
{
	(void)curl_easy_setopt(curl, CURLOPT_USE_SSL, job->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL);
	(void)curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	(void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (job->tls_ca != NULL)
		(void)curl_easy_setopt(curl, CURLOPT_CAINFO, job->tls_ca);
	if (job->login != NULL && job->password != NULL) {
		(void)curl_easy_setopt(curl, CURLOPT_USERNAME, job->login);
		(void)curl_easy_setopt(curl, CURLOPT_PASSWORD, job->password);
	}
}

static void set_transfer(CURL *curl, Transfer *transfer, struct curl_slist *recipients, const char *url)
{
	(void)curl_easy_setopt(curl, CURLOPT_URL, url);
	(void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	(void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_PROXY, "");	/* the environment does not choose where mail goes */
	(void)curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	(void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	(void)curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)KITH_LIMIT_SMTP_ANSWER_S);
	(void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)KITH_LIMIT_SMTP_ANSWER_S + 120L);
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_FROM, transfer->job->sender);
	(void)curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
	(void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	(void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
	(void)curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
	(void)curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
			       (curl_off_t)g_bytes_get_size(transfer->job->bytes));
	(void)curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch_line);
	(void)curl_easy_setopt(curl, CURLOPT_DEBUGDATA, transfer);
	(void)curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
}

static KithSendResult *result_new(KithSendOutcome outcome, char *text)
{
	KithSendResult *result = g_new0(KithSendResult, 1);

	result->outcome = outcome;
	result->text = text;
	return result;
}

/* What curl's code means to a person, and how to mend it. */
static char *describe(CURLcode code, const char *detail, const KithSendJob *job)
{
	const char *advice = "";

	switch ((int)code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		advice = "; is `server` in the smtp section spelled right?";
		break;
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
		advice = "; the server is down, or the port is wrong";
		break;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		advice = "; nothing was sent. An own CA is named by `tls-ca`; the name in the certificate must be the "
			 "server's";
		break;
	case CURLE_USE_SSL_FAILED:
		advice = "; nothing was sent without TLS. smtps:// is TLS from the start, smtp:// needs STARTTLS";
		break;
	case CURLE_LOGIN_DENIED:
		advice = "; check login and password of the smtp section";
		break;
	}
	g_autofree char *clean = kith_text_snippet(*detail != '\0' ? detail : curl_easy_strerror(code), 200);
	return g_strdup_printf("smtp server %s:%u: %s%s", job->host, job->port, clean, advice);
}

static char *quote_refusal(const Transfer *transfer)
{
	g_autofree char *clean = kith_text_snippet(transfer->refusal, 200);

	return g_strdup_printf("smtp server %s:%u refused: %s", transfer->job->host, transfer->job->port, clean);
}

static KithSendResult *judge(CURLcode code, const char *detail, const Transfer *transfer)
{
	if (code == CURLE_OK)
		return result_new(KITH_SEND_DONE, NULL);
	/* The login is the operator's to mend: the mail waits. */
	if (code == CURLE_LOGIN_DENIED)
		return result_new(KITH_SEND_LATER, describe(code, detail, transfer->job));
	bool refused = transfer->refusal[0] != '\0';
	/* A refusal before the mail counts only while the mail was not handed over; else the one after it decides. */
	if (refused && (transfer->had_all || !took_all(transfer)))
		return result_new(transfer->refusal[0] == '5' ? KITH_SEND_REFUSED : KITH_SEND_LATER,
				  quote_refusal(transfer));
	return result_new(took_all(transfer) ? KITH_SEND_UNCERTAIN : KITH_SEND_LATER,
			  describe(code, detail, transfer->job));
}

/* Sender and recipient by the strict grammar: libcurl passes on whatever stands there. */
static bool is_job_sound(const KithSendJob *job)
{
	g_autofree char *sender = kith_address_normalize(job->sender);
	g_autofree char *recipient = kith_address_normalize(job->recipient);
	bool host_ok = *job->host != '\0';

	for (const char *p = job->host; *p != '\0'; p++)
		host_ok = host_ok && (g_ascii_isalnum(*p) || strchr(".-:", *p) != NULL);
	return host_ok && g_strcmp0(sender, job->sender) == 0 && g_strcmp0(recipient, job->recipient) == 0 &&
	       (!job->plain || is_loopback(job->host));
}

static KithSendResult *send_mail(CURL *curl, const KithSendJob *job)
{
	Transfer transfer = { .job = job };
	char detail[CURL_ERROR_SIZE] = "";
	const char *scheme = job->implicit_tls ? "smtps" : "smtp";
	bool v6 = strchr(job->host, ':') != NULL;
	/* The path is the name in EHLO. */
	g_autofree char *url = g_strdup_printf("%s://%s%s%s:%u/%s", scheme, v6 ? "[" : "",
					       job->host, v6 ? "]" : "", job->port,
					       kith_address_domain(job->sender));

	if (!is_job_sound(job))
		return result_new(KITH_SEND_REFUSED, g_strdup("the mail's sender, recipient or server is malformed"));
	curl_easy_reset(curl);
	struct curl_slist *recipients = curl_slist_append(NULL, job->recipient);
	set_security(curl, job);
	set_transfer(curl, &transfer, recipients, url);
	(void)curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
	CURLcode code = curl_easy_perform(curl);
	curl_slist_free_all(recipients);
	return judge(code, detail, &transfer);
}

static bool serve(int fd, CURL *curl, GBytes *payload, GError **error)
{
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autoptr(KithSendJob) job = kith_send_job_read(&in, error);

	if (job == NULL)
		return false;
	g_autoptr(KithSendResult) result = send_mail(curl, job);
	kith_send_result_write(result, out);
	return kith_wire_send(fd, KITH_SEND_RESULT, out, error);
}

int kith_send_main(int fd)
{
	g_autoptr(GError) error = NULL;
	CURL *curl;
	bool ok = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;

	curl = ok ? curl_easy_init() : NULL;
	while (curl != NULL) {
		uint8_t type = 0;
		g_autoptr(GBytes) payload = kith_wire_receive(fd, &type, &error);

		ok = payload != NULL && type == KITH_SEND_JOB && serve(fd, curl, payload, &error);
		if (!ok)
			break;
	}
	bool ended = curl != NULL && error == NULL;
	curl_easy_cleanup(curl);
	curl_global_cleanup();
	return ended ? 0 : 1;
}
