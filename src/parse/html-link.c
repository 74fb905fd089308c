/* SPDX-License-Identifier: MIT
 * html-link.c - what links and pictures say to a reader.
 * In: addresses, pictures. Out: text. Next: src/parse/html-box.c
 *
 * Mail filters and redirectors put their own address around the one that was written; where that one
 * stands in clear in theirs, it is shown.
 */
#include <string.h>

#include "html.h"

#define MAX_HREF_BYTES 4096
#define MAX_LINK_BYTES 200
#define MAX_ALT_BYTES 300
#define MAX_PIXEL 3		/* larger is a picture */
#define MAX_WRAPPERS 3

/* HOST (its end), the start of PATH, and the parameter with the address. */
static const struct { const char *host, *path, *parameter; } wrappers[] = {
	{"safelinks.protection.outlook.com", "/", "url"},
	{"safelinks.protection.office365.us", "/", "url"},
	{"statics.teams.cdn.office.net", "/evergreen-assets/safelinks/", "url"},
	{"google.com", "/url", "q"}, {"google.com", "/url", "url"},
	{"l.facebook.com", "/l.php", "u"}, {"lm.facebook.com", "/l.php", "u"}, {"l.instagram.com", "/", "u"},
	{"linkedin.com", "/redir/", "url"}, {"linkedin.com", "/safety/go", "url"}, {"slack-redir.net", "/link", "url"},
	{"linkprotect.cudasvc.com", "/url", "a"}, {"clicktime.symantec.com", "/", "u"},
	{"deref-gmx.net", "/", "redirectUrl"}, {"deref-web-02.de", "/", "redirectUrl"},
	{"deref-web.de", "/", "redirectUrl"}, {"deref-mail.com", "/", "redirectUrl"},
	{"dereferrer.gmx.net", "/", "redirectUrl"}, {"urlsand.esvalabs.com", "/", "u"},
	{"url.avanan.click", "/", "url"}, {"eu1.safelink.sophos.com", "/", "u"}, {"protection.sophos.com", "/", "u"},
};

/* "%41" decoded; only what can stand in an address stays. */
static char *percent_decode(const char *text, size_t length)
{
	g_autoptr(GString) out = g_string_sized_new(length);

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit(text[i + 1]) &&
		    g_ascii_isxdigit(text[i + 2])) {
			char c = (char)(g_ascii_xdigit_value(text[i + 1]) * 16 + g_ascii_xdigit_value(text[i + 2]));

			i += 2;
			if ((unsigned char)c > ' ' && c != '<' && c != '>' && c != 0x7f)
				g_string_append_c(out, c);
			else
				g_string_append_printf(out, "%%%02X", (unsigned char)c);
		} else {
			g_string_append_c(out, text[i]);
		}
	}
	return g_utf8_make_valid(out->str, (gssize)out->len);
}

static bool is_web(const char *href)
{
	return kith_starts_nocase(href, "http://") || kith_starts_nocase(href, "https://");
}

/* The value of PARAMETER in the query of HREF; NULL when it is no address of the web. */
static char *query_value(const char *href, const char *parameter)
{
	const char *p = strchr(href, '?');
	size_t length = strlen(parameter);

	while (p != NULL) {
		p++;
		if (g_str_has_prefix(p, "amp;"))
			p += 4;
		if (g_ascii_strncasecmp(p, parameter, length) == 0 && p[length] == '=') {
			g_autofree char *value = percent_decode(p + length + 1, strcspn(p + length + 1, "&"));

			return is_web(value) ? g_steal_pointer(&value) : NULL;
		}
		p = strchr(p, '&');
	}
	return NULL;
}

/* Proofpoint: "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.com_a&d=..." */
static char *unwrap_v2(const char *href)
{
	const char *start = strstr(href, "u=");

	if (start == NULL)
		return NULL;
	g_autofree char *coded = g_strndup(start + 2, strcspn(start + 2, "&"));
	g_strdelimit(coded, "-", '%');
	g_strdelimit(coded, "_", '/');
	g_autofree char *decoded = percent_decode(coded, strlen(coded));
	return is_web(decoded) ? g_steal_pointer(&decoded) : NULL;
}

/* "https://urldefense.com/v3/__https://example.com/a*b__;Iw!!..." ('*': a character of the base64 behind "__;") */
static char *unwrap_v3(const char *href)
{
	const char *start = strstr(href, "/v3/__");
	const char *end = start != NULL ? strstr(start + 6, "__;") : NULL;

	if (end == NULL || !is_web(start + 6))
		return NULL;
	g_autofree char *coded = g_strndup(end + 3, strcspn(end + 3, "!"));
	size_t length = strlen(coded), next = 0;
	g_autoptr(GString) out = g_string_new(NULL);
	gsize count = 0;

	g_strdelimit(coded, "-", '+');
	g_strdelimit(coded, "_", '/');
	g_autofree char *padded = g_strconcat(coded, &"==="[3 - (4 - length % 4) % 4], NULL);
	g_autofree guchar *characters = g_base64_decode(padded, &count);
	for (const char *p = start + 6; p < end; p++) {
		if (*p == '*' && next < count && characters[next] > ' ' && characters[next] != '<')
			g_string_append_c(out, (char)characters[next++]);
		else
			g_string_append_c(out, *p);
	}
	return g_utf8_make_valid(out->str, (gssize)out->len);
}

static char *unwrap_once(const char *href)
{
	const char *host = strstr(href, "://");

	if (host == NULL || !is_web(href))
		return NULL;
	host += 3;
	size_t length = strcspn(host, "/?#");
	if (g_strstr_len(host, (gssize)length, "urldefense") != NULL)
		return strstr(host, "/v3/__") != NULL ? unwrap_v3(href) : unwrap_v2(href);
	for (size_t i = 0; i < G_N_ELEMENTS(wrappers); i++) {
		size_t end = strlen(wrappers[i].host);
		bool is_host = length >= end && g_ascii_strncasecmp(host + length - end, wrappers[i].host, end) == 0 &&
			(length == end || host[length - end - 1] == '.');

		if (!is_host || !g_str_has_prefix(host + length, wrappers[i].path))
			continue;
		char *value = query_value(host + length, wrappers[i].parameter);
		if (value != NULL)
			return value;
	}
	return NULL;
}

static char *unwrap(const char *href)
{
	char *inner = g_strndup(href, strnlen(href, MAX_HREF_BYTES));

	for (unsigned i = 0; i < MAX_WRAPPERS; i++) {
		char *next = unwrap_once(inner);

		if (next == NULL)
			break;
		g_free(inner);
		inner = next;
	}
	return inner;
}

/* --- links */

static unsigned count_digits(const char *text)
{
	unsigned digits = 0;

	for (const char *p = text; *p != '\0'; p++)
		digits += g_ascii_isdigit(*p) != 0;
	return digits;
}

/* The address of "mailto:", or the number of "tel:". */
static char *bare_target(const char *href, size_t skip, const char *shown)
{
	const char *start = href + skip;

	g_autofree char *target = percent_decode(start, strcspn(start, "?"));
	bool says = skip == 7 ? strchr(shown, '@') != NULL : count_digits(shown) >= 5;
	bool has = skip == 7 ? strchr(target, '@') != NULL : count_digits(target) >= 5;
	return has && !says ? g_steal_pointer(&target) : NULL;
}

char *kith_html_link_target(const char *href, const char *shown)
{
	href += strspn(href, " \t\r\n");
	if (kith_starts_nocase(href, "mailto:"))
		return bare_target(href, strlen("mailto:"), shown);
	if (kith_starts_nocase(href, "tel:"))
		return bare_target(href, strlen("tel:"), shown);
	if (!is_web(href))
		return NULL;
	g_autofree char *target = unwrap(href);
	size_t length = strcspn(target, " \t\r\n<>");
	target[length] = '\0';
	if (length > MAX_LINK_BYTES || strstr(shown, "://") != NULL)
		return NULL;
	const char *bare = strstr(target, "://") + 3;
	if (kith_starts_nocase(bare, "www."))
		bare += 4;
	size_t rest = strlen(bare) - (g_str_has_suffix(bare, "/") ? 1 : 0);
	g_autofree char *said = g_ascii_strdown(bare, (gssize)rest);
	return rest == 0 || kith_find_nocase(shown, said) != NULL ? NULL : g_steal_pointer(&target);
}

/* --- pictures */

/* What programs write when nobody wrote anything. */
static const char *const empty_words[] = {
	"image", "img", "picture", "photo", "logo", "icon", "spacer", "banner", "header", "divider", "line", "bild",
	"grafik", "foto", "afbeelding", "imagen", "immagine", "obraz", "imagem", "pixel", "tracking", "shim", "blank",
	"arrow",
	"inline image", "embedded image", "signature image", "email signature", "company logo", "attached image",
};

/* How Office says that it guessed. */
static const char *const guess_words[] = {
	"generated", "automatisch generiert", "automatiquement", "generada autom", "generato automaticamente",
	"automatisch gegenereerde", "wygenerowany automatycznie", "gerada automaticamente", "genererad automatiskt",
	"ki-generierte", "ai-generated",
};

static bool is_file_name(const char *alt)
{
	static const char *const ends[] = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp", ".tif", ".ico"};

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		if (strlen(alt) >= strlen(ends[i]) &&
		    g_ascii_strcasecmp(alt + strlen(alt) - strlen(ends[i]), ends[i]) == 0)
			return true;
	}
	return strstr(alt, "://") != NULL || kith_starts_nocase(alt, "cid:") || kith_starts_nocase(alt, "data:");
}

static bool is_empty_word(const char *alt)
{
	for (size_t i = 0; i < G_N_ELEMENTS(empty_words); i++) {
		size_t length = strlen(empty_words[i]);

		if (kith_starts_nocase(alt, empty_words[i]) &&
		    alt[length + strspn(alt + length, " 0123456789_-")] == '\0')
			return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(guess_words); i++) {
		if (kith_find_nocase(alt, guess_words[i]) != NULL)
			return true;
	}
	return is_file_name(alt);
}

static bool has_letters(const char *text)
{
	unsigned letters = 0;

	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		letters += g_unichar_isalpha(g_utf8_get_char(p)) != 0;
	return letters > 1;
}

char *kith_html_image_text(const HtmlToken *tag, const HtmlStyle *style)
{
	int width = kith_html_number(tag->attributes[HTML_WIDTH], style->width);
	int height = kith_html_number(tag->attributes[HTML_HEIGHT], style->height);
	g_autofree char *raw = kith_html_value(tag->attributes[HTML_ALT], MAX_ALT_BYTES);
	g_autofree char *alt = g_utf8_make_valid(raw, -1);

	for (char *p = alt; *p != '\0'; p++) {
		if (g_ascii_iscntrl(*p))
			*p = ' ';
	}
	g_strstrip(alt);
	if (*alt == '\0' || (width >= 0 && width <= MAX_PIXEL) || (height >= 0 && height <= MAX_PIXEL))
		return NULL;
	if (!has_letters(alt))	/* a face, drawn for programs that have no letter for it */
		return strlen(alt) <= 16 && (unsigned char)*alt >= 0xe2 ? g_steal_pointer(&alt) : NULL;
	return is_empty_word(alt) ? NULL : g_strdup_printf("[%s]", alt);
}
