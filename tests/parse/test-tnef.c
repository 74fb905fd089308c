/* SPDX-License-Identifier: MIT
 * test-tnef.c - winmail.dat, Rich Text and signed S/MIME files are opened; broken ones do no harm.
 * In: files built here. Out: names, texts. Next: src/parse/tnef.c, rtf.c, cms.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/body.h"

/* --- building */

static void put(GByteArray *out, const void *bytes, size_t length)
{
	g_byte_array_append(out, bytes, (guint)length);
}

static void put_number(GByteArray *out, unsigned bytes, guint32 number)
{
	for (unsigned i = 0; i < bytes; i++) {
		guint8 byte = (guint8)(number >> 8 * i);

		put(out, &byte, 1);
	}
}

static void put_attribute(GByteArray *out, unsigned level, guint32 id, const void *data, size_t length)
{
	put_number(out, 1, level);
	put_number(out, 4, id);
	put_number(out, 4, (guint32)length);
	put(out, data, length);
	put_number(out, 2, 0);	/* a checksum that nobody holds to */
}

static void put_property(GByteArray *out, unsigned type, unsigned id, const void *data, size_t length)
{
	put_number(out, 2, type);
	put_number(out, 2, id);
	if (id >= 0x8000) {
		put(out, "0123456789abcdef", 16);
		put_number(out, 4, 1);
		put_number(out, 4, 6);
		put(out, "n\0m\0\0\0\0\0", 8);
	}
	if (type == 0x1e || type == 0x1f || type == 0x102) {
		put_number(out, 4, 1);
		put_number(out, 4, (guint32)length);
	}
	put(out, data, length);
	while (length++ % 4 != 0)
		put(out, "", 1);
}

static GByteArray *tnef_begin(void)
{
	GByteArray *out = g_byte_array_new();

	put_number(out, 4, 0x223e9f78);
	put_number(out, 2, 1);
	put_attribute(out, 1, 0x00069007, "\xe4\x04\0\0\0\0\0\0", 8);	/* codepage 1252 */
	put_attribute(out, 1, 0x00078008, "IPM.Note", 9);
	return out;
}

static void put_files(GByteArray *out)
{
	g_autoptr(GByteArray) properties = g_byte_array_new();

	put_attribute(out, 2, 0x00069002, "\1\0\0\0", 4);
	put_attribute(out, 2, 0x00018010, "OFFER~1.PDF", 12);
	put_attribute(out, 2, 0x0006800f, "12345", 5);
	put_number(properties, 4, 3);
	put_property(properties, 0x03, 0x3705, "\1\0\0\0", 4);
	put_property(properties, 0x1f, 0x9001, "x\0", 2);
	put_property(properties, 0x1f, 0x3707, "O\0f\0f\0e\0r\0 \0\xfc\0.\0p\0d\0f\0\0\0", 24);
	put_attribute(out, 2, 0x00069005, properties->data, properties->len);
	put_attribute(out, 2, 0x00069002, "\1\0\0\0", 4);
	put_attribute(out, 2, 0x00018010, "pr\xe9sent.gif", 12);
	put_attribute(out, 2, 0x0006800f, "123", 3);
}

/* The compressed example of MS-OXRTFCP 4.1. */
static const guint8 compressed[] = {
	0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63,
	0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05,
	0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
};

/* --- TNEF */

static void test_files(void)
{
	g_autoptr(GByteArray) bytes = tnef_begin();

	put_files(bytes);
	g_autoptr(KithTnef) tnef = kith_tnef_read(bytes->data, bytes->len);
	g_assert_true(tnef->is_valid);
	g_assert_cmpstr(tnef->message_class, ==, "IPM.Note");
	g_assert_cmpuint(tnef->files->len, ==, 2);
	const KithAttachment *first = tnef->files->pdata[0], *second = tnef->files->pdata[1];
	g_assert_cmpstr(first->name, ==, "Offer ü.pdf");
	g_assert_cmpuint(first->size_bytes, ==, 5);
	g_assert_cmpstr(second->name, ==, "présent.gif");
	g_assert_null(tnef->text);
}

static void test_texts(void)
{
	g_autoptr(GByteArray) bytes = tnef_begin();
	g_autoptr(GByteArray) properties = g_byte_array_new();

	put_number(properties, 4, 3);
	put_property(properties, 0x1e, 0x1000, "Gr\xfc\xdf" "e", 6);
	put_property(properties, 0x102, 0x1013, "<p>Gr&uuml;&szlig;e</p>", 23);
	put_property(properties, 0x102, 0x1009, compressed, sizeof compressed);
	put_attribute(bytes, 1, 0x00069003, properties->data, properties->len);
	g_autoptr(KithTnef) tnef = kith_tnef_read(bytes->data, bytes->len);
	g_assert_cmpstr(tnef->text, ==, "Grüße");
	g_assert_cmpstr(tnef->html, ==, "<p>Gr&uuml;&szlig;e</p>");
	g_assert_cmpstr(tnef->rtf_text, ==, "hello world");
}

/* Cut anywhere, and with any byte wrong: an answer, and no read beyond the end (run under ASan). */
static void test_broken(void)
{
	g_autoptr(GByteArray) bytes = tnef_begin();

	put_files(bytes);
	for (guint length = 0; length < bytes->len; length++) {
		g_autofree guint8 *copy = g_memdup2(bytes->data, length);
		g_autoptr(KithTnef) tnef = kith_tnef_read(copy, length);

		g_assert_nonnull(tnef->files);
	}
	for (guint i = 0; i < bytes->len; i++) {
		g_autofree guint8 *copy = g_memdup2(bytes->data, bytes->len);

		copy[i] ^= 0xff;
		g_autoptr(KithTnef) tnef = kith_tnef_read(copy, bytes->len);
		g_assert_cmpuint(tnef->files->len, <=, KITH_LIMIT_LIST_ITEMS);
	}
}

/* --- Rich Text */

static const struct { const char *rtf, *text; bool is_html; } rich[] = {
	{"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\pard Gr\\'fc\\'dfe\\par Eva\\tab x}", "Grüße\nEva\tx", false},
	{"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}", "Привет", false},
	{"{\\rtf1\\uc1 20 \\u8364? and \\u-10179?\\u-8704?\\{\\}}", "20 € and 😀{}", false},
	{"{\\rtf1{\\*\\generator Riched20;}{\\pict 0a0b}text}", "text", false},
	{"{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hello{\\*\\htmltag84 <br>}\\htmlrtf \\line\n"
	 "\\htmlrtf0 you\\htmlrtf }\\htmlrtf0{\\*\\htmltag72 </p>}}", "<p>Hello<br>you</p>", true},
	{"{{{{{{", "", false},
	{"}}}}}} x", " x", false},
	{"\\", "", false},
	{"{\\rtf1 \\u", "", false},
};

static void test_rich_text(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rich); i++) {
		bool is_html;
		g_autofree char *text = kith_rtf_text(rich[i].rtf, strlen(rich[i].rtf), &is_html);

		g_assert_cmpstr(text, ==, rich[i].text);
		g_assert_true(is_html == rich[i].is_html);
	}
}

static void test_compressed(void)
{
	g_autoptr(GByteArray) out = kith_rtf_decompress(compressed, sizeof compressed);

	g_assert_nonnull(out);
	g_assert_cmpmem(out->data, out->len, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", 43);
	for (gsize length = 0; length < sizeof compressed; length++) {
		g_autofree guint8 *copy = g_memdup2(compressed, length);
		g_autoptr(GByteArray) less = kith_rtf_decompress(copy, length);

		g_assert_true(less == NULL || less->len <= 43);
	}
}

/* --- S/MIME */

#define SIGNED "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define DATA "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"

static void check_content(const char *bytes, size_t length, const char *content)
{
	g_autofree guint8 *copy = g_memdup2(bytes, length);
	g_autoptr(GByteArray) found = kith_cms_content(copy, length);

	if (content == NULL) {
		g_assert_null(found);
		return;
	}
	g_assert_nonnull(found);
	g_assert_cmpmem(found->data, found->len, content, strlen(content));
}

static void test_signed(void)
{
	/* DER, one piece */
	static const char whole[] = "\x30\x2a" SIGNED "\xa0\x1d\x30\x1b\x02\x01\x01\x31\x00\x30\x14" DATA
				    "\xa0\x07\x04\x05Hello";
	/* BER as streaming signers write it: lengths unknown, the octets in two pieces */
	static const char pieces[] = "\x30\x80" SIGNED "\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" DATA
				     "\xa0\x80\x24\x80\x04\x03Hel\x04\x02lo\0\0\0\0\0\0\0\0";
	static const char enveloped[] = "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x00";

	check_content(whole, sizeof whole - 1, "Hello");
	check_content(pieces, sizeof pieces - 1, "Hello");
	check_content(enveloped, sizeof enveloped - 1, NULL);
	check_content(whole, sizeof whole - 3, "Hel");	/* cut off */
	for (size_t length = 0; length < sizeof whole - 6; length++)
		check_content(whole, length, NULL);
	for (size_t i = 0; i < sizeof pieces - 1; i++) {
		g_autofree guint8 *copy = g_memdup2(pieces, sizeof pieces - 1);

		copy[i] ^= 0xff;
		g_autoptr(GByteArray) found = kith_cms_content(copy, sizeof pieces - 1);
		g_assert_true(found == NULL || found->len < sizeof pieces);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	kith_charset_init();
	g_test_add_func("/parse/tnef/files-are-named", test_files);
	g_test_add_func("/parse/tnef/texts-are-read", test_texts);
	g_test_add_func("/parse/tnef/broken-ones-do-no-harm", test_broken);
	g_test_add_func("/parse/tnef/rich-text-becomes-text", test_rich_text);
	g_test_add_func("/parse/tnef/rich-text-is-unpacked", test_compressed);
	g_test_add_func("/parse/tnef/signed-mails-are-opened", test_signed);
	return g_test_run();
}
