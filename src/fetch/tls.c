/* SPDX-License-Identifier: MIT
 * tls.c - TLS on an open stream, and what to tell people when it is refused.
 * In: a plain stream, a CA. Out: the same stream, verified. Next: src/fetch/session.c
 */
#include <arpa/inet.h>
#include <gnutls/x509.h>
#include <poll.h>
#include <string.h>

#include "stream-internal.h"

static bool load_trust(KithLow *low, const char *tls_ca)
{
	int count = tls_ca != NULL ? gnutls_certificate_set_x509_trust_file(
					     low->credentials, tls_ca, GNUTLS_X509_FMT_PEM)
				   : gnutls_certificate_set_x509_system_trust(low->credentials);

	if (count > 0)
		return true;
	if (tls_ca != NULL)
		kith_low_fail(low, KITH_ERROR_CONFIG,
			      "no certificate could be read from `tls-ca` %s (%s); "
			      "a PEM file with the certificate of your authority was expected",
			      tls_ca, count < 0 ? gnutls_strerror(count) : "it holds none");
	else
		kith_low_fail(low, KITH_ERROR_CONFIG,
			      "this machine trusts no certificate authority; install "
			      "ca-certificates, or name a file with `tls-ca`");
	return false;
}

static bool is_number(const char *host)
{
	unsigned char buffer[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, buffer) == 1 || inet_pton(AF_INET6, host, buffer) == 1;
}

static bool prepare(KithLow *low, const char *tls_ca)
{
	if (gnutls_certificate_allocate_credentials(&low->credentials) != 0 ||
	    gnutls_init(&low->tls, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) != 0)
		g_error("out of memory");
	if (!load_trust(low, tls_ca))
		return false;
	/* the version is checked again after the handshake */
	(void)gnutls_set_default_priority_append(low->tls, "-VERS-TLS1.0:-VERS-TLS1.1", NULL, 0);
	/* fails only without memory */
	(void)gnutls_credentials_set(low->tls, GNUTLS_CRD_CERTIFICATE, low->credentials);
	if (!is_number(low->host))	/* RFC 6066 3: a number is no server name */
		(void)gnutls_server_name_set(low->tls, GNUTLS_NAME_DNS, low->host,
					     strlen(low->host));
	gnutls_session_set_verify_cert(low->tls, low->host, 0);
	gnutls_transport_set_int(low->tls, low->fd);
	return true;
}

/* --- what went wrong, for people */

/* The names a certificate is for: "mail.example.com, imap.example.com". */
static char *names_of(gnutls_x509_crt_t certificate)
{
	GString *names = g_string_new(NULL);

	for (unsigned i = 0; i < 5; i++) {
		char name[256];
		size_t size = sizeof name - 1;
		int type = gnutls_x509_crt_get_subject_alt_name(certificate, i, name, &size, NULL);

		if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
			break;
		if (type != GNUTLS_SAN_DNSNAME)
			continue;
		name[size] = '\0';
		g_autofree char *clean = kith_text_clean(name, false);
		g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", clean);
	}
	return g_string_free(names, FALSE);
}

/* Fills *ret_names and *ret_issuer ("" when unknown) from the server's certificate. */
static void describe(KithLow *low, char **ret_names, char **ret_issuer)
{
	unsigned count = 0;
	const gnutls_datum_t *chain = gnutls_certificate_get_peers(low->tls, &count);
	gnutls_x509_crt_t certificate;
	char issuer[256] = "";
	size_t size = sizeof issuer;

	*ret_names = g_strdup("");
	*ret_issuer = g_strdup("");
	if (count == 0 || gnutls_x509_crt_init(&certificate) != 0)
		return;
	if (gnutls_x509_crt_import(certificate, &chain[0], GNUTLS_X509_FMT_DER) == 0) {
		g_free(*ret_names);
		*ret_names = names_of(certificate);
		if (gnutls_x509_crt_get_issuer_dn(certificate, issuer, &size) == 0) {
			g_free(*ret_issuer);
			*ret_issuer = kith_text_clean(issuer, false);
		}
	}
	gnutls_x509_crt_deinit(certificate);
}

static void fail_certificate(KithLow *low)
{
	unsigned status = gnutls_session_get_verify_cert_status(low->tls);
	g_autofree char *names = NULL, *issuer = NULL;

	describe(low, &names, &issuer);
	if (status & (GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED))
		kith_low_fail(low, KITH_ERROR_TEMPORARY,
			      "the server's certificate %s; the server's certificate must be "
			      "renewed, or this machine's clock set. No password was sent",
			      status & GNUTLS_CERT_EXPIRED ? "has expired" : "is not valid yet");
	else if (status & (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNER_NOT_CA))
		kith_low_fail(
			low, KITH_ERROR_CONFIG,
			"the server's certificate is signed by an unknown authority (%s); if it "
			"is your own, name its certificate file with `tls-ca`. No password was "
			"sent",
			*issuer != '\0' ? issuer : "unnamed");
	else if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
		kith_low_fail(low, KITH_ERROR_CONFIG,
			      "the server's certificate is not for this host name but for %s; "
			      "expected %s: write the name the certificate is for into `source`. "
			      "No password was sent",
			      *names != '\0' ? names : "no host at all", low->host);
	else
		kith_low_fail(low, KITH_ERROR_CONFIG,
			      "the server's certificate is not acceptable (weak, revoked or not "
			      "for servers, status 0x%x). No password was sent",
			      status);
}

static void fail_handshake(KithLow *low, int code)
{
	if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR)
		fail_certificate(low);
	else if (code == GNUTLS_E_UNEXPECTED_PACKET_LENGTH || code == GNUTLS_E_UNEXPECTED_PACKET)
		kith_low_fail(
			low, KITH_ERROR_CONFIG,
			"no TLS is spoken there: imaps:// expects TLS from the first byte "
			"(usually port 993), imap:// begins it with STARTTLS (usually port 143)");
	else if (code == GNUTLS_E_UNSUPPORTED_VERSION_PACKET)
		kith_low_fail(low, KITH_ERROR_CONFIG,
			      "the server offers no TLS 1.2 or better; kith uses nothing older");
	else if (code == GNUTLS_E_PREMATURE_TERMINATION || code == GNUTLS_E_PULL_ERROR)
		kith_low_fail(low, KITH_ERROR_TEMPORARY,
			      "the server closed the connection while TLS was begun");
	else
		kith_low_fail(low, KITH_ERROR_TEMPORARY, "TLS could not be begun: %s%s%s",
			      gnutls_strerror(code),
			      code == GNUTLS_E_FATAL_ALERT_RECEIVED ? ": " : "",
			      code == GNUTLS_E_FATAL_ALERT_RECEIVED
				      ? gnutls_alert_get_name(gnutls_alert_get(low->tls))
				      : "");
}

static bool shake_hands(KithLow *low)
{
	for (;;) {
		int code = gnutls_handshake(low->tls);

		if (code == 0)
			return true;
		if (code == GNUTLS_E_AGAIN) {
			if (!kith_low_wait(low, gnutls_record_get_direction(low->tls) ? POLLOUT
										      : POLLIN))
				return false;
		} else if (gnutls_error_is_fatal(code)) {
			fail_handshake(low, code);
			return false;
		}
	}
}

bool kith_stream_start_tls(mailstream *stream, const char *tls_ca, GError **error)
{
	KithLow *low = kith_low_of(stream);

	kith_stream_begin(stream, KITH_LIMIT_CONNECT_MS, KITH_LIMIT_COMMAND_BYTES);
	if (stream->read_buffer_len != 0)
		kith_low_fail(low, KITH_ERROR_TEMPORARY,
			      "the server (or somebody between) sent more before TLS than "
			      "the answer to STARTTLS: refused. No password was sent");
	else if (prepare(low, tls_ca) && shake_hands(low) &&
		 gnutls_protocol_get_version(low->tls) >= GNUTLS_TLS1_2)
		return true;
	kith_low_fail(low, KITH_ERROR_CONFIG, "the server offers no TLS 1.2 or better");
	(void)kith_stream_failure(stream, error);	/* it has failed: the reason is there */
	return false;
}
