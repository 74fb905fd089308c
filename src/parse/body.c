/* SPDX-License-Identifier: MIT
 * body.c - the body of a mail, as text to read and files to name.
 * In: a tame mail. Out: KithBody, attachments. Next: src/parse/tree.c
 */
#include <string.h>

#include "body.h"

void kith_body_free(KithBody *body)
{
	if (body == NULL)
		return;
	g_free(body->text);
	g_free(body->calendar);
	g_free(body->delivery_status);
	g_free(body->disposition);
	g_free(body->feedback);
	g_free(body->returned);
	g_free(body->report_type);
	g_array_unref(body->attached);
	g_free(body);
}

/* A multipart whose parts cannot be told apart: all that is there is text. */
static char *whole_body(GBytes *tame)
{
	gsize length;
	size_t start;
	const char *bytes = g_bytes_get_data(tame, &length);
	g_autoptr(GPtrArray) fields = kith_fields_read(bytes, length, &start);
	g_autofree char *text = kith_charset_text(bytes + start, length - start, NULL, KITH_LIMIT_TEXT_BYTES);

	return kith_text_clean(text, true);
}

KithBody *kith_body_read(GBytes *tame, KithMail *mail)
{
	KithBody *body = g_new0(KithBody, 1);
	GMimeMessage *message = kith_tree_construct(tame);
	KithLeaves leaves;
	unsigned parts = 0;

	body->attached = g_array_new(FALSE, FALSE, sizeof(KithStretch));
	kith_leaves_init(&leaves);
	if (message != NULL)
		parts = kith_tree_walk(message, mail, body, &leaves);
	if (leaves.leaves->len == 0 && mail->attachments->len == 0 && body->calendar == NULL &&
	    body->delivery_status == NULL && parts <= 1)
		body->text = whole_body(tame);
	else
		body->text = kith_leaves_join(&leaves, mail, body->attached);
	kith_leaves_clear(&leaves);
	g_clear_object(&message);
	return body;
}
