/* SPDX-License-Identifier: MIT
 * test-wire.c - what goes over the wire comes back, and nothing else is believed.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kith/model.h"

static KithReader reader_of(const GByteArray *bytes)
{
	return (KithReader){ .at = bytes->data, .end = bytes->data + bytes->len };
}

static KithMail *full_mail(void)
{
	KithMail *mail = kith_mail_new();

	mail->message_id = g_strdup("one@example.org");
	g_ptr_array_add(mail->references, g_strdup("zero@example.org"));
	mail->date_at = 1772352000;
	mail->date_offset_s = -3600;
	g_ptr_array_add(mail->from, kith_address_new("Jan Novak", "jan@example.org"));
	mail->author = kith_address_new(NULL, "jan@example.org");
	mail->kind = KITH_KIND_BOUNCE;
	g_ptr_array_add(mail->attachments, kith_attachment_new("offer.pdf", "application/pdf", 12345, false));
	mail->bounce = g_ptr_array_new_with_free_func((GDestroyNotify)kith_bounce_recipient_free);
	KithBounceRecipient *recipient = g_new0(KithBounceRecipient, 1);
	recipient->address = g_strdup("gone@example.net");
	recipient->permanent = true;
	g_ptr_array_add(mail->bounce, recipient);
	mail->invite = g_new0(KithInvite, 1);
	mail->invite->attendees = g_ptr_array_new_with_free_func(g_free);
	mail->invite->method = g_strdup("REQUEST");
	return mail;
}

static void a_mail_comes_back_byte_by_byte(void)
{
	g_autoptr(KithMail) mail = full_mail();
	g_autoptr(GByteArray) there = g_byte_array_new();
	g_autoptr(GByteArray) back = g_byte_array_new();
	g_autoptr(GError) error = NULL;

	kith_mail_write(mail, there);
	KithReader in = reader_of(there);
	g_autoptr(KithMail) copy = kith_mail_read(&in, &error);
	g_assert_no_error(error);
	g_assert_nonnull(copy);
	kith_mail_write(copy, back);
	g_assert_cmpmem(there->data, there->len, back->data, back->len);
	g_assert_cmpstr(((KithBounceRecipient *)copy->bounce->pdata[0])->address, ==, "gone@example.net");
}

static void a_cut_mail_is_refused_wherever_it_is_cut(void)
{
	g_autoptr(KithMail) mail = full_mail();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	kith_mail_write(mail, bytes);
	for (guint length = 0; length < bytes->len; length++) {
		g_autoptr(GError) error = NULL;
		g_autofree uint8_t *exact = g_memdup2(bytes->data, length);
		KithReader in = { .at = exact, .end = exact + length };
		g_autoptr(KithMail) read = kith_mail_read(&in, &error);

		g_assert_null(read);
		g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	}
}

static void every_changed_byte_is_survived(void)
{
	g_autoptr(KithMail) mail = full_mail();
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	kith_mail_write(mail, bytes);
	for (guint i = 0; i < bytes->len; i++) {
		uint8_t kept = bytes->data[i];

		bytes->data[i] = 0xff;
		KithReader in = reader_of(bytes);
		g_autoptr(KithMail) read = kith_mail_read(&in, NULL);
		bytes->data[i] = kept;
	}
}

static void strings_must_be_text(void)
{
	static const char *const wrong[] = { "\xff", "a\0b" };

	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();

		kith_wire_put_bytes(bytes, wrong[i], i == 0 ? 1 : 3);
		KithReader in = reader_of(bytes);
		g_autofree char *text = kith_wire_get_string(&in);
		g_assert_null(text);
		g_assert_true(in.failed);
	}
}

static void messages_keep_their_bounds(void)
{
	int ends[2];
	uint8_t type = 0;
	g_autoptr(GError) error = NULL;
	g_autoptr(GByteArray) payload = g_byte_array_new();

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
	kith_wire_put_string(payload, "hello");
	g_assert_true(kith_wire_send(ends[0], 7, payload, &error));
	g_assert_true(kith_wire_send(ends[0], 8, NULL, &error));
	g_autoptr(GBytes) first = kith_wire_receive(ends[1], &type, &error);
	g_assert_cmpuint(type, ==, 7);
	g_assert_cmpuint(g_bytes_get_size(first), ==, payload->len);
	g_autoptr(GBytes) second = kith_wire_receive(ends[1], &type, &error);
	g_assert_cmpuint(type, ==, 8);
	g_assert_cmpuint(g_bytes_get_size(second), ==, 0);

	static const uint8_t endless[5] = { 0xff, 0xff, 0xff, 0x7f, 1 };
	g_assert_cmpint(send(ends[0], endless, sizeof endless, MSG_NOSIGNAL), ==, sizeof endless);
	g_assert_null(kith_wire_receive(ends[1], &type, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_INVALID);
	g_clear_error(&error);

	static const uint8_t cut[5] = { 3, 0, 0, 0, 1 };
	g_assert_cmpint(send(ends[0], cut, sizeof cut, MSG_NOSIGNAL), ==, sizeof cut);
	close(ends[0]);
	g_assert_null(kith_wire_receive(ends[1], &type, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY);
	g_clear_error(&error);
	g_assert_null(kith_wire_receive(ends[1], &type, &error));
	g_assert_no_error(error);
	close(ends[1]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wire/a mail comes back byte by byte", a_mail_comes_back_byte_by_byte);
	g_test_add_func("/wire/a cut mail is refused wherever it is cut", a_cut_mail_is_refused_wherever_it_is_cut);
	g_test_add_func("/wire/every changed byte is survived", every_changed_byte_is_survived);
	g_test_add_func("/wire/strings must be text", strings_must_be_text);
	g_test_add_func("/wire/messages keep their bounds", messages_keep_their_bounds);
	return g_test_run();
}
