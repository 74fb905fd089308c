/* SPDX-License-Identifier: MIT
 * encoded-word.c - RFC 2047 as it is really sent: split, cut off, badly labelled, with blanks inside.
 * In: a raw field value. Out: clean text. Next: src/parse/charset.c
 *
 * Linear: a word ends where the next one begins, so nothing is looked at twice.
 */
#include <string.h>

#include "body.h"

#define MAX_CHARSET_BYTES 60

typedef struct {
	char *charset;
	char encoding;		/* 'b' or 'q' */
	const char *text, *end;
	const char *next;	/* behind "?=" */
} Word;

/* Where the text of a word ends: "?=", or where the value or this word was cut off. */
static const char *word_end(const char *text, char encoding, const char **ret_next)
{
	const char *p;

	for (p = text; *p != '\0'; p++) {
		if (p[0] == '?' && p[1] == '=') {
			/* "What?=20now?=": a question mark that should have been encoded */
			const char *later = p + 2;
			bool goes_on = encoding == 'q' && g_ascii_isxdigit(p[2]) && g_ascii_isxdigit(p[3]);

			while (goes_on && *later != '\0' && *later != ' ' && *later != '?')
				later++;
			if (goes_on && *later == '?' && later[1] == '=')
				continue;
			*ret_next = p + 2;
			return p;
		}
		if (p[0] == '=' && p[1] == '?' && p[2] != '=')
			break;		/* its end was lost, the next one begins */
	}
	*ret_next = p;
	while (p > text && (p[-1] == ' ' || p[-1] == '?'))
		p--;
	return p;
}

static bool is_base64_until(const char *text, const char *end)
{
	for (const char *p = text; p < end; p++) {
		if (!g_ascii_isalnum(*p) && strchr("+/= ", *p) == NULL)
			return false;
	}
	return end > text;
}

/* An encoded word at P. Tolerates blanks inside, a language (RFC 2231 5), no charset, a lost end. */
static bool word_read(const char *p, Word *ret_word)
{
	const char *charset = p + 2;
	size_t length = strcspn(charset, "? \"<>@");
	const char *mark = charset + length, *next;

	if (*mark != '?' || length > MAX_CHARSET_BYTES || mark[1] == '\0' || mark[2] != '?')
		return false;
	char encoding = g_ascii_tolower(mark[1]);
	if (encoding != 'b' && encoding != 'q')
		return false;
	const char *text = mark + 3, *end = word_end(text, encoding, &next);
	bool is_closed = end[0] == '?' && end[1] == '=';
	if (!is_closed && (end == text || (encoding == 'b' && !is_base64_until(text, end))))
		return false;
	const char *star = memchr(charset, '*', length);
	*ret_word = (Word) {g_strndup(charset, star != NULL ? (gsize)(star - charset) : length),
			    encoding, text, end, next};
	return true;
}

static void word_bytes(const Word *word, GByteArray *out)
{
	if (word->encoding == 'b') {
		gsize length = (gsize)(word->end - word->text);
		guint before = out->len;

		g_byte_array_set_size(out, before + (guint)length);
		gsize count = kith_base64_decode(word->text, length, out->data + before);
		g_byte_array_set_size(out, before + (guint)count);
		return;
	}
	for (const char *p = word->text; p < word->end; p++) {
		guint8 c = (guint8)(*p == '_' ? ' ' : *p);

		if (*p == '=' && word->end - p > 2 && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
			c = (guint8)(g_ascii_xdigit_value(p[1]) << 4 | g_ascii_xdigit_value(p[2]));
			p += 2;
		}
		g_byte_array_append(out, &c, 1);
	}
}

/* Words side by side in one charset are one text: a character may be split between them. */
static const char *words_decode(const char *p, GString *out)
{
	Word word;

	if (!word_read(p, &word))
		return NULL;
	g_autofree char *charset = word.charset;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	const char *next = word.next;

	word_bytes(&word, bytes);
	for (;;) {
		const char *gap = next + strspn(next, " \t");

		if (gap[0] != '=' || gap[1] != '?' || !word_read(gap, &word))
			break;
		bool same = g_ascii_strcasecmp(word.charset, charset) == 0;
		g_free(word.charset);
		if (!same) {
			next = gap;	/* the blank between two words is none */
			break;
		}
		word_bytes(&word, bytes);
		next = word.next;
	}
	g_autofree char *text = kith_charset_text((const char *)bytes->data, bytes->len,
						  *charset != '\0' ? charset : NULL, 64 * 1024);
	g_string_append(out, text);
	return next;
}

static GString *decode_all(const char *value, size_t max)
{
	GString *out = g_string_sized_new(strlen(value));
	const char *p = value;

	while (*p != '\0' && out->len < 4 * max) {
		const char *next = p[0] == '=' && p[1] == '?' ? words_decode(p, out) : NULL;

		if (next != NULL) {
			p = next;
			continue;
		}
		const char *word = strstr(p + 1, "=?");
		size_t length = word != NULL ? (size_t)(word - p) : strlen(p);
		g_string_append_len(out, p, (gssize)length);
		p += length;
	}
	return out;
}

char *kith_header_decode(const char *raw_value, size_t max)
{
	g_autofree char *value = kith_charset_text(raw_value, strlen(raw_value), NULL, KITH_LIMIT_HEADER_BYTES);
	g_autoptr(GString) out = decode_all(value, max);

	/* Some gateways encode what is encoded already. */
	if (g_str_has_prefix(value, "=?") && g_str_has_prefix(out->str, "=?") && g_str_has_suffix(out->str, "?=")) {
		GString *again = decode_all(out->str, max);

		g_string_assign(out, again->str);
		g_string_free(again, TRUE);
	}
	g_autofree char *clean = kith_text_clean(out->str, false);
	g_strstrip(clean);
	return kith_text_valid(clean, strlen(clean), max);
}
