/* SPDX-License-Identifier: MIT
 * parameter.c - parameters of Content-Type and Content-Disposition, as mailers really write them.
 * In: a raw field. Out: a decoded value. Next: src/parse/part.c
 *
 * RFC 2231 (pieces, charset, percent signs), RFC 2047 in quotes (Outlook, Gmail), bare 8-bit, values with
 * blanks that nobody quoted. Linear in the field, whatever the number of pieces.
 */
#include <string.h>

#include "body.h"

#define MAX_PIECES 200

typedef struct {
	unsigned number;
	bool is_extended;	/* has percent signs, and the first one a charset */
	char *value;
} Piece;

static void clear_piece(void *piece)
{
	g_free(((Piece *)piece)->value);
}

/* Reads "value" or value at *at. A backslash escapes only quotes and itself: Windows paths. */
static char *read_value(const char **at)
{
	GString *value = g_string_new(NULL);
	const char *p = *at + strspn(*at, " \t");

	if (*p != '"') {
		size_t length = strcspn(p, ";");

		g_string_append_len(value, p, (gssize)length);
		*at = p + length;
		return g_strchomp(g_string_free(value, FALSE));
	}
	for (p++; *p != '\0' && *p != '"'; p++) {
		if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		g_string_append_c(value, *p);
	}
	*at = *p == '"' ? p + 1 : p;
	return g_string_free(value, FALSE);
}

/* The piece that ATTRIBUTE ("filename*1*") is of NAME; false when it belongs to another. */
static bool piece_of(const char *attribute, size_t length, const char *name, Piece *ret_piece)
{
	size_t stem = strlen(name);

	if (length < stem || g_ascii_strncasecmp(attribute, name, stem) != 0)
		return false;
	*ret_piece = (Piece) {0};
	if (length == stem)
		return true;
	if (attribute[stem] != '*')
		return false;
	char *after;
	ret_piece->number = (unsigned)MIN(g_ascii_strtoull(attribute + stem + 1, &after, 10), MAX_PIECES);
	ret_piece->is_extended = attribute[length - 1] == '*';
	return after <= attribute + length;
}

static int by_number(const void *a, const void *b)
{
	const Piece *one = a, *other = b;

	return one->number < other->number ? -1 : one->number > other->number;
}

/* All pieces of NAME; *ret_plain is the value under the bare name, NULL when none. */
static GArray *read_pieces(const char *raw, const char *name, char **ret_plain)
{
	GArray *pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
	const char *p = strchr(raw, ';');

	g_array_set_clear_func(pieces, clear_piece);
	while (p != NULL) {
		p += strspn(p, "; \t");
		size_t length = strcspn(p, "=; \t");
		const char *equals = p + length + strspn(p + length, " \t");
		Piece piece;

		if (*equals != '=') {
			p = strchr(equals, ';');
			continue;
		}
		bool is_ours = piece_of(p, length, name, &piece);
		bool is_plain = is_ours && length == strlen(name);
		p = equals + 1;
		piece.value = read_value(&p);
		if (is_plain && *ret_plain == NULL)
			*ret_plain = g_steal_pointer(&piece.value);
		else if (is_ours && !is_plain && pieces->len < MAX_PIECES)
			g_array_append_val(pieces, piece);
		else
			g_free(piece.value);
		p = strchr(p, ';');
	}
	g_array_sort(pieces, by_number);
	return pieces;
}

static void append_percent(GByteArray *out, const char *p)
{
	for (; *p != '\0'; p++) {
		guint8 c = (guint8)*p;

		if (*p == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])) {
			c = (guint8)(g_ascii_xdigit_value(p[1]) << 4 | g_ascii_xdigit_value(p[2]));
			p += 2;
		}
		g_byte_array_append(out, &c, 1);
	}
}

/* RFC 2231 3 and 4; NULL without pieces. */
static char *join_pieces(const GArray *pieces, size_t max)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autofree char *charset = NULL;
	bool any_extended = false;

	for (guint i = 0; i < pieces->len; i++) {
		const Piece *piece = &g_array_index(pieces, Piece, i);
		const char *value = piece->value, *mark = strchr(value, '\'');
		const char *second = mark != NULL ? strchr(mark + 1, '\'') : NULL;

		if (i == 0 && piece->is_extended && second != NULL) {
			charset = g_strndup(value, (gsize)(mark - value));
			value = second + 1;
		}
		any_extended |= piece->is_extended;
		if (piece->is_extended)
			append_percent(bytes, value);
		else
			g_byte_array_append(bytes, (const guint8 *)value, (guint)strlen(value));
	}
	if (pieces->len == 0)
		return NULL;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	if (!any_extended || strstr((const char *)bytes->data, "=?") != NULL)	/* both ways at once */
		return kith_header_decode((const char *)bytes->data, max);
	return kith_charset_text((const char *)bytes->data, bytes->len - 1,
				 charset != NULL && *charset != '\0' ? charset : NULL, max);
}

/* "%E2%82%AC.pdf" without a star: certain only when it is UTF-8 beyond ASCII. */
static char *plain_value(const char *value, size_t max)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	append_percent(bytes, value);
	bool is_ascii = true;
	for (guint i = 0; i < bytes->len; i++)
		is_ascii &= bytes->data[i] < 0x80 && bytes->data[i] != '\0';
	if (bytes->len < strlen(value) && !is_ascii && g_utf8_validate_len((const char *)bytes->data, bytes->len, NULL))
		return kith_text_valid((const char *)bytes->data, bytes->len, max);
	return kith_header_decode(value, max);
}

char *kith_parameter_read(const char *raw_field, const char *name, size_t max)
{
	g_autofree char *plain = NULL;
	g_autoptr(GArray) pieces = read_pieces(raw_field, name, &plain);
	g_autofree char *joined = join_pieces(pieces, max);

	if (joined == NULL && plain != NULL)
		joined = plain_value(plain, max);
	if (joined == NULL)
		return NULL;
	g_autofree char *clean = kith_text_clean(joined, false);
	g_strstrip(clean);
	return *clean != '\0' ? kith_text_valid(clean, strlen(clean), max) : NULL;
}
