/* SPDX-License-Identifier: MIT
 * fuzz-slim.c - what a sender or a server chose, fed to the scanners of the fetch process:
 * a mail, an mbox, an IMAP answer. The first byte chooses.
 */
#include "fuzz.h"

#include <string.h>

#include "src/fetch/envelope.h"
#include "src/fetch/local.h"
#include "src/fetch/slim.h"
#include "src/fetch/structure.h"

static void read_mail(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) slim = kith_slim_from_bytes(data, size, defects);

	/* Each line that stands for a body is shorter than 64 bytes. */
	g_assert_cmpuint(g_bytes_get_size(slim), <=, size + 64 * KITH_LIMIT_PARTS);
}

static void read_mbox(const uint8_t *data, size_t size)
{
	size_t at = 0, before = 0;
	KithMboxMail mail;

	while (kith_mbox_next(data, size, &at, &mail)) {
		g_autoptr(GBytes) unquoted = kith_mbox_unquote(data + mail.start, mail.length);

		g_assert_cmpuint(at, >, before);
		g_assert_cmpuint(mail.start + mail.length, <=, at);
		before = at;
	}
}

static void read_answer(const uint8_t *data, size_t size)
{
	g_autoptr(GArray) tokens = kith_tokens_read(data, size, NULL);
	guint at;
	bool is_cut;

	if (tokens == NULL || !kith_tokens_find(tokens, "BODYSTRUCTURE", &at))
		return;
	g_autoptr(GPtrArray) parts = kith_structure_read(tokens, at, &is_cut, NULL);
	if (parts != NULL)
		g_assert_cmpuint(parts->len, <=, KITH_LIMIT_PARTS);
}

/* Only the header block: a mail that is well-formed, and its envelope. */
static void read_header(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) defects = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GBytes) slim = kith_slim_header(data, size, size + 100000, defects);
	g_autofree char *envelope = kith_envelope_read(data, size);

	g_assert_cmpuint(g_bytes_get_size(slim), <=, size + 100);
	g_assert_cmpuint(defects->len, ==, 1);
	g_assert_true(envelope == NULL || (g_utf8_validate(envelope, -1, NULL) && strlen(envelope) <= KITH_ENVELOPE_BYTES));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	switch (data[0] % 4) {
	case 0:
		read_mail(data + 1, size - 1);
		break;
	case 1:
		read_mbox(data + 1, size - 1);
		break;
	case 2:
		read_answer(data + 1, size - 1);
		break;
	case 3:
		read_header(data + 1, size - 1);
		break;
	}
	return 0;
}
